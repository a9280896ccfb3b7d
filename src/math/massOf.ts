import { compensatedSum } from './compensatedSum.ts';
import { DomainError } from './domainError.ts';
import type { ExactLaw } from './exactLaw.ts';

/** The mass of a set of outcomes, or of levels of a spectrum. */
export function massOf(law: ExactLaw, outcomes: ArrayLike<number>): number {
  const masses = Float64Array.from(outcomes, (outcome) => {
    const logMass = law.levelLogMasses[outcome];
    if (logMass === undefined) throw new DomainError('massOf', 'outcome', `in [0, ${law.size - 1}]`, outcome);
    return Math.exp(logMass);
  });
  return compensatedSum(masses);
}
