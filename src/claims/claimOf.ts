import type { Bound } from '../theory/bounds/bound.ts';
import type { Claim } from './claim.ts';

/** The claim of a theorem: its number, words and source are those of the bound. */
export function claimOf(bound: Bound<any>, rest: Omit<Claim, 'id' | 'statement' | 'source' | 'bound'>): Claim {
  const { id, statement, source } = bound.spec;
  return { id, statement, source, bound, ...rest };
}
