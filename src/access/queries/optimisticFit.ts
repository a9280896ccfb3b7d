import { requireNonNegative, requirePositive } from '../../math/checks.ts';
import type { RewardPairs } from '../../policies/data/rewardPairs.ts';
import type { OptimisticRequest } from '../../policies/classes/fitRequest.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';

/**
 * The fit of XPO: alpha sum log pi(y' | x) plus the squared residual, minimised over the class.
 *
 * The plus is the proof's; Alg. 1 prints a minus, with which the fit would reward error.
 */
export interface OptimisticFit<S extends Spaces>
  extends Query<S['Policy']>, OptimisticRequest<S['Prompt'], S['Response']> {
  readonly kind: 'optimisticFit';
}

/** Fits the policy class to the reward gaps with a bonus for leaving the base policy's responses. */
export function* optimisticFit<S extends Spaces>(
  pairs: RewardPairs<S['Prompt'], S['Response']>,
  alpha: number,
  beta: number,
): Program<OptimisticFit<S>, S['Policy']> {
  requireNonNegative('optimisticFit', 'alpha', alpha);
  requirePositive('optimisticFit', 'beta', beta);
  return yield* ask<OptimisticFit<S>>({ kind: 'optimisticFit', pairs, alpha, beta });
}
