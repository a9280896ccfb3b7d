import { describe, expect, it } from 'vitest';
import { QuadraticOnBall } from '../../../src/math/linear/quadraticOnBall.ts';
import { drawNormal } from '../../../src/math/random/normal.ts';
import { Source } from '../../../src/index.ts';

const source = Source.named('test/math/linear');

/** A random symmetric matrix with these eigenvalues, row by row. */
function withEigenvalues(values: readonly number[], from: Source): Float64Array {
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

const at = (H: Float64Array, c: Float64Array, z: ArrayLike<number>): number => {
  let value = 0;
  for (let i = 0; i < c.length; i++) {
    let product = 0;
    for (let k = 0; k < c.length; k++) product += H[i * c.length + k]! * z[k]!;
    value += z[i]! * (c[i]! + product / 2);
  }
  return value;
};

describe('a quadratic on a ball', () => {
  it.each([1, 2, 5, 16, 40])('takes a matrix of d = %i apart', (d) => {
    const values = Array.from({ length: d }, (_, i) => (i % 3 === 0 ? -1 : 1) * 10 ** -(i % 7));
    const H = withEigenvalues(values, source.split(d));
    const model = new QuadraticOnBall(d);
    model.take(H);
    expect(Array.from(model.values).sort((a, b) => a - b)).toEqual(
      values.sort((a, b) => a - b).map((value) => expect.closeTo(value, 13)),
    );
    for (let i = 0; i < d; i++) {
      for (let k = 0; k < d; k++) {
        let product = 0;
        for (let j = 0; j < d; j++) product += H[k * d + j]! * model.vectors[i * d + j]!;
        expect(Math.abs(product - model.values[i]! * model.vectors[i * d + k]!)).toBeLessThan(1e-13);
      }
    }
  });

  it('finds a minimum that lies just on the border, on whichever side rounding puts it', () => {
    for (let trial = 0; trial < 2000; trial++) {
      const from = source.split('border').split(trial);
      const d = 2 + (trial % 4);
      const H = withEigenvalues(
        Array.from({ length: d }, () => 10 ** -(3 * from.uniform())),
        from,
      );
      const wanted = Float64Array.from({ length: d }, () => drawNormal(from));
      const c = Float64Array.from({ length: d }, (_, i) => -wanted.reduce((sum, z, k) => sum + H[i * d + k]! * z, 0));
      const model = new QuadraticOnBall(d);
      model.take(H);
      const z = new Float64Array(d);
      model.minimise(c, Math.hypot(...wanted), 0, z);
      for (let k = 0; k < d; k++) expect(Math.abs(z[k]! - wanted[k]!)).toBeLessThan(1e-10);
    }
  });

  it('is minimised where its multiplier says so, and no point of the ball is lower', () => {
    for (let trial = 0; trial < 500; trial++) {
      const from = source.split('minimum').split(trial);
      const d = 1 + from.index(6);
      const values = Array.from({ length: d }, () => [0, 1, -1, 10 ** (8 * from.uniform() - 6)][from.index(4)]!);
      const H = withEigenvalues(values, from);
      const c = Float64Array.from({ length: d }, () => drawNormal(from) * [1, 1e-6][from.index(2)]!);
      const radius = 10 ** (4 * from.uniform() - 2);
      const model = new QuadraticOnBall(d);
      const z = new Float64Array(d);
      model.take(H);
      model.minimise(c, radius, 0, z);
      expect(Math.hypot(...z)).toBeLessThan(radius * (1 + 1e-12));
      const least = at(H, c, z);
      const scale = radius * Math.hypot(...c) + radius ** 2 * Math.max(...values.map(Math.abs));
      for (let i = 0; i < 50; i++) {
        const other = Float64Array.from({ length: d }, () => drawNormal(from));
        const factor = (radius * from.uniform() ** (1 / d)) / Math.hypot(...other);
        expect(least).toBeLessThan(
          at(
            H,
            c,
            other.map((value) => factor * value),
          ) +
            1e-12 * scale,
        );
        // Beside it, too.
        const beside = z.map((value) => value + 1e-3 * radius * drawNormal(from));
        const shortened = Math.min(1, radius / Math.hypot(...beside));
        expect(least).toBeLessThan(
          at(
            H,
            c,
            beside.map((value) => shortened * value),
          ) +
            1e-12 * scale,
        );
      }
    }
  });

  it.each([
    ['the least norm of several minima', [2, 0, 0, 0], [-2, 0], 5, [1, 0]],
    ['the border along an eigenvector where the slope says nothing', [1, 0, 0, -1], [-2, 0], 2, [1, Math.sqrt(3)]],
    ['down a slope without curvature', [0, 0, 0, 0], [3, -4], 10, [-6, 8]],
    ['nowhere where there is nothing to win', [0, 0, 0, 0], [0, 0], 10, [0, 0]],
    ['the border where the minimum lies beyond', [1, 0, 0, 1], [-3, -4], 1, [0.6, 0.8]],
  ])('goes to %s', (_what, H, c, radius, expected) => {
    const model = new QuadraticOnBall(2);
    const z = new Float64Array(2);
    model.take(Float64Array.from(H));
    model.minimise(Float64Array.from(c), radius, 0, z);
    expect(Array.from(z)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
  });

  it('adds a ridge', () => {
    const model = new QuadraticOnBall(1);
    const z = new Float64Array(1);
    model.take(Float64Array.of(-1));
    model.minimise(Float64Array.of(2), 10, 3, z);
    expect(z[0]).toBeCloseTo(-1, 12);
  });
});
