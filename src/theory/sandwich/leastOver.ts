const GOLDEN = (Math.sqrt(5) - 1) / 2;
const LEAST = 1e-12;

/** The least value over tau in (1e-12, delta), and where it is, by golden section in log tau. */
export function leastOver(
  value: (tau: number) => number,
  delta: number,
): { readonly at: number; readonly value: number } {
  let [low, high] = [Math.log(Math.min(LEAST, delta / 2)), Math.log(delta * (1 - 1e-9))];
  const of = (logTau: number): number => value(Math.exp(logTau));
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [ofLeft, ofRight] = [of(left), of(right)];
  while (high - low > 1e-3) {
    if (ofLeft < ofRight) {
      [high, right, ofRight] = [right, left, ofLeft];
      left = high - GOLDEN * (high - low);
      ofLeft = of(left);
    } else {
      [low, left, ofLeft] = [left, right, ofRight];
      right = low + GOLDEN * (high - low);
      ofRight = of(right);
    }
  }
  return ofLeft <= ofRight ? { at: Math.exp(left), value: ofLeft } : { at: Math.exp(right), value: ofRight };
}
