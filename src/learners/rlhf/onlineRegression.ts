import type { OwnPolicies } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { regressRewards } from '../../access/queries/regressRewards.ts';
import type { RegressRewards } from '../../access/queries/regressRewards.ts';
import type { Spaces } from '../../access/spaces.ts';
import { onlineRounds } from './onlineRounds.ts';
import type { OnlineOptions } from './onlineRounds.ts';

/**
 * Online reward regression: XPO without optimism, alpha = 0. It explores with the current policy, compares with the base policy
 * and fits the rewards of all pairs so far, ties broken by the class.
 *
 * The ablation of Alg. 1: on a class whose ties favour the base policy it explores nothing, and needs as many pairs as an
 * offline learner does. Costs what `xpo` costs; a backend needs the regression only, no optimistic fit.
 *
 * @returns the best of the iterates, the base policy among them, or the last one (`returns`)
 * @throws DomainError where an option is outside of its domain
 * @see Huang et al. 2024, Alg. 1 and Eq. 4
 */
export function* onlineRegression<S extends Spaces>(
  options: OnlineOptions<S>,
): Program<OwnPolicies<S> | RegressRewards<S>, S['Policy']> {
  const { beta } = Object(options) as OnlineOptions<S>;
  return yield* onlineRounds<S, RegressRewards<S>>('onlineRegression', options, (pairs) =>
    regressRewards<S>(pairs, beta),
  );
}
