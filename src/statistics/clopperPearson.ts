import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { requireInteger, requireOpenUnit } from '../math/checks.ts';
import type { Interval } from '../math/interval.ts';

/**
 * The exact two-sided interval for the success probability of independent trials.
 *
 * Each side fails with probability at most failureProbability / 2; with no success the lower end is 0, with no
 * failure the upper end is 1.
 *
 * @param failureProbability in (0, 1)
 * @see Clopper and Pearson 1934
 */
export function clopperPearson(successes: number, trials: number, failureProbability: number): Interval {
  requireInteger('clopperPearson', 'trials', trials, 1);
  requireInteger('clopperPearson', 'successes', successes, 0, trials);
  requireOpenUnit('clopperPearson', 'failureProbability', failureProbability);
  const side = failureProbability / 2;
  return {
    lower: successes === 0 ? 0 : betaQuantile(side, successes, trials - successes + 1),
    // The quantile of the mirrored law: near 1 the upper tail itself has no digits left.
    upper: successes === trials ? 1 : 1 - betaQuantile(side, trials - successes, successes + 1),
  };
}
