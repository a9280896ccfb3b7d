import { drawNormal } from '../../src/math/random/normal.ts';
import type { Source } from '../../src/index.ts';

/** A random symmetric matrix with these eigenvalues, row by row. */
export function withEigenvalues(values: readonly number[], from: Source): Float64Array {
  const d = values.length;
  const matrix = new Float64Array(d * d);
  const basis: number[][] = [];
  for (const value of values) {
    const v = Array.from({ length: d }, () => drawNormal(from));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const along = other.reduce((sum, entry, k) => sum + entry * v[k]!, 0);
        for (let k = 0; k < d; k++) v[k] = v[k]! - along * other[k]!;
      }
      const norm = Math.hypot(...v);
      for (let k = 0; k < d; k++) v[k] = v[k]! / norm;
    }
    basis.push(v);
    for (let i = 0; i < d; i++)
      for (let k = 0; k < d; k++) matrix[i * d + k] = matrix[i * d + k]! + value * v[i]! * v[k]!;
  }
  return matrix;
}

/** 1/2 z^T H z + c^T z. */
export function valueOf(H: Float64Array, c: Float64Array, z: ArrayLike<number>): number {
  let value = 0;
  for (let i = 0; i < c.length; i++) {
    let product = 0;
    for (let k = 0; k < c.length; k++) product += H[i * c.length + k]! * z[k]!;
    value += z[i]! * (c[i]! + product / 2);
  }
  return value;
}
