import { choleskyFactor, solveLower, solveUpper } from './cholesky.ts';
import { symmetricEigen } from './symmetricEigen.ts';

/** What is below this share of the largest, of eigenvalues and of slopes, is zero but for rounding. */
const RANK_TOLERANCE = 1e-13;
const MOST_STEPS = 200;
/** A matrix is positive definite by far where no pivot of its factors is below this share of its largest entry. */
const DEFINITE = 1e-6;
/** Shares of a length that rounding may leave. */
const ROUNDING = 4e-15;

/**
 * Minimises 1/2 z^T H z + c^T z over the ball |z| <= B exactly, also where H has negative eigenvalues.
 *
 * The minimum has (H + lambda) z = -c with a multiplier lambda >= 0 that makes H + lambda positive semidefinite, and
 * lambda = 0 unless |z| = B. Where several points are minima, of a singular H, it is the one of least norm.
 *
 * Where all H + lambda that it tries are positive definite by far, their Cholesky factors are enough. Else it takes H apart into
 * eigenvectors, once; several c then cost d^2 each.
 *
 * @see Moré and Sorensen 1983, Computing a trust region step
 */
export class QuadraticOnBall {
  readonly #dimension: number;
  readonly #H: Float64Array;
  readonly #values: Float64Array;
  readonly #vectors: Float64Array;
  #isTakenApart = false;
  readonly #factor: Float64Array;
  readonly #slopes: Float64Array;

  constructor(dimension: number) {
    this.#dimension = dimension;
    this.#H = new Float64Array(dimension * dimension);
    this.#values = new Float64Array(dimension);
    this.#vectors = new Float64Array(dimension * dimension);
    this.#factor = new Float64Array(dimension * dimension);
    this.#slopes = new Float64Array(dimension);
  }

  /** Takes H, d^2 numbers row by row, which stay as they are. */
  take(H: Float64Array): void {
    this.#H.set(H);
    this.#isTakenApart = false;
  }

  /** The eigenvalues of H, in no order. */
  get values(): Float64Array {
    this.#takeApart();
    return this.#values;
  }

  /** The eigenvectors of H, one a row. */
  get vectors(): Float64Array {
    this.#takeApart();
    return this.#vectors;
  }

  #takeApart(): void {
    if (this.#isTakenApart) return;
    this.#factor.set(this.#H);
    symmetricEigen(this.#factor, this.#values, this.#vectors);
    this.#isTakenApart = true;
  }

  /**
   * Writes the minimum to z.
   *
   * @param ridge is added to all eigenvalues of H
   * @param guess at lambda, at least 0: a good one spares the eigenvectors of an H that is not convex
   */
  minimise(c: Float64Array, radius: number, ridge: number, z: Float64Array, guess = 0): void {
    if (!this.#isTakenApart && this.#byFactors(c, radius, ridge, z, guess)) return;
    const { values, vectors } = this;
    const d = this.#dimension;
    const slopes = this.#slopes;
    let least = Infinity;
    let leastRow = 0;
    let largest = 0;
    let square = 0;
    for (let i = 0; i < d; i++) {
      let slope = 0;
      for (let k = 0; k < d; k++) slope += vectors[i * d + k]! * c[k]!;
      slopes[i] = slope;
      square += slope * slope;
      const value = values[i]! + ridge;
      if (value < least) [least, leastRow] = [value, i];
      largest = Math.max(largest, Math.abs(value));
    }
    const level = RANK_TOLERANCE * Math.sqrt(square);
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
    if (!(lengthAt(start) > radius)) {
      this.#write(z, slopes, ridge - least + start, level);
      // The hard case: along the least eigenvector the slope is zero, and both ways lead down alike. Of a convex one this is
      // the minimum: it lies on the border, and only rounding had put it outside.
      if (!convex) this.#lengthen(z, leastRow, radius);
      return;
    }
    // One slope alone makes z too long below low. From there Newton's steps go up to the root without passing it.
    let low = start;
    for (let i = 0; i < d; i++) {
      const slope = Math.abs(slopes[i]!);
      if (slope > level) low = Math.max(low, slope / radius - (values[i]! + ridge - least));
    }
    let high = Math.max(low, Math.sqrt(square) / radius);
    let mu = low;
    for (let step = 0; step < MOST_STEPS; step++) {
      const length = lengthAt(mu);
      if (Math.abs(length / radius - 1) <= ROUNDING) break;
      if (length > radius) low = mu;
      else high = mu;
      let derivative = 0;
      for (let i = 0; i < d; i++) {
        const slope = slopes[i]!;
        if (Math.abs(slope) > level) derivative += slope ** 2 / (values[i]! + ridge - least + mu) ** 3;
      }
      // Newton's step on 1/|z|, which is nearly straight in mu; the middle where it leaves what is known.
      const next = mu + ((length / radius - 1) * length ** 2) / derivative;
      const inside = next > low && next < high ? next : low + (high - low) / 2;
      if (inside === mu || !(inside > low && inside < high)) break;
      mu = inside;
    }
    this.#write(z, slopes, ridge - least + mu, level);
    const scale = radius / norm(z);
    for (let k = 0; k < d; k++) z[k] = z[k]! * scale;
  }

  /** Writes the minimum, by factors of H + ridge + lambda; false where one of these is not positive definite by far. */
  #byFactors(c: Float64Array, radius: number, ridge: number, z: Float64Array, guess: number): boolean {
    const d = this.#dimension;
    const factor = this.#factor;
    const half = this.#slopes;
    let lambda = guess;
    for (let step = 0; step < MOST_STEPS; step++) {
      if (!choleskyFactor(this.#H, ridge + lambda, DEFINITE, factor, d)) return false;
      for (let i = 0; i < d; i++) z[i] = -c[i]!;
      solveLower(factor, z, d);
      solveUpper(factor, z, d);
      const length = norm(z);
      if (lambda === 0 && length <= radius) return true;
      if (Math.abs(length / radius - 1) <= ROUNDING) break;
      half.set(z);
      solveLower(factor, half, d);
      // Newton's step on 1/|z|, which is concave in lambda: after the first, steps go up, or there are no digits left.
      const next = Math.max(0, lambda + ((length / radius - 1) * length ** 2) / norm(half) ** 2);
      if (step > 0 && next <= lambda) break;
      lambda = next;
    }
    const scale = radius / norm(z);
    for (let k = 0; k < d; k++) z[k] = z[k]! * scale;
    return true;
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

function norm(vector: Float64Array): number {
  let square = 0;
  for (let k = 0; k < vector.length; k++) square += vector[k]! * vector[k]!;
  return Math.sqrt(square);
}
