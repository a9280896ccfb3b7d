import { betaQuantile } from '../math/stdlib.ts';
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
  requireTrials('clopperPearson', successes, trials, failureProbability);
  const side = failureProbability / 2;
  return { lower: lowerEnd(successes, trials, side), upper: upperEnd(successes, trials, side) };
}

/** The lower end alone, with all of the failure probability. */
export function clopperPearsonLower(successes: number, trials: number, failureProbability: number): number {
  requireTrials('clopperPearsonLower', successes, trials, failureProbability);
  return lowerEnd(successes, trials, failureProbability);
}

/** The upper end alone, with all of the failure probability: the largest p with P[Binomial(trials, p) <= successes] at least that. */
export function clopperPearsonUpper(successes: number, trials: number, failureProbability: number): number {
  requireTrials('clopperPearsonUpper', successes, trials, failureProbability);
  return upperEnd(successes, trials, failureProbability);
}

function lowerEnd(successes: number, trials: number, side: number): number {
  return successes === 0 ? 0 : betaQuantile(side, successes, trials - successes + 1);
}

function upperEnd(successes: number, trials: number, side: number): number {
  // The quantile of the mirrored law: near 1 the upper tail itself has no digits left.
  return successes === trials ? 1 : 1 - betaQuantile(side, trials - successes, successes + 1);
}

function requireTrials(where: string, successes: number, trials: number, failureProbability: number): void {
  requireInteger(where, 'trials', trials, 1);
  requireInteger(where, 'successes', successes, 0, trials);
  requireOpenUnit(where, 'failureProbability', failureProbability);
}
