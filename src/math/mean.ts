import { compensatedSum } from './compensatedSum.ts';

/** The mean of numbers, of which there is at least one. */
export function mean(values: ArrayLike<number>): number {
  return compensatedSum(values) / values.length;
}
