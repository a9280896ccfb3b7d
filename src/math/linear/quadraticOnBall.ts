import { symmetricEigen } from './symmetricEigen.ts';

/** What is below this share of the largest, of eigenvalues and of slopes, is zero but for rounding. */
const RANK_TOLERANCE = 1e-13;
const MOST_STEPS = 200;

/**
 * Minimises 1/2 z^T H z + c^T z over the ball |z| <= B exactly, also where H has negative eigenvalues.
 *
 * The minimum has (H + lambda) z = -c with a multiplier lambda >= 0 that makes H + lambda positive semidefinite, and
 * lambda = 0 unless |z| = B. Where several points are minima, of a singular H, it is the one of least norm.
 *
 * It takes H apart once; several c then cost d^2 each.
 *
 * @see Moré and Sorensen 1983, Computing a trust region step
 */
export class QuadraticOnBall {
  readonly #dimension: number;
  /** Eigenvalues of H, in no order, and the eigenvectors, one a row. */
  readonly values: Float64Array;
  readonly vectors: Float64Array;
  readonly #copy: Float64Array;
  readonly #slopes: Float64Array;

  constructor(dimension: number) {
    this.#dimension = dimension;
    this.values = new Float64Array(dimension);
    this.vectors = new Float64Array(dimension * dimension);
    this.#copy = new Float64Array(dimension * dimension);
    this.#slopes = new Float64Array(dimension);
  }

  /** Takes H, d^2 numbers row by row, which stay as they are. */
  take(H: Float64Array): void {
    this.#copy.set(H);
    symmetricEigen(this.#copy, this.values, this.vectors);
  }

  /**
   * Writes the minimum to z.
   *
   * @param ridge is added to all eigenvalues of H
   */
  minimise(c: Float64Array, radius: number, ridge: number, z: Float64Array): void {
    const { values, vectors } = this;
    const d = this.#dimension;
    const slopes = this.#slopes;
    let least = Infinity;
    let leastRow = 0;
    let largest = 0;
    let norm = 0;
    for (let i = 0; i < d; i++) {
      let slope = 0;
      for (let k = 0; k < d; k++) slope += vectors[i * d + k]! * c[k]!;
      slopes[i] = slope;
      norm = Math.hypot(norm, slope);
      const value = values[i]! + ridge;
      if (value < least) [least, leastRow] = [value, i];
      largest = Math.max(largest, Math.abs(value));
    }
    const level = RANK_TOLERANCE * norm;
    const convex = least >= -RANK_TOLERANCE * largest;
    if (convex && this.#write(z, slopes, ridge, level) <= radius) return;
    // On the border. In terms of mu = lambda + least no digits are lost where the least eigenvalue nearly cancels.
    const start = Math.max(0, least);
    const lengthAt = (mu: number): number => {
      let square = 0;
      for (let i = 0; i < d; i++) {
        const slope = slopes[i]!;
        if (Math.abs(slope) > level) square += (slope / (values[i]! + ridge - least + mu)) ** 2;
      }
      return Math.sqrt(square);
    };
    let low = start;
    let high = Math.max(start, norm / radius);
    if (!(lengthAt(low) > radius)) {
      this.#write(z, slopes, ridge - least + start, level);
      // The hard case: along the least eigenvector the slope is zero, and both ways lead down alike. Of a convex one this is
      // the minimum: it lies on the border, and only rounding had put it outside.
      if (!convex) this.#lengthen(z, leastRow, radius);
      return;
    }
    let mu = high;
    for (let step = 0; step < MOST_STEPS && high - low > 1e-16 * high; step++) {
      const length = lengthAt(mu);
      if (length > radius) low = mu;
      else high = mu;
      let derivative = 0;
      for (let i = 0; i < d; i++) {
        const slope = slopes[i]!;
        if (Math.abs(slope) > level) derivative += slope ** 2 / (values[i]! + ridge - least + mu) ** 3;
      }
      // Newton's step on 1/|z|, which is nearly straight in mu; the middle where it leaves what is known.
      const next = mu + ((length / radius - 1) * length ** 2) / derivative;
      if (Math.abs(next - mu) <= 1e-16 * mu) break;
      mu = next > low && next < high ? next : low + (high - low) / 2;
    }
    this.#write(z, slopes, ridge - least + mu, level);
    const scale = radius / Math.hypot(...z);
    for (let k = 0; k < d; k++) z[k] = z[k]! * scale;
  }

  /** z = -(H + shift)^+ c, and its norm: infinite where c leads down for ever. */
  #write(z: Float64Array, slopes: Float64Array, shift: number, level: number): number {
    const { values, vectors } = this;
    const d = this.#dimension;
    let square = 0;
    z.fill(0);
    for (let i = 0; i < d; i++) {
      if (Math.abs(slopes[i]!) <= level) continue;
      const value = values[i]! + shift;
      if (value <= 0) {
        square = Infinity;
        continue;
      }
      const along = -slopes[i]! / value;
      square += along * along;
      for (let k = 0; k < d; k++) z[k] = z[k]! + along * vectors[i * d + k]!;
    }
    return Math.sqrt(square);
  }

  /** Goes from z along the vector of the least eigenvalue to the border. */
  #lengthen(z: Float64Array, leastRow: number, radius: number): void {
    const d = this.#dimension;
    const row = leastRow * d;
    let along = 0;
    let square = 0;
    for (let k = 0; k < d; k++) {
      along += z[k]! * this.vectors[row + k]!;
      square += z[k]! ** 2;
    }
    const length = Math.sqrt(Math.max(0, along * along + radius * radius - square)) - along;
    for (let k = 0; k < d; k++) z[k] = z[k]! + length * this.vectors[row + k]!;
  }
}
