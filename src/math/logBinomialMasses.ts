import { RunningSum } from './compensatedSum.ts';

/**
 * log P[Binomial(n, p) = k] for k = 0..most, each to a few units in the last place of its terms, also where n is huge.
 *
 * The logs of the ratios of neighbours are summed with compensation: plainly summed, k of them lose as many units.
 *
 * @param n an integer at least 0
 * @param p in [0, 1]
 * @param most an integer at least 0; the list ends at n where that is smaller
 */
export function logBinomialMasses(n: number, p: number, most: number): Float64Array {
  const logMasses = new Float64Array(Math.min(n, most) + 1);
  if (p === 0) return logMasses.fill(-Infinity, 1);
  if (p === 1) return n <= most ? logMasses.fill(-Infinity, 0, n) : logMasses.fill(-Infinity);
  const logOdds = Math.log(p) - Math.log1p(-p);
  const log = new RunningSum(n * Math.log1p(-p));
  logMasses[0] = log.value;
  for (let k = 1; k < logMasses.length; k++) {
    log.add(Math.log((n - k + 1) / k) + logOdds);
    logMasses[k] = log.value;
  }
  return logMasses;
}
