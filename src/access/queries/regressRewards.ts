import { requirePositive } from '../../math/checks.ts';
import type { RewardPairs } from '../../policies/data/rewardPairs.ts';
import type { RegressionRequest } from '../../policies/classes/fitRequest.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';

/** The fit of reward-regression DPO: the squared residual of Huang et al. 2024, Eq. 4, over all pairs. */
export interface RegressRewards<S extends Spaces>
  extends Query<S['Policy']>, RegressionRequest<S['Prompt'], S['Response']> {
  readonly kind: 'regressRewards';
}

/** Fits the policy class so that beta log(pi / pi_base) explains the reward gaps. */
export function* regressRewards<S extends Spaces>(
  pairs: RewardPairs<S['Prompt'], S['Response']>,
  beta: number,
): Program<RegressRewards<S>, S['Policy']> {
  requirePositive('regressRewards', 'beta', beta);
  return yield* ask<RegressRewards<S>>({ kind: 'regressRewards', pairs, beta });
}
