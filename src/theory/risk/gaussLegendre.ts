/** Nodes and weights that integrate polynomials of degree below 2 `nodes` over [0, 1] exactly. */
export function gaussLegendre(nodes: number): { readonly at: Float64Array; readonly weights: Float64Array } {
  const at = new Float64Array(nodes);
  const weights = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    // Newton's method on the Legendre polynomial, from a guess that is closest to the root in question.
    let x = Math.cos((Math.PI * (i + 0.75)) / (nodes + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= nodes; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (nodes * (x * value - before)) / (x * x - 1);
      const next = x - value / slope;
      if (Math.abs(next - x) <= 1e-16) break;
      x = next;
    }
    at[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { at, weights };
}
