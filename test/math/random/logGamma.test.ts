import gammainc from '@stdlib/math-base-special-gammainc';
import { describe, expect, it } from 'vitest';
import { drawLogGamma } from '../../../src/math/random/logGamma.ts';
import { drawNormal } from '../../../src/math/random/normal.ts';
import { randomPermutation } from '../../../src/math/random/randomPermutation.ts';
import { Source } from '../../../src/math/random/source.ts';
import { fitProbability } from '../../support/chiSquare.ts';

const BINS = 20;

/** Counts of a number's place under its own distribution function: uniform if the function is the right one. */
function places(draws: number, source: Source, draw: (source: Source) => number): Float64Array {
  const counts = new Float64Array(BINS);
  for (let i = 0; i < draws; i++) counts[Math.min(BINS - 1, Math.floor(BINS * draw(source)))]!++;
  return counts;
}

// Each fails with probability 1e-9 over the choice of its seed.
const uniform = new Float64Array(BINS).fill(1);

describe('drawLogGamma', () => {
  it.each([0.3, 0.999, 1, 1.5, 3, 40, 1e5])('follows the gamma law of shape %f', (shape) => {
    const counts = places(100_000, Source.named(`math/logGamma/${shape}`), (source) =>
      gammainc(Math.exp(drawLogGamma(shape, source)), shape, true, false),
    );
    expect(fitProbability(counts, uniform)).toBeGreaterThan(1e-9);
  });

  it.each([1e-300, 1e-6, 0.01])('follows the gamma law of shape %f, where most draws underflow', (shape) => {
    // P[G <= x] = x^shape / Gamma(shape + 1) (1 + O(x)), and Gamma(1 + s) = 1 - 0.577 s up to s^2: at 0.01 the law of
    // exp(shape log G) is uniform but for the draws above 1e-3, whose share is below 0.07.
    const euler = 0.5772156649015329;
    const counts = places(100_000, Source.named(`math/logGamma/${shape}`), (source) => {
      const log = drawLogGamma(shape, source);
      if (log > -7) return gammainc(Math.exp(log), shape, true, false);
      return Math.exp(shape * log + euler * shape - (Math.PI ** 2 / 12) * shape * shape);
    });
    expect(fitProbability(counts, uniform)).toBeGreaterThan(1e-9);
  });

  it('has the mean and spread of large shapes', () => {
    const source = Source.named('math/logGamma/large');
    const [shape, draws] = [1e9, 20_000];
    let [sum, squares] = [0, 0];
    for (let i = 0; i < draws; i++) {
      const z = (Math.exp(drawLogGamma(shape, source)) - shape) / Math.sqrt(shape);
      sum += z;
      squares += z * z;
    }
    // Within 6.1 deviations: 1e-9 either way, as both are nearly normal.
    expect(Math.abs(sum / draws)).toBeLessThan(6.1 / Math.sqrt(draws));
    expect(Math.abs(squares / draws - 1)).toBeLessThan(6.1 * Math.sqrt(2 / draws));
  });
});

describe('drawNormal', () => {
  it('follows the normal law', () => {
    // Z^2 / 2 is gamma of shape 1/2, and the sign is fair.
    const counts = places(100_000, Source.named('math/normal'), (source) => {
      const z = drawNormal(source);
      const within = gammainc((z * z) / 2, 0.5, true, false);
      return z < 0 ? (1 - within) / 2 : (1 + within) / 2;
    });
    expect(fitProbability(counts, uniform)).toBeGreaterThan(1e-9);
  });
});

describe('randomPermutation', () => {
  it('draws all orders alike', () => {
    const seen = new Map<string, number>();
    const root = Source.named('math/randomPermutation');
    for (let i = 0; i < 24_000; i++) {
      const order = randomPermutation(4, root.split(i)).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    expect(fitProbability([...seen.values()], new Float64Array(24).fill(1))).toBeGreaterThan(1e-9);
  });

  it('of nothing or of one is what it was', () => {
    const source = Source.named('math/randomPermutation/small');
    expect([...randomPermutation(0, source)]).toEqual([]);
    expect([...randomPermutation(1, source)]).toEqual([0]);
  });
});
