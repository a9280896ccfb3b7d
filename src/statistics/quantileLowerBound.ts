import { requireNumbers, requireOpenUnit } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { clopperPearsonLower } from './clopperPearson.ts';

/**
 * A lower confidence bound for a quantile: the largest observation that is exceeded, or met, often enough to be sure.
 *
 * A value v lies at or below the q-quantile from above, P[Z >= v] >= 1 - q, wherever the Clopper-Pearson lower end
 * for the frequency of Z >= v reaches 1 - q. Where no observation does, the smallest possible value `floor` is given.
 *
 * @param samples independent observations, at least one
 * @param level q, in (0, 1)
 * @param failureProbability of the bound, in (0, 1)
 * @param floor the smallest value the variable can take; minus infinity where nothing bounds it
 * @throws DomainError where an argument is not in its domain, or a sample lies below the floor
 */
export function quantileLowerBound(
  samples: ArrayLike<number>,
  level: number,
  failureProbability: number,
  floor: number,
): number {
  const where = 'quantileLowerBound';
  requireNumbers(where, 'samples', samples);
  requireOpenUnit(where, 'level', level);
  requireOpenUnit(where, 'failureProbability', failureProbability);
  if (!(typeof floor === 'number' && floor < Infinity)) {
    throw new DomainError(where, 'floor', 'a number below plus infinity', floor);
  }
  for (let i = 0; i < samples.length; i++) {
    if (samples[i]! < floor) throw new DomainError(where, `samples[${i}]`, `at least the floor, ${floor}`, samples[i]);
  }
  const sorted = Float64Array.from(samples).sort();
  // How often a value must be met or exceeded; the count is found once, so the choice of v costs no failure probability.
  let [few, enough] = [0, sorted.length + 1];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (clopperPearsonLower(middle, sorted.length, failureProbability) > 1 - level) enough = middle;
    else few = middle;
  }
  return enough > sorted.length ? floor : sorted[sorted.length - enough]!;
}
