import { compensatedSum } from './compensatedSum.ts';
import type { FiniteLaw } from './finiteLaw.ts';

/** The mass of a set of outcomes. */
export function massOf(law: FiniteLaw, outcomes: ArrayLike<number>): number {
  return compensatedSum(Float64Array.from(outcomes, (outcome) => Math.exp(law.logMasses[outcome]!)));
}
