/**
 * P[Binomial(n, p) = k] for k = 0..most, each to a few units in the last place, also where n and k are huge.
 *
 * @param n an integer at least 0
 * @param p in [0, 1]
 */
export function binomialMasses(n: number, p: number, most: number): Float64Array {
  const end = Math.min(n, most);
  const masses = new Float64Array(end + 1);
  if (p === 0) return masses.fill(1, 0, 1);
  if (p === 1) return n <= most ? masses.fill(1, n) : masses;
  const logOdds = Math.log(p) - Math.log1p(-p);
  // The logs of the ratios are summed with compensation: k of them would lose as many units.
  let [log, lost] = [n * Math.log1p(-p), 0];
  for (let k = 0; k <= end; k++) {
    if (k > 0) {
      const term = Math.log((n - k + 1) / k) + logOdds;
      const next = log + term;
      lost += Math.abs(log) >= Math.abs(term) ? log - next + term : term - next + log;
      log = next;
    }
    masses[k] = Math.exp(log + lost);
  }
  return masses;
}
