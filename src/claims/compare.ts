import type { CaseResult } from './claim.ts';

/** What was measured beside an upper bound for it. */
export function below(name: string, measured: number, bound: number): CaseResult {
  // Zero exceeds no bound, not even zero; a bound below zero is exceeded by all that is above it.
  const ratio = measured === 0 && bound >= 0 ? 0 : bound < 0 && measured > bound ? Infinity : measured / bound;
  return { name, measured, bound, ratio };
}

/** What was measured beside a lower bound for it. */
export function above(name: string, measured: number, bound: number): CaseResult {
  // A bound of zero or less is kept by anything.
  return { name, measured, bound, ratio: bound <= 0 ? 0 : bound / measured };
}

/** What was measured beside what it should be equal to: the ratio is that of the larger to the smaller. */
export function equal(name: string, measured: number, bound: number): CaseResult {
  return { name, measured, bound, ratio: Math.max(measured / bound, bound / measured) };
}
