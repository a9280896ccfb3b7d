import type { Bound } from '../theory/bounds/bound.ts';
import type { CaseResult, Claim, ClaimOf, Grid } from './claim.ts';

/** What an exact claim has beside the theorem. */
type Rest<P extends string> = Omit<ClaimOf<P>, 'id' | 'statement' | 'source' | 'kind' | 'bound'>;

/** The claim of a theorem, exact: its number, words and source are those of the bound. */
export function claimOf<P extends string>(bound: Bound<P>, rest: Rest<NoInfer<P>>): Claim {
  const { id, statement, source } = bound.spec;
  return { id, statement, source, kind: 'exact', bound, ...rest };
}

/** An exact claim that compares once or more often in each of its settings: where that is, before anything is measured. */
export function claimInSettings<P extends string, Setting>(
  bound: Bound<P>,
  settings: (grid: Grid) => Iterable<Setting>,
  caseOf: (setting: Setting, bound: Bound<NoInfer<P>>) => CaseResult | readonly CaseResult[],
  rest: Omit<Rest<NoInfer<P>>, 'cases'>,
): Claim {
  return claimOf(bound, {
    ...rest,
    *cases(bound, grid) {
      for (const setting of settings(grid)) yield* [caseOf(setting, bound)].flat();
    },
  });
}
