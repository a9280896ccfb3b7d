import { QuadraticOnBall } from './quadraticOnBall.ts';

/** Rounds of a search, of which a handful are usual. */
const MOST_ROUNDS = 100;
/** What a round lowers the value by, and what is left of the gradient, may be rounding at this share of their terms. */
const ROUNDING = 1e-14;
/** Lengths of a step that are tried. */
const SHORTER = 4;
/** By what share of B a point may be off the border that it lies on. */
const ON_BORDER = 1e-12;

/**
 * Lowers 1/2 z^T H z + c^T z over a product of balls, |z_h| <= B for each of several blocks z_h of z, from where z is.
 *
 * Each round minimises over one ball after the other, exactly (`QuadraticOnBall`), and then over all of them at once by a step of
 * Newton's method along the borders on which blocks lie, so that it ends after a few rounds however the blocks hang together.
 * With one ball the first is the minimum, wherever it starts. With several it is the minimum where H is positive semidefinite; for
 * other H no block by itself can be changed for the better.
 */
export class QuadraticOnBalls {
  readonly #balls: number;
  readonly #dimension: number;
  readonly #each: readonly QuadraticOnBall[];
  readonly #whole: QuadraticOnBall;
  readonly #H: Float64Array;
  readonly #block: Float64Array;
  readonly #projected: Float64Array;
  /** H z + ridge z + c, where the value was last asked for, and the sizes of what that and the value are sums of. */
  readonly #gradient: Float64Array;
  #gradientScale = 0;
  #valueScale = 0;
  readonly #slope: Float64Array;
  readonly #trialSlope: Float64Array;
  /** By ball, of where #alongBorder was asked last: 0 where the block is not pressed against its border. */
  readonly #multipliers: Float64Array;
  readonly #step: Float64Array;
  readonly #trial: Float64Array;

  /** @param dimension of all blocks together, a multiple of the number of balls */
  constructor(balls: number, dimension: number) {
    this.#balls = balls;
    this.#dimension = dimension;
    this.#each = Array.from({ length: balls }, () => new QuadraticOnBall(dimension / balls));
    this.#whole = new QuadraticOnBall(dimension);
    this.#H = new Float64Array(dimension * dimension);
    this.#block = new Float64Array((dimension / balls) ** 2);
    this.#projected = new Float64Array(dimension * dimension);
    this.#gradient = new Float64Array(dimension);
    this.#slope = new Float64Array(dimension);
    this.#trialSlope = new Float64Array(dimension);
    this.#multipliers = new Float64Array(balls);
    this.#step = new Float64Array(dimension);
    this.#trial = new Float64Array(dimension);
  }

  /** The largest size of an eigenvalue of a ball's own part of H. */
  get scale(): number {
    let scale = 0;
    for (const { values } of this.#each) for (const value of values) scale = Math.max(scale, Math.abs(value));
    return scale;
  }

  /** Takes H, row by row, which stays as it is. */
  take(H: Float64Array): void {
    const dimension = this.#dimension;
    const size = dimension / this.#balls;
    this.#H.set(H);
    this.#each.forEach((model, h) => {
      for (let i = 0; i < size; i++) {
        const from = (h * size + i) * dimension + h * size;
        this.#block.set(H.subarray(from, from + size), i * size);
      }
      model.take(this.#block);
    });
  }

  /**
   * Writes where it ends to z.
   *
   * @param ridge is added to all eigenvalues of H
   * @param z where to start, each block of norm at most the radius
   * @param guess at the multiplier where there is one ball, at least 0
   */
  minimise(c: Float64Array, radius: number, ridge: number, z: Float64Array, guess = 0): void {
    if (this.#balls === 1) return this.#each[0]!.minimise(c, radius, ridge, z, guess);
    let value = this.#valueAt(z, c, ridge);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.#sweep(c, radius, ridge, z);
      const swept = this.#valueAt(z, c, ridge);
      const fell = value - swept > ROUNDING * this.#valueScale;
      if (!this.#alongBorders(c, radius, ridge, z, swept) && !fell) return;
      value = this.#valueAt(z, c, ridge);
    }
  }

  /** The value at z. */
  #valueAt(z: Float64Array, c: Float64Array, ridge: number): number {
    const H = this.#H;
    const gradient = this.#gradient;
    const dimension = this.#dimension;
    let value = 0;
    this.#valueScale = 0;
    this.#gradientScale = 0;
    for (let i = 0; i < dimension; i++) {
      let product = ridge * z[i]!;
      for (let k = 0; k < dimension; k++) product += H[i * dimension + k]! * z[k]!;
      gradient[i] = product + c[i]!;
      value += z[i]! * (product / 2 + c[i]!);
      this.#gradientScale += Math.abs(product) + Math.abs(c[i]!);
      this.#valueScale += Math.abs(z[i]!) * (Math.abs(product) / 2 + Math.abs(c[i]!));
    }
    return value;
  }

