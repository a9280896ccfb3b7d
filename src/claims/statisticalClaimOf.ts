import { requireOpenUnit } from '../math/checks.ts';
import { FailureBudget } from '../statistics/failureBudget.ts';
import type { Bound } from '../theory/bounds/bound.ts';
import type { CaseResult, Claim, ClaimOf, Grid } from './claim.ts';
import { ledgerFailure } from './ledgerFailure.ts';

/** What a statistical claim has beside the theorem. */
interface Rest<P extends string> extends Pick<ClaimOf<P>, 'compares' | 'printed' | 'mutations'> {
  /**
   * The chance that it is called violated while it holds, in (0, 1), of a claim of one's own; one of the library takes its
   * share of the ledger's.
   */
  readonly failureProbability?: number;
  /** How many intervals the cases of a grid take. */
  intervals(grid: Grid): number;
  /** Each interval may miss what it estimates with the probability that it takes from `shares`. */
  cases(bound: Bound<P>, grid: Grid, shares: FailureBudget): Iterable<CaseResult>;
}

/**
 * The claim of a theorem that compares ends of intervals, such that it is called violated while it holds with probability
 * at most its share of the ledger's, or what is given: the intervals of a grid split that evenly.
 *
 * @throws DomainError where none is given and `ledgerFailure` has no share for it, and in the cases where more intervals are taken than
 *   there are
 */
export function statisticalClaimOf<P extends string>(bound: Bound<P>, rest: Rest<NoInfer<P>>): Claim {
  const { id, statement, source } = bound.spec;
  const { intervals, cases, failureProbability, ...others } = rest;
  if (failureProbability !== undefined) requireOpenUnit('statisticalClaimOf', 'failureProbability', failureProbability);
  const share = failureProbability ?? ledgerFailure.take(id);
  return {
    id,
    statement,
    source,
    kind: 'statistical',
    bound,
    ...others,
    ...(failureProbability !== undefined && { failureProbability }),
    // Each pass over the cases splits the share anew, and the passes under the form in print and under mutations cost
    // nothing more: what a pass draws and how wide its intervals are depends on the grid alone, not on the bound that is
    // held against them. So they are the same intervals every time, and miss in all passes or in none.
    cases: (other: Bound<P>, grid) => cases(other, grid, new FailureBudget(share, intervals(grid))),
  };
}
