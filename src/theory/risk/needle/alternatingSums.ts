import { compensatedSum } from '../../../math/compensatedSum.ts';
import type { Reached } from './waitingTime.ts';

/** Relative error up to which a closed form is taken. */
const TOLERANCE = 1e-12;

/**
 * P[tau > n] and the failure by inclusion and exclusion over the wrong hypotheses that are left,
 *
 *   P[tau > n] = sum_{j=1}^{K-1} (-1)^(j+1) C(K-1, j) a_j^n,   failure = (1/K) sum_{j=1}^{K-1} (-1)^(j+1) C(K, j+1) a_j^n,
 *
 * a_j being the chance that a step leaves the truth and j given wrong ones apart from nothing; undefined where the terms are so
 * large beside their sum that digits are lost.
 *
 * @param touched 1 - a_j
 */
export function alternatingSums(hypotheses: number, touched: (j: number) => number, n: number): Reached | undefined {
  const waits = new Float64Array(hypotheses - 1);
  const fails = new Float64Array(hypotheses - 1);
  let [coefficient, rounding] = [1, 0];
  for (let j = 1; j < hypotheses; j++) {
    coefficient *= (hypotheses - j) / j;
    const share = touched(j);
    const power = share < 1 ? Math.exp(n * Math.log1p(-share)) : 0;
    const term = (j % 2 === 1 ? coefficient : -coefficient) * (n === 0 ? 1 : power);
    waits[j - 1] = term;
    fails[j - 1] = term / (j + 1);
    rounding += Math.abs(term) * (4 + n * share) * Number.EPSILON;
  }
  const [survival, failure] = [compensatedSum(waits), compensatedSum(fails)];
  return rounding <= TOLERANCE * Math.min(survival, failure) ? { survival, failure } : undefined;
}
