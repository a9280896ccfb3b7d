import { requireOpenUnit } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { clopperPearson } from './clopperPearson.ts';

/**
 * A lower confidence bound for a quantile: the largest observation that is exceeded, or met, often enough to be sure.
 *
 * A value v lies at or below the q-quantile from above, P[Z >= v] >= 1 - q, wherever the Clopper-Pearson lower end
 * for the frequency of Z >= v reaches 1 - q. Where no observation does, the smallest possible value `floor` is given.
 *
 * @param samples independent observations
 * @param level q, in (0, 1)
 * @param failureProbability of the bound, in (0, 1)
 * @param floor the smallest value the variable can take
 */
export function quantileLowerBound(
  samples: ArrayLike<number>,
  level: number,
  failureProbability: number,
  floor: number,
): number {
  requireOpenUnit('quantileLowerBound', 'level', level);
  requireOpenUnit('quantileLowerBound', 'failureProbability', failureProbability);
  if (samples.length === 0) throw new DomainError('quantileLowerBound', 'samples', 'non-empty', samples);
  const sorted = Float64Array.from(samples).sort();
  // How often a value must be met or exceeded; the count is found once, so the choice of v costs no failure probability.
  let [few, enough] = [0, sorted.length + 1];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (clopperPearson(middle, sorted.length, 2 * failureProbability).lower > 1 - level) enough = middle;
    else few = middle;
  }
  return enough > sorted.length ? floor : sorted[sorted.length - enough]!;
}
