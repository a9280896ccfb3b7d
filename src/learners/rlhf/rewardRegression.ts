import type { SampleAndEvaluate } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { plan } from '../../access/queries/plan.ts';
import { regressRewards } from '../../access/queries/regressRewards.ts';
import type { RegressRewards } from '../../access/queries/regressRewards.ts';
import type { Spaces } from '../../access/spaces.ts';
import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { RewardPairs } from '../../policies/data/rewardPairs.ts';
import { requireReward } from '../../policies/rewards/selfReward.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';
import { appendPairs } from './appendPairs.ts';

export interface RewardRegressionOptions<S extends Spaces> {
  /** Number of prompts, an integer at least 1: as many pairs. */
  readonly n: number;
  /** Weight of the divergence from the base policy, above 0. */
  readonly beta: number;
  readonly reward: PointwiseReward<S['Prompt'], S['Response']>;
}

/**
 * Reward-regression DPO, offline: a pair of responses of the base policy to each of n prompts, then
 *
 *   pi-hat = argmin_{pi in Pi} sum_i ( beta log[pi(y_i|x_i)/pi_base(y_i|x_i)] - beta log[pi(y'_i|x_i)/pi_base(y'_i|x_i)]
 *                                      - (r(y_i|x_i) - r(y'_i|x_i)) )^2
 *
 * It stays within Def 3.2: its plan is n prompts with N = 2 responses each, m = 2n samples, and one fit.
 *
 * @throws DomainError where an option is outside of its domain
 * @see Huang et al. 2024, Eq. 4 and Thm 4.2
 */
export function* rewardRegression<S extends Spaces>(
  options: RewardRegressionOptions<S>,
): Program<SampleAndEvaluate<S> | RegressRewards<S>, S['Policy']> {
  requireObject('rewardRegression', 'options', options);
  const { n, beta, reward } = options;
  requireInteger('rewardRegression', 'n', n, 1);
  requirePositive('rewardRegression', 'beta', beta);
  requireReward('rewardRegression', reward, ['pointwise']);
  const { prompts, responses, logLikelihoods } = yield* plan<S>({ n, N: 2 });
  const half = (which: 0 | 1) => ({
    responses: Array.from({ length: n }, (_, i) => responses[2 * i + which]!),
    baseLogLikelihoods: Array.from({ length: n }, (_, i) => logLikelihoods[2 * i + which]!),
  });
  const pairs = new RewardPairs<S['Prompt'], S['Response']>();
  appendPairs<S>(pairs, prompts, half(0), half(1), reward);
  return yield* regressRewards<S>(pairs, beta);
}
