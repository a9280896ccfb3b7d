import type { Observations } from '../data/observations.ts';
import type { RewardPairs } from '../data/rewardPairs.ts';

/** argmax_pi sum log pi(y | x): supervised fine-tuning. */
export interface MaximumLikelihoodRequest<Prompt, Response> {
  readonly kind: 'maximumLikelihood';
  readonly data: Observations<Prompt, Response>;
}

/** The member most probable given responses of the base policy and their likelihoods, under the uniform prior. */
export interface BayesRequest<Prompt, Response> {
  readonly kind: 'bayesFit';
  readonly data: Observations<Prompt, Response>;
}

/**
 * argmin_pi sum ( beta log[pi(y|x)/pi_base(y|x)] - beta log[pi(y'|x)/pi_base(y'|x)] - (r - r') )^2: reward-regression DPO.
 *
 * @see Huang et al. 2024, Eq. 4
 */
export interface RegressionRequest<Prompt, Response> {
  readonly kind: 'regressRewards';
  readonly pairs: RewardPairs<Prompt, Response>;
  /** Above 0. */
  readonly beta: number;
}

/**
 * argmin_pi alpha sum log pi(y' | x) plus the squares of reward regression, over all pairs: the fit of XPO.
 *
 * The plus is the proof's; Alg. 1 prints a minus, with which the fit would reward error.
 *
 * @see Huang et al. 2024, Alg. 1
 */
export interface OptimisticRequest<Prompt, Response> {
  readonly kind: 'optimisticFit';
  readonly pairs: RewardPairs<Prompt, Response>;
  /** At least 0; at 0 it is reward regression. */
  readonly alpha: number;
  /** Above 0. */
  readonly beta: number;
}

/**
 * What a class of policies is asked to fit, whether it is explicit or a network: the one description of the fits.
 * A class that does not offer one of them says why in `refusals`.
 */
export type FitRequest<Prompt = unknown, Response = unknown> =
  | MaximumLikelihoodRequest<Prompt, Response>
  | BayesRequest<Prompt, Response>
  | RegressionRequest<Prompt, Response>
  | OptimisticRequest<Prompt, Response>;

export type FitKind = FitRequest['kind'];
