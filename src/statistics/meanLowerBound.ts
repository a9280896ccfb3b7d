import { requireNumbers, requireOpenUnit } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import { logSumExp } from '../math/logSpace.ts';

/**
 * A lower confidence bound for the mean of independent values of one law that nothing bounds above:
 *
 *   floor + sup{ m : W(m) >= 1/failureProbability },  W(m) = average over f of prod_i ( 1 - f + f (value_i - floor) / m ),
 *
 * over the shares f = 1, 1/2, 1/4, ... down to at most 1/n. W(m) is what a stake of 1 becomes in bets on values larger
 * than the mean: at the mean its expectation is 1, and by Markov's inequality it reaches 1/failureProbability with at
 * most that probability. So it holds at every n, whatever the law above the floor, also where the mean is infinite; where
 * values vary little it is as narrow as if their range were known. An upper bound of this kind does not exist.
 *
 * @param values at least one, finite, each at least the floor
 * @param floor the smallest value the variable can take
 * @param failureProbability in (0, 1)
 * @throws DomainError where an argument is not in its domain, or a value lies below the floor
 * @see Waudby-Smith and Ramdas 2024, Estimating means of bounded random variables by betting; docs/derivations.md
 */
export function meanLowerBound(values: ArrayLike<number>, floor: number, failureProbability: number): number {
  const where = 'meanLowerBound';
  requireNumbers(where, 'values', values);
  if (!Number.isFinite(floor)) throw new DomainError(where, 'floor', 'a finite number', floor);
  requireOpenUnit(where, 'failureProbability', failureProbability);
  const n = values.length;
  const above = Float64Array.from(values, (value, i) => {
    if (!(value >= floor && value < Infinity)) {
      throw new DomainError(where, `values[${i}]`, `finite and at least the floor, ${floor}`, value);
    }
    return value - floor;
  });
  // In units of the largest, so that nothing overflows.
  const unit = above.reduce((a, b) => Math.max(a, b));
  if (unit === 0) return floor;
  if (unit === Infinity) throw new DomainError(where, 'largest of the values, less the floor', 'finite', unit);
  const relative = above.map((value) => value / unit);
  const shares = Array.from({ length: Math.ceil(Math.log2(n)) + 1 }, (_, j) => 2 ** -j);
  const refuted = (m: number): boolean => {
    const logWealths = shares.map((f) => compensatedSum(relative.map((value) => Math.log(1 - f + (f * value) / m))));
    return logSumExp(logWealths) - Math.log(shares.length) >= -Math.log(failureProbability);
  };
  // Wealth falls as m grows, and at the mean of the values no bet has gained.
  let [lower, upper] = [0, compensatedSum(relative) / n];
  for (let step = 0; step < 60; step++) {
    const middle = (lower + upper) / 2;
    if (refuted(middle)) lower = middle;
    else upper = middle;
  }
  return floor + unit * lower;
}
