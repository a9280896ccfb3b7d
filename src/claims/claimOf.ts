import type { Bound } from '../theory/bounds/bound.ts';
import type { CaseResult, Claim, Grid } from './claim.ts';

/** The claim of a theorem: its number, words and source are those of the bound. */
export function claimOf(bound: Bound<any>, rest: Omit<Claim, 'id' | 'statement' | 'source' | 'bound'>): Claim {
  const { id, statement, source } = bound.spec;
  return { id, statement, source, bound, ...rest };
}

/** A claim that compares once or more often in each of its settings. */
export function claimInSettings<Setting>(
  bound: Bound<any>,
  settings: (grid: Grid) => Iterable<Setting>,
  caseOf: (setting: Setting, bound: Bound<any>) => CaseResult | readonly CaseResult[],
  rest: Omit<Claim, 'id' | 'statement' | 'source' | 'bound' | 'cases'>,
): Claim {
  return claimOf(bound, {
    ...rest,
    *cases(bound, grid) {
      for (const setting of settings(grid)) yield* [caseOf(setting, bound)].flat();
    },
  });
}
