/** A list parted by a key, in the order in which the keys come up. */
export function groups<T>(list: readonly T[], keyOf: (each: T) => unknown): T[][] {
  const parts = new Map<unknown, T[]>();
  for (const each of list) parts.set(keyOf(each), [...(parts.get(keyOf(each)) ?? []), each]);
  return [...parts.values()];
}
