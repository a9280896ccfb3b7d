import type { Interval } from '../../../math/interval.ts';
import { mean } from '../../../math/mean.ts';

/** The ends of a mean, from those of what it is of. */
export function meanEnds(intervals: readonly Interval[]): Interval {
  return {
    lower: mean(intervals.map(({ lower }) => lower)),
    upper: mean(intervals.map(({ upper }) => upper)),
  };
}

/** A probability that rounding may have put beyond its ends. */
export function toUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
