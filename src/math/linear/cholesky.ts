/**
 * Writes the lower triangle L with L L^T = A + shift, where A + shift is positive definite.
 *
 * @param A symmetric, d^2 numbers row by row; only the lower half is read
 * @param definite no square of a pivot may be at or below this share of the largest entry on the diagonal, at least 0
 * @returns whether none is
 */
export function choleskyFactor(A: Float64Array, shift: number, definite: number, L: Float64Array, d: number): boolean {
  let largest = 0;
  for (let i = 0; i < d; i++) largest = Math.max(largest, A[i * d + i]! + shift);
  const least = definite * largest;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let entry = A[i * d + j]! + (i === j ? shift : 0);
      for (let k = 0; k < j; k++) entry -= L[i * d + k]! * L[j * d + k]!;
      if (i > j) L[i * d + j] = entry / L[j * d + j]!;
      else if (entry > least) L[i * d + i] = Math.sqrt(entry);
      else return false;
    }
  }
  return true;
}

/** x = L^-1 x. */
export function solveLower(L: Float64Array, x: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    let entry = x[i]!;
    for (let k = 0; k < i; k++) entry -= L[i * d + k]! * x[k]!;
    x[i] = entry / L[i * d + i]!;
  }
}

/** x = L^-T x. */
export function solveUpper(L: Float64Array, x: Float64Array, d: number): void {
  for (let i = d - 1; i >= 0; i--) {
    let entry = x[i]!;
    for (let k = i + 1; k < d; k++) entry -= L[k * d + i]! * x[k]!;
    x[i] = entry / L[i * d + i]!;
  }
}
