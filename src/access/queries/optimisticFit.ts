import { requireNonNegative, requirePositive } from '../../math/checks.ts';
import type { RewardPairs } from '../../policies/data/rewardPairs.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';

/**
 * The fit of XPO: alpha sum log pi(y' | x) plus the squared residual, minimised over the class.
 *
 * The plus is the proof's; Alg. 1 prints a minus, with which the fit would reward error.
 */
export interface OptimisticFit<W extends World> extends Query<W['Policy']> {
  readonly kind: 'optimisticFit';
  readonly pairs: RewardPairs<W['Prompt'], W['Response']>;
  readonly alpha: number;
  readonly beta: number;
}

/** Fits the policy class to the reward gaps with a bonus for leaving the base policy's responses. */
export function* optimisticFit<W extends World>(
  pairs: RewardPairs<W['Prompt'], W['Response']>,
  alpha: number,
  beta: number,
): Program<OptimisticFit<W>, W['Policy']> {
  requireNonNegative('optimisticFit', 'alpha', alpha);
  requirePositive('optimisticFit', 'beta', beta);
  return yield* ask<OptimisticFit<W>>({ kind: 'optimisticFit', pairs, alpha, beta });
}
