import type { AdaptiveSampleAndEvaluate } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { maximumLikelihood } from '../../access/queries/maximumLikelihood.ts';
import type { MaximumLikelihood } from '../../access/queries/maximumLikelihood.ts';
import { rejectionSampling } from '../../access/queries/rejectionSampling.ts';
import type { RejectionSamplingOptions } from '../../access/queries/rejectionSampling.ts';
import type { Spaces } from '../../access/spaces.ts';

/**
 * Self-distillation onto pi*_beta: one response of rejection sampling at temperature beta to each of n prompts, then maximum
 * likelihood in the policy class.
 *
 *   pi-hat = argmax_{pi in Pi} sum_i log pi(y_i | x_i),   y_i ~ pi*_beta(. | x_i) but for the chance that no try was accepted
 *
 * Of the log-likelihood pi*_beta is pi_base^(1 + 1/beta), the target of power distributions; it is what RLHF-sharpening fits from
 * pairs, reached by SFT instead. The class should hold pi*_beta: `powerClass`.
 *
 * @throws DomainError where an option is outside of its domain, or a reward is above the ceiling
 * @see docs/derivations.md
 */
export function* selfDistillation<S extends Spaces>(
  options: RejectionSamplingOptions<S>,
): Program<AdaptiveSampleAndEvaluate<S> | MaximumLikelihood<S>, S['Policy']> {
  const accepted = yield* rejectionSampling<S>(options);
  return yield* maximumLikelihood<S>(accepted);
}
