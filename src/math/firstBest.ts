import { TIE_TOLERANCE } from './tolerance.ts';

/**
 * The place of the first of values[start..end-1] that tie with the highest of them: those that differ from it by at most
 * `slack` and 1e-12 of its magnitude. An infinite value ties with itself only.
 *
 * Ties are with the highest, not with a neighbour: of 0, s, 2s at a slack of s the second is the first best.
 *
 * @param values at least one of them in the range, none NaN
 */
export function firstBest(values: ArrayLike<number>, start = 0, end = values.length, slack = 0): number {
  let highest = values[start]!;
  for (let i = start + 1; i < end; i++) if (values[i]! > highest) highest = values[i]!;
  const least = Number.isFinite(highest) ? highest - slack - TIE_TOLERANCE * Math.abs(highest) : highest;
  for (let i = start; i < end; i++) if (values[i]! >= least) return i;
  return start;
}
