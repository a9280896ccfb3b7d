import { describe, expect, it } from 'vitest';
import { drawBinomial } from '../../../src/math/random/binomial.ts';
import { Source } from '../../../src/math/random/source.ts';
import { binomialMasses } from '../../support/binomialMasses.ts';
import { fitProbability } from '../../support/chiSquare.ts';
import { fixedSource, LAST_UNIFORM } from '../../support/fixedSource.ts';

const DRAWS = 2_000_000;

describe('drawBinomial', () => {
  // Mean below 10: inversion; above: rejection; p > 1/2: the mirror image. Each case fails with probability 1e-9.
  it.each([
    [1, 0.5],
    [2, 0.01],
    [5, 0.3],
    [20, 0.4],
    [19, 0.5],
    [1000, 0.001],
    [1e9, 5e-9],
    [2 ** 53 - 1, 1e-15],
    [20, 0.5],
    [21, 0.5],
    [40, 0.26],
    [100, 0.1],
    [100, 0.3],
    [1000, 0.5],
    [1e6, 1.1e-5],
    [1e6, 0.01],
    [1e9, 1e-7],
    [1e9, 0.3],
    [3, 0.9],
    [10, 0.999],
    [1000, 0.7],
    [1e6, 0.999995],
    [1e6, 0.99],
  ])('has the law Binomial(%d, %d)', (n, p) => {
    const source = Source.named(`math/binomial/${n}/${p}`);
    const { first, masses } = binomialMasses(n, p);
    const seen = new Float64Array(masses.length);
    for (let i = 0; i < DRAWS; i++) {
      const k = drawBinomial(n, p, source);
      if (!(k >= first && k - first < masses.length)) throw new Error(`drew ${k}`);
      seen[k - first]!++;
    }
    expect(fitProbability(seen, masses)).toBeGreaterThan(1e-9);
  });

  it('draws nothing where there is nothing to draw', () => {
    const source = fixedSource();
    expect(drawBinomial(0, 0.5, source)).toBe(0);
    expect(drawBinomial(7, 0, source)).toBe(0);
    expect(drawBinomial(7, 1, source)).toBe(7);
    expect(drawBinomial(2 ** 53 - 1, 1, source)).toBe(2 ** 53 - 1);
  });

  it('stays in 0..n and comes to an end at both ends of the uniform numbers', () => {
    for (const n of [1, 2, 3, 10, 19, 1000, 1e6, 2 ** 40, 2 ** 53 - 1]) {
      for (const mean of [1e-12, 0.1, 1, 3, 9.99]) {
        const p = Math.min(0.5, mean / n);
        for (const u of [0, 2 ** -53, 0.5, LAST_UNIFORM]) {
          for (const sign of [p, 1 - p]) {
            const k = drawBinomial(n, sign, fixedSource(u, 0.5, 0.5, 0.5, 0.5));
            expect(Number.isInteger(k) && k >= 0 && k <= n, `n = ${n}, p = ${sign}, u = ${u}: ${k}`).toBe(true);
          }
        }
      }
    }
  });

  it('comes to an end where rounding leaves some of the last uniform number over', () => {
    for (let step = 1; step <= 400; step++) {
      const [n, mean] = [2 ** 50, step * 0.024];
      const k = drawBinomial(n, mean / n, fixedSource(LAST_UNIFORM, 0.5));
      // P(k > mean + 60) < 1e-18 for all these means, and the median comes after a second draw.
      expect(k).toBeLessThan(mean + 60);
    }
  });

  it('survives chances near 0 and 1', () => {
    const source = Source.named('math/binomial/extreme');
    for (let i = 0; i < 1000; i++) {
      expect(drawBinomial(1e9, 1e-300, source)).toBe(0);
      expect(drawBinomial(1e9, 5e-324, source)).toBe(0);
      expect(1e9 - drawBinomial(1e9, LAST_UNIFORM, source)).toBeLessThanOrEqual(3);
    }
  });
});
