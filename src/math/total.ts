import { DomainError } from './domainError.ts';

/** How far from 1 the total of given masses may lie; it is rounding, and is divided out. */
const TOTAL_TOLERANCE = 1e-9;

/** Whether masses add up to 1 but for rounding. */
export function totalsOne(total: number): boolean {
  return Math.abs(total - 1) <= TOTAL_TOLERANCE;
}

/** Refuses masses whose total is not 1 but for rounding. */
export function requireTotal(where: string, total: number): void {
  if (!totalsOne(total)) {
    throw new DomainError(where, 'total of masses', 'within 1e-9 of 1 (fromLogWeights normalises)', total);
  }
}
