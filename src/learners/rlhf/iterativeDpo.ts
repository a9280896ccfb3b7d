import type { OwnPolicies } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { regressRewards } from '../../access/queries/regressRewards.ts';
import type { RegressRewards } from '../../access/queries/regressRewards.ts';
import type { Spaces } from '../../access/spaces.ts';
import { onlineRounds } from './onlineRounds.ts';
import type { OnlineOptions } from './onlineRounds.ts';

/**
 * Iterative (on-policy) DPO with rewards: in each round `pairsPerRound` pairs of the last iterate and the base policy, and a
 * regression on the pairs of that round alone.
 *
 * As it is practised: a round trains on what its policy has just drawn, and what earlier rounds have shown is kept by
 * the policy's own exploration only. So an iterate may forget; `onlineRegression` is the same with all pairs kept. There is no
 * optimism. Costs what `xpo` costs.
 *
 * @returns the best of the iterates, the base policy among them, or the last one (`returns`)
 * @throws DomainError where an option is outside of its domain
 * @see Huang et al. 2024, Eq. 4, for the loss; docs/deviations.md
 */
export function* iterativeDpo<S extends Spaces>(
  options: OnlineOptions<S>,
): Program<OwnPolicies<S> | RegressRewards<S>, S['Policy']> {
  const { beta } = Object(options) as OnlineOptions<S>;
  return yield* onlineRounds<S, RegressRewards<S>>(
    'iterativeDpo',
    options,
    (pairs) => regressRewards<S>(pairs, beta),
    'last',
  );
}
