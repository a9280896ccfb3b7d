/** The double nearest to numerator / denominator, up to its last bit; the numerator is not negative. */
export function ratio(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  // Both are cut to about 100 bits of quotient: far more than a double holds, and never too large for one.
  const shift = BigInt(Math.max(0, 100 + denominator.toString(2).length - numerator.toString(2).length));
  // In two steps: 2^shift alone may be beyond all doubles.
  const half = Number(shift / 2n);
  return Number((numerator << shift) / denominator) / 2 ** half / 2 ** (Number(shift) - half);
}
