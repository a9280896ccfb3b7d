/** Sweeps beyond which rotations no longer help: a dozen is enough for any size that occurs. */
const MOST_SWEEPS = 60;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations: A = sum_i values[i] v_i v_i^T.
 *
 * Slower than a reduction to a tridiagonal matrix, but short, and small eigenvalues keep their digits.
 *
 * @param matrix row by row, d^2 numbers; overwritten
 * @param values d numbers, written: the eigenvalues, in no order
 * @param vectors d^2 numbers, written: row i is v_i, of norm 1
 */
export function symmetricEigen(matrix: Float64Array, values: Float64Array, vectors: Float64Array): void {
  const d = values.length;
  vectors.fill(0);
  for (let i = 0; i < d; i++) vectors[i * d + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    let on = 0;
    for (let i = 0; i < d; i++) {
      on += matrix[i * d + i]! ** 2;
      for (let j = i + 1; j < d; j++) off += matrix[i * d + j]! ** 2;
    }
    if (off <= 1e-36 * on) break;
    for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) rotate(matrix, vectors, d, i, j);
  }
  for (let i = 0; i < d; i++) values[i] = matrix[i * d + i]!;
}

/** The rotation in the plane of i < j that makes the entry (i, j) zero. Only the upper triangle is kept. */
function rotate(a: Float64Array, vectors: Float64Array, d: number, i: number, j: number): void {
  const entry = a[i * d + j]!;
  if (entry === 0) return;
  const half = (a[j * d + j]! - a[i * d + i]!) / (2 * entry);
  const tangent = (half >= 0 ? 1 : -1) / (Math.abs(half) + Math.sqrt(1 + half * half));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  a[i * d + i] = a[i * d + i]! - tangent * entry;
  a[j * d + j] = a[j * d + j]! + tangent * entry;
  a[i * d + j] = 0;
  for (let k = 0; k < d; k++) {
    const row = i * d + k;
    const other = j * d + k;
    const v = vectors[row]!;
    const w = vectors[other]!;
    vectors[row] = cosine * v - sine * w;
    vectors[other] = sine * v + cosine * w;
    if (k === i || k === j) continue;
    const p = k < i ? k * d + i : row;
    const q = k < j ? k * d + j : other;
    const x = a[p]!;
    const y = a[q]!;
    a[p] = cosine * x - sine * y;
    a[q] = sine * x + cosine * y;
  }
}
