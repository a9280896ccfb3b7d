import { requireInteger, requireNumbers, requireObject, requireOpenUnit } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import type { Interval } from '../math/interval.ts';

/**
 * A two-sided interval for the mean of independent values of one law in a known range, narrow where they vary little:
 *
 *   mean +- ( sqrt(2 V log(2/delta) / n) + 7 R log(2/delta) / (3 (n - 1)) ),  delta = failureProbability / 2,
 *
 * with the sample variance V (divisor n - 1) and the length R of the range; cut at the ends of the range. It holds at
 * every n, whatever the law in the range.
 *
 * @param values at least 2, each in the range
 * @param range what the values can be, not what they were: a finite interval
 * @param failureProbability in (0, 1), of both sides together
 * @throws DomainError where a value lies outside of the range
 * @see Maurer and Pontil 2009, Thm 4, for either side
 */
export function empiricalBernstein(values: ArrayLike<number>, range: Interval, failureProbability: number): Interval {
  const where = 'empiricalBernstein';
  requireNumbers(where, 'values', values);
  requireInteger(where, 'length of values', values.length, 2);
  requireObject(where, 'range', range);
  const { lower, upper } = range;
  const length = upper - lower;
  if (!(typeof lower === 'number' && typeof upper === 'number' && length > 0 && length < Infinity)) {
    throw new DomainError(where, 'range', 'finite, with lower below upper', `[${lower}, ${upper}]`);
  }
  requireOpenUnit(where, 'failureProbability', failureProbability);
  const n = values.length;
  // In units of the range, so that nothing overflows.
  const shares = Float64Array.from(values, (value, i) => {
    if (!(value >= lower && value <= upper)) {
      throw new DomainError(where, `values[${i}]`, `in the range [${lower}, ${upper}]`, value);
    }
    return (value - lower) / length;
  });
  const mean = compensatedSum(shares) / n;
  const variance = compensatedSum(shares.map((share) => (share - mean) ** 2)) / (n - 1);
  const logTerm = Math.log(4 / failureProbability);
  const radius = Math.sqrt((2 * variance * logTerm) / n) + (7 * logTerm) / (3 * (n - 1));
  return {
    lower: mean > radius ? lower + length * (mean - radius) : lower,
    upper: mean + radius < 1 ? lower + length * (mean + radius) : upper,
  };
}
