import { logBinomialMasses } from '../../math/logBinomialMasses.ts';

/** P[Binomial(n, p) = k] for k = 0..most, also where n and k are huge. */
export function binomialMasses(n: number, p: number, most: number): Float64Array {
  return logBinomialMasses(n, p, most).map(Math.exp);
}
