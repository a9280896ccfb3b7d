import gammainc from '@stdlib/math-base-special-gammainc';
import quantileOfBeta from '@stdlib/stats-base-dists-beta-quantile';
import quantileOfT from '@stdlib/stats-base-dists-t-quantile';

// All that is taken of @stdlib, in one file: there it is hundreds of small ones, which would take as long to load as all
// of the library does. The build makes one file of them (scripts/bundle.js), so that users install and load no others.

/** The p-quantile of the beta law with shapes alpha and beta, both above 0. */
export const betaQuantile: (p: number, alpha: number, beta: number) => number = quantileOfBeta;

/** The p-quantile of Student's law. */
export const tQuantile: (p: number, degreesOfFreedom: number) => number = quantileOfT;

/** The regularised upper incomplete gamma function Q(s, x), at x at least 0 and s above 0. */
export function upperGamma(x: number, s: number): number {
  return gammainc(x, s, true, true);
}
