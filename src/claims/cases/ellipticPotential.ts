/**
 * sum over t of Tr(Gamma_{t-1}^-1 A_t), Gamma_t = lambda I + A_1 + ... + A_t, and A_t the sum of u u^T over the vectors of
 * round t.
 *
 * The inverse is kept up to date by Sherman and Morrison's formula.
 */
export function ellipticPotential(lambda: number, rounds: readonly (readonly Float64Array[])[]): number {
  const d = rounds[0]![0]!.length;
  const inverse = Array.from({ length: d }, (_, i) => Float64Array.from({ length: d }, (_, j) => +(i === j) / lambda));
  const times = (u: Float64Array): Float64Array => Float64Array.from(inverse, (row) => inner(row, u));
  let sum = 0;
  for (const vectors of rounds) {
    for (const u of vectors) sum += inner(u, times(u));
    for (const u of vectors) {
      const image = times(u);
      const scale = 1 / (1 + inner(u, image));
      inverse.forEach((row, i) => {
        for (let j = 0; j < d; j++) row[j] = row[j]! - scale * image[i]! * image[j]!;
      });
    }
  }
  return sum;
}

function inner(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i]! * v[i]!;
  return sum;
}
