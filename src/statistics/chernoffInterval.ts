import { requireInteger, requireOpenUnit } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import type { Interval } from '../math/interval.ts';

/**
 * An interval for the mean of independent values in [0, 1], which need not have one law.
 *
 *   { p : trials * kl(mean, p) <= log(2 / failureProbability) },  kl(a, b) = a log(a/b) + (1 - a) log((1 - a)/(1 - b))
 *
 * It holds for U-statistics as well, with as many trials as disjoint groups fit into the sample: an average of averages of
 * independent values has no heavier tails than one of them (Hoeffding 1963, section 5).
 *
 * @param mean in [0, 1], of the values
 * @param trials an integer at least 1
 * @param failureProbability in (0, 1), half of it on each side
 * @see Hoeffding 1963, Thm 1
 */
export function chernoffInterval(mean: number, trials: number, failureProbability: number): Interval {
  if (!(typeof mean === 'number' && mean >= 0 && mean <= 1)) {
    throw new DomainError('chernoffInterval', 'mean', 'a number in [0, 1]', mean);
  }
  requireInteger('chernoffInterval', 'trials', trials, 1);
  requireOpenUnit('chernoffInterval', 'failureProbability', failureProbability);
  const allowed = Math.log(2 / failureProbability) / trials;
  return { lower: furthest(mean, 0, allowed), upper: furthest(mean, 1, allowed) };
}

/** The point furthest from the mean towards an end whose divergence is allowed, rounded outwards. */
function furthest(mean: number, end: 0 | 1, allowed: number): number {
  let [inside, outside] = [mean, end as number];
  for (let step = 0; step < 100; step++) {
    const middle = (inside + outside) / 2;
    if (divergence(mean, middle) <= allowed) inside = middle;
    else outside = middle;
  }
  return outside;
}

function divergence(a: number, b: number): number {
  const term = (x: number, y: number): number => (x === 0 ? 0 : y === 0 ? Infinity : x * Math.log(x / y));
  return term(a, b) + term(1 - a, 1 - b);
}
