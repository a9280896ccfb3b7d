import { requireHalfOpenUnit, requireLength, requireNumbers } from '../math/checks.ts';
import { RunningSum } from '../math/compensatedSum.ts';
import { requireExactLaw } from './exactLaw.ts';
import type { ExactLaw } from './exactLaw.ts';
import { logAddExp, logSumExp } from '../math/logSpace.ts';
import { PartialLaw } from './partialLaw.ts';
import { tied } from '../math/tolerance.ts';

/** The outcomes of positive mass, best first, cut into levels of tied reward. */
export interface Levels {
  /** Outcomes, or levels of a spectrum, in descending order of reward; ties in ascending order of index. */
  readonly order: Int32Array;
  /** Level l holds order[starts[l]] up to order[starts[l + 1] - 1]; one more entry than there are levels. */
  readonly starts: Int32Array;
}

/**
 * The levels of a law under a reward of one number per outcome; by default the log-likelihood itself.
 *
 * Each level holds what ties with its best member (relative tolerance 1e-12).
 */
export function levelsOf(law: ExactLaw | PartialLaw, rewards: ArrayLike<number> = law?.logMasses): Levels {
  if (!(law instanceof PartialLaw)) requireExactLaw('levelsOf', 'law', law);
  if (law.size > 0) requireNumbers('levelsOf', 'rewards', rewards);
  requireLength('levelsOf', 'rewards', rewards, law.size);
  const order = Int32Array.from({ length: law.size }, (_, i) => i)
    .filter((i) => law.logMasses[i]! > -Infinity)
    .sort((i, j) => (rewards[i] === rewards[j] ? i - j : rewards[j]! > rewards[i]! ? 1 : -1));
  // Of nothing, as a partial law may list, there is no level.
  const starts = [0];
  for (let i = 1; i < order.length; i++) {
    if (!tied(rewards[order[i]!]!, rewards[order[starts.at(-1)!]!]!)) starts.push(i);
  }
  if (order.length > 0) starts.push(order.length);
  // Ties in the last bits were ordered by those bits.
  for (let level = 1; level < starts.length; level++) order.subarray(starts[level - 1], starts[level]).sort();
  return { order, starts: Int32Array.from(starts) };
}

/**
 * The outcomes within a factor 1 - gamma of the largest mass: y*_gamma(x) of the paper, and y*(x) at gamma = 0. Of a
 * spectrum, the levels.
 *
 * @param gamma in [0, 1); the comparison has the relative tolerance of ties
 * @see Huang et al. 2024, Def F.1
 */
export function modes(law: ExactLaw, gamma = 0): Int32Array {
  requireExactLaw('modes', 'law', law);
  requireHalfOpenUnit('modes', 'gamma', gamma);
  let highest = -Infinity;
  for (let i = 0; i < law.size; i++) highest = Math.max(highest, law.logMasses[i]!);
  const least = highest + Math.log1p(-gamma);
  // A loop: it runs at every prompt of every replication.
  const found: number[] = [];
  for (let i = 0; i < law.size; i++) {
    if (law.logMasses[i]! >= least || tied(law.logMasses[i]!, least)) found.push(i);
  }
  return Int32Array.from(found);
}

/** The mass of each level, and of it and all worse ones: F of the best-of-N law. */
export interface Cumulated {
  readonly logLevels: Float64Array;
  readonly logUpTo: Float64Array;
}

/**
 * Sums up masses level by level, from the lighter side: N multiplies log F, so it is needed to high relative accuracy
 * where F is near 1, and there 1 - F is what can be summed without loss. Masses too small for a double are summed in
 * log space.
 *
 * @param ordered log masses with a total of 1, best first; level l holds those from starts[l] up to starts[l + 1] - 1
 */
export function cumulate(ordered: Float64Array, starts: Int32Array): Cumulated {
  const levels = starts.length - 1;
  const logLevels = new Float64Array(levels);
  const logUpTo = new Float64Array(levels);
  const better = new Float64Array(levels);
  const above = new RunningSum();
  for (let level = 0; level < levels; level++) {
    better[level] = above.value;
    logLevels[level] = logSumExp(ordered.subarray(starts[level], starts[level + 1]));
    for (let i = starts[level]!; i < starts[level + 1]!; i++) above.add(Math.exp(ordered[i]!));
  }
  let upTo = 0;
  let logTiny = -Infinity;
  for (let level = levels - 1; level >= 0; level--) {
    for (let i = starts[level + 1]! - 1; i >= starts[level]!; i--) {
      upTo += Math.exp(ordered[i]!);
      if (upTo < 1e-290) logTiny = logAddExp(logTiny, ordered[i]!);
    }
    logUpTo[level] = better[level]! < 0.5 ? Math.log1p(-better[level]!) : upTo < 1e-290 ? logTiny : Math.log(upTo);
  }
  return { logLevels, logUpTo };
}
