/**
 * The one relative tolerance of the library. It decides ties of likelihood, because equal products of token
 * probabilities differ in their last bits when they are summed in another order, and the stopping rule
 * k * p >= mu, because k = mu / p is missed by rounding.
 */
export const TIE_TOLERANCE = 1e-12;

/**
 * Whether two rewards tie: they differ by at most 1e-12 of the larger magnitude. An infinite one ties with itself only.
 *
 * On log-likelihoods this is the rounding error of a sum of that many nats; it has no scale, so it serves any
 * reward, also masses far below 1.
 */
export function tied(a: number, b: number): boolean {
  const gap = Math.abs(a - b);
  return a === b || (gap < Infinity && gap <= TIE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b)));
}

/** Whether a >= b up to the tolerance: the test of the stopping rule k * p >= mu. */
export function reaches(a: number, b: number): boolean {
  return a >= b * (1 - TIE_TOLERANCE);
}

/** Whether a reaches b, or with `strict` is above all that ties with it. */
export function outweighs(a: number, b: number, strict: boolean): boolean {
  return strict ? !reaches(b, a) : reaches(a, b);
}
