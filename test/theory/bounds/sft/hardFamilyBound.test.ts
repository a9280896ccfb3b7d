import { describe, expect, it } from 'vitest';
import { hardFamilyBound } from '../../../../src/theory/bounds/index.ts';
import { families, least } from '../hardFamilies.ts';

describe('Bound (C)', () => {
  it('asks for so many samples at its best N, for a risk of Delta/16', () => {
    const samples = families.map((at) => {
      let fewest = Infinity;
      const half = Math.floor(Math.LN2 / -Math.log1p(-2 / at.responses)) + 1;
      for (let N = half; N <= 3 * half; N++) {
        const risk = (n: number) => hardFamilyBound.evaluate({ ...at, n, N });
        fewest = Math.min(fewest, N * least(risk, at.hardMass / 16, (2 * fewest) / N));
      }
      return fewest;
    });
    expect(samples).toEqual([791, 25_333, 2_143_565]);
  });

  it('has the value of its formula, by hand', () => {
    const [p, s] = [1 / 8, 1 - (7 / 8) ** 10];
    const r = (1 - s) / 15;
    const g1 = (Math.sqrt(s) - Math.sqrt(1 - s)) ** 2;
    const g2 = (Math.sqrt(s) - Math.sqrt(r)) ** 2;
    for (const n of [1, 50, 400]) {
      const expected = 0.5 * Math.min(1, (1 - p * g1) ** n, 15 * (1 - p * g2) ** n);
      expect(hardFamilyBound.evaluate({ ...families[0]!, n, N: 10 }) / expected).toBeCloseTo(1, 12);
    }
  });

  it('names what it assumes as a condition on N', () => {
    // (7/8)^5 = 0.513, (7/8)^6 = 0.449.
    expect(() => hardFamilyBound.evaluate({ ...families[0]!, n: 10, N: 5 })).toThrow(
      'Bound (C): N must be so large that best-of-N has more than half on y*: (1 - 2/M)^N < 1/2, got 5',
    );
    expect(hardFamilyBound.evaluate({ ...families[0]!, n: 10, N: 6 })).toBeLessThan(0.5);
    // Exactly half: M = 4 and one draw.
    expect(() => hardFamilyBound.evaluate({ prompts: 1, responses: 4, hardMass: 1, n: 1, N: 1 })).toThrow(
      'Bound (C): N',
    );
  });
});
