import type { AdaptiveSampleAndEvaluate } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { adaptiveBestOfN } from '../../access/queries/adaptiveBestOfN.ts';
import type { AdaptiveBestOfNOptions } from '../../access/queries/adaptiveBestOfN.ts';
import { maximumLikelihood } from '../../access/queries/maximumLikelihood.ts';
import type { MaximumLikelihood } from '../../access/queries/maximumLikelihood.ts';
import type { Spaces } from '../../access/spaces.ts';

/**
 * Adaptive SFT-Sharpening: at each prompt draw until the likeliest response is sure enough, then maximum likelihood.
 *
 * @see Huang et al. 2024, App. D and Thm D.1
 */
export function* adaptiveSftSharpening<S extends Spaces>(
  options: AdaptiveBestOfNOptions,
): Program<AdaptiveSampleAndEvaluate<S> | MaximumLikelihood<S>, S['Policy']> {
  const chosen = yield* adaptiveBestOfN<S>(options);
  return yield* maximumLikelihood<S>(chosen);
}
