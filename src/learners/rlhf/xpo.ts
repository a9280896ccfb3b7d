import type { OwnPolicies } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { optimisticFit } from '../../access/queries/optimisticFit.ts';
import type { OptimisticFit } from '../../access/queries/optimisticFit.ts';
import type { Spaces } from '../../access/spaces.ts';
import { requireNonNegative } from '../../math/checks.ts';
import { onlineRounds } from './onlineRounds.ts';
import type { OnlineOptions } from './onlineRounds.ts';

export type XpoOptions<S extends Spaces> = OnlineOptions<S> & {
  /** Weight of optimism in Alg. 1 (the proof writes alpha (V + R)^2 for it), at least 0; 0 switches it off. */
  readonly alpha: number;
};

/**
 * XPO with rewards (Alg. 1): explore with the current policy, compare with the base policy, fit with optimism.
 *
 *   pi^(t+1) = argmin_{pi in Pi} alpha sum_D log pi(y' | x)
 *              + sum_D ( beta log[pi(y|x)/pi_base(y|x)] - beta log[pi(y'|x)/pi_base(y'|x)] - (r(y|x) - r(y'|x)) )^2
 *
 * over the pairs D of rounds 1 to t, y ~ pi^(i), y' ~ pi_base. Alg. 1 prints a minus before the squared loss; the fit uses the
 * plus of the proof: the first sum then lowers what the base policy prefers, which is the optimism. Its reward is any
 * pointwise one; the theorems bound it by R.
 *
 * Costs T times `pairsPerRound` prompts, twice as many samples, and T fits; where the best iterate is returned and J_beta is
 * estimated, T + 1 times `heldOut` prompts and samples more. Two policies are held at a time.
 *
 * @returns the best of the iterates, the base policy among them, or the last one (`returns`)
 * @throws DomainError where an option is outside of its domain
 * @see Huang et al. 2024, Alg. 1 and Thm J.1
 */
export function* xpo<S extends Spaces>(
  options: XpoOptions<S>,
): Program<OwnPolicies<S> | OptimisticFit<S>, S['Policy']> {
  const { alpha, beta } = Object(options) as XpoOptions<S>;
  requireNonNegative('xpo', 'alpha', alpha);
  return yield* onlineRounds<S, OptimisticFit<S>>('xpo', options, (pairs) => optimisticFit<S>(pairs, alpha, beta));
}
