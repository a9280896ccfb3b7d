import type { Source } from './source.ts';

/** The numbers 0..size-1 in an order drawn uniformly (Fisher and Yates). `size` is an integer at least 0. */
export function randomPermutation(size: number, source: Source): Int32Array {
  const order = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = source.index(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
