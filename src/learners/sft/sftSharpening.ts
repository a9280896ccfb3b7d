import type { SampleAndEvaluate } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { bestOfN } from '../../access/queries/bestOfN.ts';
import type { BestOfNOptions } from '../../access/queries/bestOfN.ts';
import { maximumLikelihood } from '../../access/queries/maximumLikelihood.ts';
import type { MaximumLikelihood } from '../../access/queries/maximumLikelihood.ts';
import type { Spaces } from '../../access/spaces.ts';

/**
 * SFT-Sharpening: one best-of-N response to each of n prompts, then maximum likelihood in the policy class.
 *
 *   pi-hat = argmax_{pi in Pi} sum_i log pi(y_i^BoN | x_i)
 *
 * @see Huang et al. 2024, section 3.1 and Thm 4.1
 */
export function* sftSharpening<S extends Spaces>(
  options: BestOfNOptions<S>,
): Program<SampleAndEvaluate<S> | MaximumLikelihood<S>, S['Policy']> {
  const chosen = yield* bestOfN<S>(options, { countsWelcome: true });
  return yield* maximumLikelihood<S>(chosen);
}
