/**
 * The least count from 1 where a condition begins to hold, up to `most`; infinite where it does not by then.
 *
 * By doubling and halving: the condition holds for all larger counts.
 */
export function leastCount(holds: (count: number) => boolean, most: number): number {
  if (most < 1) return Infinity;
  let high = 1;
  while (!holds(high)) {
    if (high === most) return Infinity;
    high = Math.min(high * 2, most);
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
