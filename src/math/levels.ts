import { requireHalfOpenUnit } from './checks.ts';
import type { FiniteLaw } from './finiteLaw.ts';
import { tied } from './tolerance.ts';

/** The outcomes of positive mass, best first, cut into levels of tied reward. */
export interface Levels {
  /** Outcomes in descending order of reward; ties in ascending order of index. */
  readonly order: Int32Array;
  /** Level l holds order[starts[l]] up to order[starts[l + 1] - 1]; one more entry than there are levels. */
  readonly starts: Int32Array;
}

/**
 * The levels of a law under a reward of one number per outcome; by default the log-likelihood itself.
 *
 * Each level holds what ties with its best member (relative tolerance 1e-12).
 */
export function levelsOf(law: FiniteLaw, rewards: ArrayLike<number> = law.logMasses): Levels {
  const order = Int32Array.from({ length: law.size }, (_, i) => i)
    .filter((i) => law.logMasses[i]! > -Infinity)
    .sort((i, j) => (rewards[i] === rewards[j] ? i - j : rewards[j]! > rewards[i]! ? 1 : -1));
  const starts = [0];
  for (let i = 1; i < order.length; i++) {
    if (!tied(rewards[order[i]!]!, rewards[order[starts.at(-1)!]!]!)) starts.push(i);
  }
  starts.push(order.length);
  // Ties in the last bits were ordered by those bits.
  for (let level = 1; level < starts.length; level++) order.subarray(starts[level - 1], starts[level]).sort();
  return { order, starts: Int32Array.from(starts) };
}

/**
 * The outcomes within a factor 1 - gamma of the largest mass: y*_gamma(x) of the paper, and y*(x) at gamma = 0.
 *
 * @param gamma in [0, 1); the comparison has the relative tolerance of ties
 * @see Huang et al. 2024, Def F.1
 */
export function modes(law: FiniteLaw, gamma = 0): Int32Array {
  requireHalfOpenUnit('modes', 'gamma', gamma);
  let highest = -Infinity;
  for (let i = 0; i < law.size; i++) highest = Math.max(highest, law.logMasses[i]!);
  const least = highest + Math.log1p(-gamma);
  return Int32Array.from({ length: law.size }, (_, i) => i).filter(
    (i) => law.logMasses[i]! >= least || tied(law.logMasses[i]!, least),
  );
}
