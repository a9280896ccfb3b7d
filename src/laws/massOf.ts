import { compensatedSum } from '../math/compensatedSum.ts';
import { requireInteger, requireList } from '../math/checks.ts';
import { requireExactLaw } from './exactLaw.ts';
import type { ExactLaw } from './exactLaw.ts';

/** The mass of a set of outcomes, or of levels of a spectrum. */
export function massOf(law: ExactLaw, outcomes: ArrayLike<number>): number {
  requireExactLaw('massOf', 'law', law);
  requireList('massOf', 'outcomes', outcomes);
  // A loop: it runs at every prompt of every replication.
  const masses = new Float64Array(outcomes.length);
  for (let i = 0; i < masses.length; i++) {
    const outcome = outcomes[i]!;
    requireInteger('massOf', 'outcome', outcome, 0, law.size - 1);
    masses[i] = Math.exp(law.levelLogMasses[outcome]!);
  }
  return compensatedSum(masses);
}
