import type { Source } from '../../src/math/random/source.ts';

/** A number above 1 with P[Z > z] = z^-index: no variance for an index up to 2, no mean up to 1. */
export function pareto(index: number, source: Source): number {
  return (1 - source.uniform()) ** (-1 / index);
}
