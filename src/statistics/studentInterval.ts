import { requireInteger, requireNumbers, requireOpenUnit } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import type { Interval } from '../math/interval.ts';
import { tQuantile } from '../math/stdlib.ts';

/**
 * Student's interval for the mean of independent values of one law,
 *
 *   mean +- t_{n-1} s / sqrt(n),  s^2 the sample variance with divisor n - 1.
 *
 * It misses with the failure probability where the law is normal, and about so where n is large for how skewed the law is. Where
 * that will not do, `empiricalBernstein` holds for every law in a known range.
 *
 * @param values at least 2
 * @param failureProbability in (0, 1), of both sides together
 * @throws DomainError outside these domains
 */
export function studentInterval(values: ArrayLike<number>, failureProbability: number): Interval {
  const where = 'studentInterval';
  requireNumbers(where, 'values', values);
  requireInteger(where, 'length of values', values.length, 2);
  requireOpenUnit(where, 'failureProbability', failureProbability);
  const n = values.length;
  const mean = compensatedSum(values) / n;
  const squares = compensatedSum(Float64Array.from(values, (value) => (value - mean) ** 2));
  // The lower quantile: near 1 the upper tail has no digits left.
  const radius = -tQuantile(failureProbability / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { lower: mean - radius, upper: mean + radius };
}
