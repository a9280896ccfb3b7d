import type { CaseResult } from './claim.ts';

/** What was measured beside an upper bound for it. */
export function below(name: string, measured: number, bound: number): CaseResult {
  return { name, measured, bound, ratio: shareOf(measured, bound) };
}

/** What was measured beside a lower bound for it. */
export function above(name: string, measured: number, bound: number): CaseResult {
  // A bound of zero or less says nothing of what is measured here, chances and counts.
  return { name, measured, bound, ratio: bound <= 0 && !Number.isNaN(measured) ? 0 : shareOf(bound, measured) };
}

/** What was measured beside what it should be equal to: the ratio is that of the larger to the smaller. */
export function equal(name: string, measured: number, bound: number): CaseResult {
  const ratio = measured === bound ? 1 : Math.max(shareOf(measured, bound), shareOf(bound, measured));
  return { name, measured, bound, ratio };
}

/** At most 1 just where a number is at most a limit, of whatever signs; NaN where one of them is. */
function shareOf(value: number, limit: number): number {
  if (value <= 0 && limit >= 0) return 0;
  if (value >= 0 && limit <= 0) return Infinity;
  return value < 0 ? limit / value : value / limit;
}
