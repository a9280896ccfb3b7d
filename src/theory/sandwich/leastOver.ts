const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Of log tau: the value at its least is then off by the square of it. */
const RESOLUTION = 1e-3;

/** The least value of a function with one valley over tau in (1e-13 delta, delta), and where it is, by golden section in log tau. */
export function leastOver(
  value: (tau: number) => number,
  delta: number,
): { readonly at: number; readonly value: number } {
  let [low, high] = [Math.log(delta) - 30, Math.log(delta * (1 - 1e-9))];
  const of = (logTau: number): number => value(Math.exp(logTau));
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [ofLeft, ofRight] = [of(left), of(right)];
  while (high - low > RESOLUTION) {
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
