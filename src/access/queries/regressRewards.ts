import { requirePositive } from '../../math/checks.ts';
import type { RewardPairs } from '../../policies/data/rewardPairs.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';

/** The fit of reward-regression DPO: the squared residual of Huang et al. 2024, Eq. 4, over all pairs. */
export interface RegressRewards<W extends World> extends Query<W['Policy']> {
  readonly kind: 'regressRewards';
  readonly pairs: RewardPairs<W['Prompt'], W['Response']>;
  readonly beta: number;
}

/** Fits the policy class so that beta log(pi / pi_base) explains the reward gaps. */
export function* regressRewards<W extends World>(
  pairs: RewardPairs<W['Prompt'], W['Response']>,
  beta: number,
): Program<RegressRewards<W>, W['Policy']> {
  requirePositive('regressRewards', 'beta', beta);
  return yield* ask<RegressRewards<W>>({ kind: 'regressRewards', pairs, beta });
}
