import { describe, expect, it } from 'vitest';
import { empiricalBernstein, meanLowerBound } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { countOf, expectAtMost } from '../support/calibration.ts';
import { pareto } from '../support/variates.ts';

describe('meanLowerBound', () => {
  const laws: [string, (source: Source) => number, number, number][] = [
    ['constant', () => 3, 3, 1],
    ['uniform', (source) => source.uniform(), 0.5, 0],
    ['exponential', (source) => -Math.log1p(-source.uniform()), 1, 0],
    ['rare and large', (source) => (source.uniform() < 0.01 ? 1000 : 1), 10.99, 1],
    ['Pareto without a variance', (source) => pareto(1.5, source), 3, 1],
    ['Pareto without a mean', (source) => pareto(0.9, source), Infinity, 1],
    ['a floor far below', (source) => source.uniform(), 0.5, -1],
  ];

  it.each(laws)('stays below the mean at its level: %s', (name, draw, mean, floor) => {
    for (const n of [1, 5, 60]) {
      for (const failure of [0.5, 0.05]) {
        const runs = 1500;
        const above = countOf(`meanLowerBound/${name}/${n}/${failure}`, runs, (source) => {
          const bound = meanLowerBound(
            Float64Array.from({ length: n }, () => draw(source)),
            floor,
            failure,
          );
          expect(bound).toBeGreaterThanOrEqual(floor);
          return bound > mean;
        });
        expectAtMost(above, runs, failure);
      }
    }
  });

  it('is Markov’s inequality at one value, which is tight', () => {
    // The only share is 1: W(m) = value / m.
    expect(meanLowerBound([3], 1, 0.05)).toBeCloseTo(1 + 2 * 0.05, 12);
    // A value of 1 with a probability just below 0.1, and 0 otherwise: the bound exceeds its mean whenever it is 1.
    expect(meanLowerBound([1], 0, 0.1)).toBeGreaterThan(0.1 * (1 - 1e-9));
  });

  it('is where the wealth is 1/failure: shares 1 and 1/2 at two values, and 1, 1/2 and 1/4 at three', () => {
    const wealth = (values: readonly number[], shares: readonly number[], m: number): number =>
      shares.reduce((sum, f) => sum + values.reduce((product, x) => product * (1 - f + (f * x) / m), 1), 0) /
      shares.length;
    for (const failure of [0.5, 0.05, 1e-3]) {
      expect(wealth([3, 1], [1, 0.5], meanLowerBound([3, 1], 0, failure)) * failure).toBeCloseTo(1, 9);
      const bound = meanLowerBound([3, 1, 7], -1, failure);
      expect(wealth([4, 2, 8], [1, 0.5, 0.25], bound + 1) * failure).toBeCloseTo(1, 9);
    }
  });

  it('needs no range, and is nearly as narrow as an interval that is told one', () => {
    const values = Array.from({ length: 400 }, (_, i) => 1 + ((i * 7919) % 400) / 40);
    const told = empiricalBernstein(values, { lower: 1, upper: 11 }, 0.1).lower;
    const ours = meanLowerBound(values, 1, 0.05);
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(ours).toBeGreaterThan(told - 0.1);
    expect(mean - ours).toBeLessThan(0.7);
    // Told a range of 1000, the interval is useless; ours asked for none.
    expect(empiricalBernstein(values, { lower: 1, upper: 1001 }, 0.1).lower).toBe(1);
  });

  it('goes with scale and shift, whatever the order, and never above the mean of the values', () => {
    const values = [1, 4, 2, 8, 5, 7];
    const bound = meanLowerBound(values, 0, 0.2);
    expect(
      meanLowerBound(
        values.map((value) => 1e300 * value),
        0,
        0.2,
      ) / 1e300,
    ).toBeCloseTo(bound, 12);
    expect(
      meanLowerBound(
        values.map((value) => value - 3),
        -3,
        0.2,
      ),
    ).toBeCloseTo(bound - 3, 12);
    expect(meanLowerBound(values.toReversed(), 0, 0.2)).toBeCloseTo(bound, 12);
    expect(meanLowerBound(values, 0, 0.999999)).toBeLessThanOrEqual(4.5);
    expect(meanLowerBound([2, 2, 2], 2, 0.01)).toBe(2);
    expect(meanLowerBound([0, 0], 0, 0.5)).toBe(0);
  });

  it.each([
    [() => meanLowerBound([], 0, 0.1), 'meanLowerBound: values must be a non-empty list of numbers'],
    [() => meanLowerBound([1, NaN], 0, 0.1), 'meanLowerBound: values[1] must be a number, got NaN'],
    [
      () => meanLowerBound([1, 0.5], 1, 0.1),
      'meanLowerBound: values[1] must be finite and at least the floor, 1, got 0.5',
    ],
    [() => meanLowerBound([Infinity], 1, 0.1), 'meanLowerBound: values[0] must be finite and at least the floor, 1'],
    [() => meanLowerBound([1], -Infinity, 0.1), 'meanLowerBound: floor must be a finite number, got -Infinity'],
    [() => meanLowerBound([1], 0, 1), 'meanLowerBound: failureProbability must be a number in (0, 1), got 1'],
    [
      () => meanLowerBound([1.7e308], -1.7e308, 0.1),
      'meanLowerBound: largest of the values, less the floor must be finite, got Infinity',
    ],
  ])('refuses bad input', (call, message) => {
    expect(call).toThrow(message);
  });
});
