import { compensatedSum } from './compensatedSum.ts';

/** log sum_i exp(values[i]); minus infinity where every term is. */
export function logSumExp(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  if (max === -Infinity || max === Infinity) return max;
  const terms = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) terms[i] = Math.exp(values[i]! - max);
  return max + Math.log(compensatedSum(terms));
}

/** log(1 - exp(x)) for x <= 0, accurate at both ends (Mächler 2012). */
export function log1mexp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** log(exp(a) + exp(b)). */
export function logAddExp(a: number, b: number): number {
  const max = Math.max(a, b);
  return max === -Infinity ? max : max + Math.log1p(Math.exp(Math.min(a, b) - max));
}

/** log(1 - (1 - share)^N): N draws hit a set of that share, given by its log (rounding may lift it above 0). */
export function logHit(N: number, logShare: number): number {
  // Where the share is below half a unit in the last place of 1, (1 - share)^N is exp(-N share) to the last digit.
  if (logShare > -40) return logShare >= 0 ? 0 : log1mexp(N * log1mexp(logShare));
  const logExpected = Math.log(N) + logShare;
  return logExpected < -40 ? logExpected : log1mexp(-Math.exp(logExpected));
}
