/** The masses of Binomial(n, p) at 0..n for 0 < p < 1, by the ratio of neighbours from the mode outwards. */
export function binomialMasses(n: number, p: number): { first: number; masses: Float64Array } {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  // Beyond 40 deviations, or where the mass is below 1e-30 of the mode's, nothing is ever drawn.
  const up: number[] = [1];
  for (let k = mode; k < n && up.at(-1)! > 1e-30; k++) up.push((up.at(-1)! * (n - k) * p) / ((k + 1) * (1 - p)));
  const down: number[] = [];
  for (let k = mode; k > 0 && (down.at(-1) ?? 1) > 1e-30; k--) {
    down.push(((down.at(-1) ?? 1) * k * (1 - p)) / ((n - k + 1) * p));
  }
  const weights = [...down.toReversed(), ...up];
  const total = weights.toSorted((a, b) => a - b).reduce((a, b) => a + b, 0);
  return { first: mode - down.length, masses: Float64Array.from(weights, (weight) => weight / total) };
}
