/**
 * Whether A - shift is positive definite, by Cholesky's factors: a third of what a single step to eigenvalues costs.
 *
 * @param matrix symmetric, d^2 numbers row by row; only the lower half is read
 */
export function isPositiveDefinite(matrix: Float64Array, dimension: number, shift: number): boolean {
  const d = dimension;
  const factor = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let entry = matrix[i * d + j]! - (i === j ? shift : 0);
      for (let k = 0; k < j; k++) entry -= factor[i * d + k]! * factor[j * d + k]!;
      if (i > j) factor[i * d + j] = entry / factor[j * d + j]!;
      else if (entry > 0) factor[i * d + i] = Math.sqrt(entry);
      else return false;
    }
  }
  return true;
}
