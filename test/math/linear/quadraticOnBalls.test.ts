import { describe, expect, it } from 'vitest';
import { QuadraticOnBall } from '../../../src/math/linear/quadraticOnBall.ts';
import { QuadraticOnBalls } from '../../../src/math/linear/quadraticOnBalls.ts';
import { drawNormal } from '../../../src/math/random/normal.ts';
import { Source } from '../../../src/index.ts';
import { valueOf, withEigenvalues } from '../../support/quadratics.ts';

const source = Source.named('test/math/linear/quadraticOnBalls');

/** A random quadratic on a few balls, and where a search ended from the middle. */
function ended(eigenvalue: (from: Source) => number, from: Source) {
  const [balls, size] = [1 + from.index(4), 1 + from.index(4)];
  const d = balls * size;
  const values = Array.from({ length: d }, () => eigenvalue(from));
  const H = withEigenvalues(values, from);
  const c = Float64Array.from({ length: d }, () => drawNormal(from));
  const radius = 10 ** (3 * from.uniform() - 1.5);
  const model = new QuadraticOnBalls(balls, d);
  const z = new Float64Array(d);
  model.take(H);
  model.minimise(c, radius, 0, z);
  return { balls, size, H, c, radius, z, values };
}

/** What is left of the gradient at the best multiplier of each ball, as a share of its terms; infinite outside of a ball. */
function residualOf({ balls, size, H, c, radius, z }: ReturnType<typeof ended>): number {
  const d = c.length;
  let left = 0;
  let scale = 0;
  for (let h = 0; h < balls; h++) {
    const block = z.subarray(h * size, (h + 1) * size);
    const gradient = block.map((_, i) => {
      let sum = c[h * size + i]!;
      for (let k = 0; k < d; k++) sum += H[(h * size + i) * d + k]! * z[k]!;
      for (let k = 0; k < d; k++) scale += Math.abs(H[(h * size + i) * d + k]! * z[k]!);
      scale += Math.abs(c[h * size + i]!);
      return sum;
    });
    const norm = Math.hypot(...block);
    if (norm > radius * (1 + 1e-12)) return Infinity;
    const inner = gradient.reduce((sum, value, i) => sum + value * block[i]!, 0);
    const multiplier = norm > radius * (1 - 1e-9) ? Math.max(0, -inner / norm ** 2) : 0;
    left += gradient.reduce((sum, value, i) => sum + Math.abs(value + multiplier * block[i]!), 0);
  }
  return left / scale;
}

describe('a quadratic on several balls', () => {
  it('is minimised where it is convex, however its blocks hang together', () => {
    for (let trial = 0; trial < 500; trial++) {
      const eigenvalue = (from: Source): number => [1, 10 ** (-8 * from.uniform())][from.index(2)]!;
      expect(residualOf(ended(eigenvalue, source.split('convex').split(trial)))).toBeLessThan(1e-12);
    }
  });

  it('is minimised where it is flat as well', () => {
    for (let trial = 0; trial < 300; trial++) {
      const eigenvalue = (from: Source): number => from.index(2);
      expect(residualOf(ended(eigenvalue, source.split('flat').split(trial)))).toBeLessThan(1e-12);
    }
  });

  it('ends where it is stationary, and no ball by itself can be changed for the better, where it is not convex', () => {
    for (let trial = 0; trial < 300; trial++) {
      const from = source.split('any').split(trial);
      const end = ended((each) => drawNormal(each), from);
      expect(residualOf(end)).toBeLessThan(1e-12);
      const { balls, size, H, c, radius, z } = end;
      const least = valueOf(H, c, z);
      for (let i = 0; i < 50; i++) {
        const other = z.slice();
        const block = other.subarray(from.index(balls) * size).subarray(0, size);
        block.set(block.map(() => drawNormal(from)));
        const length = radius * from.uniform() ** (1 / size);
        const norm = Math.hypot(...block);
        block.set(block.map((value) => (length * value) / norm));
        expect(valueOf(H, c, other)).toBeGreaterThan(least - 1e-9 * (1 + Math.abs(least)));
      }
    }
  });

  it('is that on a ball where there is one', () => {
    const from = source.split('one');
    const H = withEigenvalues([-1, 2, 0.5], from);
    const c = Float64Array.of(1, -2, 0.3);
    const [one, several] = [new QuadraticOnBall(3), new QuadraticOnBalls(1, 3)];
    const [z, w] = [new Float64Array(3), new Float64Array(3)];
    one.take(H);
    several.take(H);
    one.minimise(c, 2, 0.1, z);
    several.minimise(c, 2, 0.1, w);
    expect(w).toEqual(z);
    expect(several.scale).toBe(Math.max(...one.values.map(Math.abs)));
  });
});
