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

/** The maximisers of a law's mass: y*(x) of the paper, ties included. */
export function modes(law: FiniteLaw): Int32Array {
  const { order, starts } = levelsOf(law);
  return order.slice(0, starts[1]);
}
