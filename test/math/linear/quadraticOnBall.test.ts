import { describe, expect, it, vi } from 'vitest';
import * as eigen from '../../../src/math/linear/symmetricEigen.ts';
import { QuadraticOnBall } from '../../../src/math/linear/quadraticOnBall.ts';
import { drawNormal } from '../../../src/math/random/normal.ts';
import { Source } from '../../../src/index.ts';
import { valueOf as at, withEigenvalues } from '../../support/quadratics.ts';

const source = Source.named('test/math/linear');

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

  it('is minimised alike by factors and by eigenvectors, whatever the guess at the multiplier', () => {
    let byFactors = 0;
    for (let trial = 0; trial < 300; trial++) {
      const from = source.split('guess').split(trial);
      const d = 1 + from.index(8);
      const H = withEigenvalues(
        Array.from({ length: d }, () => 2 * from.uniform() - [0, 1][trial % 2]!),
        from,
      );
      const c = Float64Array.from({ length: d }, () => drawNormal(from));
      const radius = 10 ** (2 * from.uniform() - 1);
      const expected = new Float64Array(d);
      const model = new QuadraticOnBall(d);
      model.take(H);
      void model.values;
      model.minimise(c, radius, 0.1, expected);
      for (const guess of [0, 0.01, 1, 30]) {
        const z = new Float64Array(d);
        const fresh = new QuadraticOnBall(d);
        fresh.take(H);
        const apart = vi.spyOn(eigen, 'symmetricEigen');
        fresh.minimise(c, radius, 0.1, z, guess);
        if (apart.mock.calls.length === 0) byFactors++;
        apart.mockRestore();
        const norm = Math.hypot(...expected);
        // Where the least eigenvalue nearly cancels, the minimum itself is known to fewer digits.
        expect(Math.hypot(...z.map((value, k) => value - expected[k]!))).toBeLessThan(1e-8 * norm);
        const scale = radius * Math.hypot(...c) + radius ** 2 * 2;
        const ridged = (at: readonly number[]): number => at.reduce((sum, value) => sum + 0.05 * value * value, 0);
        expect(Math.abs(at(H, c, z) + ridged([...z]) - at(H, c, expected) - ridged([...expected]))).toBeLessThan(
          1e-13 * scale,
        );
      }
    }
    expect(byFactors).toBeGreaterThan(600);
    expect(byFactors).toBeLessThan(1200);
  });

  it('adds a ridge', () => {
    const model = new QuadraticOnBall(1);
    const z = new Float64Array(1);
    model.take(Float64Array.of(-1));
    model.minimise(Float64Array.of(2), 10, 3, z);
    expect(z[0]).toBeCloseTo(-1, 12);
  });
});
