import type { ExplicitPolicy } from '../explicitPolicy.ts';
import type { Observations } from '../data/observations.ts';
import type { RewardPairs } from '../data/rewardPairs.ts';

/**
 * A class Pi of explicit policies with exact fits.
 *
 * Ties of a fit go to the member listed first: log-likelihoods that differ by at most 1e-12 nats an observation, losses
 * that differ by at most 1e-12 of their size. A fit that no member allows,
 * because each gives some observation mass zero, is refused.
 */
export interface PolicyClass {
  /** log |Pi|, nats. */
  readonly logSize: number;
  readonly prompts: number;
  readonly responses: number;
  /** Whether some member has these laws (log masses equal up to the relative tolerance). */
  contains(policy: ExplicitPolicy): boolean;
  /** argmax_pi sum log pi(y | x). */
  maximumLikelihood(data: Observations<number, number>): ExplicitPolicy;
  /** The member most probable given responses of the base policy and their likelihoods, under the uniform prior. */
  bayesFit(data: Observations<number, number>): ExplicitPolicy;
  /**
   * argmin_pi alpha sum log pi(y' | x) + sum ( beta log[pi(y|x)/pi_base(y|x)] - beta log[pi(y'|x)/pi_base(y'|x)] - (r - r') )^2.
   *
   * alpha = 0 is reward regression (DPO, Eq. 4).
   */
  optimisticFit(pairs: RewardPairs<number, number>, alpha: number, beta: number): ExplicitPolicy;
}