  /** One ball after the other, given where the others are. */
  #sweep(c: Float64Array, radius: number, ridge: number, z: Float64Array): void {
    const H = this.#H;
    const dimension = this.#dimension;
    const size = dimension / this.#balls;
    this.#each.forEach((model, h) => {
      const [from, to] = [h * size, (h + 1) * size];
      const slope = this.#step.subarray(from, to);
      for (let i = from; i < to; i++) {
        let sum = c[i]!;
        for (let k = 0; k < from; k++) sum += H[i * dimension + k]! * z[k]!;
        for (let k = to; k < dimension; k++) sum += H[i * dimension + k]! * z[k]!;
        slope[i - from] = sum;
      }
      model.minimise(slope, radius, ridge, z.subarray(from, to));
    });
  }

  /**
   * A step to the minimum of the second-order model along the borders that the gradient presses blocks against, and freely in
   * the others, drawn back into the balls; a shorter one where that is no better. Returns whether there was one.
   *
   * @param value that at z, which was asked for last
   */
  #alongBorders(c: Float64Array, radius: number, ridge: number, z: Float64Array, value: number): boolean {
    const H = this.#projected;
    const trial = this.#trial;
    const size = this.#dimension / this.#balls;
    const slope = this.#slope;
    const left = this.#alongBorder(z, radius, slope);
    if (left <= ROUNDING * this.#gradientScale) return false;
    H.set(this.#H);
    for (let h = 0; h < this.#balls; h++) this.#project(z, h);
    this.#whole.take(H);
    const rounding = ROUNDING * this.#valueScale;
    let length = 2 * radius * Math.sqrt(this.#balls);
    for (let tries = 0; tries < SHORTER; tries++, length /= 8) {
      this.#whole.minimise(slope, length, ridge, this.#step);
      for (let k = 0; k < trial.length; k++) trial[k] = z[k]! + this.#step[k]!;
      for (let h = 0; h < this.#balls; h++) shorten(trial, h * size, (h + 1) * size, radius);
      const there = this.#valueAt(trial, c, ridge);
      // Where a decrease would be lost in rounding, the gradient says whether it was one.
      const better =
        there < value - rounding ||
        (there <= value + rounding && this.#alongBorder(trial, radius, this.#trialSlope) < left / 2);
      if (better) {
        z.set(trial);
        return true;
      }
    }
    return false;
  }

  /**
   * Writes what of the gradient, at the point for which the value was asked last, is not the pressure of blocks on their borders:
   * zero where the point is stationary. Returns the sum of its sizes, and leaves the multipliers of the borders.
   */
  #alongBorder(z: Float64Array, radius: number, slope: Float64Array): number {
    const size = this.#dimension / this.#balls;
    let left = 0;
    for (let h = 0; h < this.#balls; h++) {
      let inner = 0;
      let square = 0;
      for (let k = h * size; k < (h + 1) * size; k++) {
        inner += this.#gradient[k]! * z[k]!;
        square += z[k]! * z[k]!;
      }
      const pressed = square >= radius * radius * (1 - ON_BORDER) && inner < 0;
      const multiplier = pressed ? -inner / square : 0;
      this.#multipliers[h] = multiplier;
      for (let k = h * size; k < (h + 1) * size; k++) {
        slope[k] = this.#gradient[k]! + multiplier * z[k]!;
        left += Math.abs(slope[k]!);
      }
    }
    return left;
  }

  /** Adds to the model the curvature of the border that a block is pressed against, and leaves of it what is along the border. */
  #project(z: Float64Array, h: number): void {
    const H = this.#projected;
    const dimension = this.#dimension;
    const size = dimension / this.#balls;
    const [from, to] = [h * size, (h + 1) * size];
    const multiplier = this.#multipliers[h]!;
    if (multiplier === 0) return;
    let square = 0;
    for (let k = from; k < to; k++) {
      H[k * dimension + k] = H[k * dimension + k]! + multiplier;
      square += z[k]! * z[k]!;
    }
    for (let i = 0; i < dimension; i++) {
      let along = 0;
      for (let k = from; k < to; k++) along += H[i * dimension + k]! * z[k]!;
      for (let k = from; k < to; k++) H[i * dimension + k] = H[i * dimension + k]! - (along / square) * z[k]!;
    }
    for (let i = 0; i < dimension; i++) {
      let along = 0;
      for (let k = from; k < to; k++) along += H[k * dimension + i]! * z[k]!;
      for (let k = from; k < to; k++) H[k * dimension + i] = H[k * dimension + i]! - (along / square) * z[k]!;
    }
    // Outwards, where the slope is zero, a curvature keeps the step from going.
    const outwards = this.scale + multiplier;
    for (let i = from; i < to; i++) {
      for (let k = from; k < to; k++) {
        H[i * dimension + k] = H[i * dimension + k]! + (outwards / square) * z[i]! * z[k]!;
      }
    }
  }
}

/** Draws the block of a point back into the ball. */
function shorten(z: Float64Array, from: number, to: number, radius: number): void {
  let square = 0;
  for (let k = from; k < to; k++) square += z[k]! * z[k]!;
  if (square <= radius * radius) return;
  const scale = radius / Math.sqrt(square);
  for (let k = from; k < to; k++) z[k] = z[k]! * scale;
}
