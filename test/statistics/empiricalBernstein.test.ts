import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/math/domainError.ts';
import { Source } from '../../src/math/random/source.ts';
import { empiricalBernstein } from '../../src/statistics/empiricalBernstein.ts';
import { CALIBRATION_FAILURE, countOf, expectAtMost } from '../support/calibration.ts';
import { pareto } from '../support/variates.ts';

const unit = { lower: 0, upper: 1 };

// Z of Pareto's law with index 1/2, cut at b = 1000: as heavy a tail as a range allows.
// E min(Z, b) = 1 + int_1^b z^-1/2 dz = 2 sqrt(b) - 1 and E min(Z, b)^2 = 1 + int_1^b 2 z^1/2 dz = (4 b^3/2 - 1) / 3.
const cutMean = (2 * Math.sqrt(1000) - 1) / 1000;
const cutVariance = (4 * 1000 ** 1.5 - 1) / 3 / 1e6 - cutMean ** 2;

/** Laws on [0, 1] with their means and variances. */
const laws: [string, (source: Source) => number, mean: number, variance: number][] = [
  ['uniform', (source) => source.uniform(), 1 / 2, 1 / 12],
  ['a fair coin, which varies most', (source) => source.index(2), 1 / 2, 1 / 4],
  ['skewed: one in a hundred is 1', (source) => (source.uniform() < 0.01 ? 1 : 0), 0.01, 0.0099],
  ['skewed: a tenth power', (source) => source.uniform() ** 10, 1 / 11, 1 / 21 - 1 / 121],
  ['heavy-tailed: Pareto cut at 1000', (source) => Math.min(pareto(0.5, source), 1000) / 1000, cutMean, cutVariance],
  ['constant', () => 0.25, 1 / 4, 0],
];

describe('empiricalBernstein', () => {
  it('has the constants of the theorem', () => {
    // 50 zeros and 50 ones: V = 100/99 / 4. delta = 0.05 on either side.
    const log = Math.log(2 / 0.05);
    const radius = Math.sqrt((2 * (25 / 99) * log) / 100) + (7 * log) / (3 * 99);
    const values = Float64Array.from({ length: 100 }, (_, i) => i % 2);
    const { lower, upper } = empiricalBernstein(values, unit, 0.1);
    expect(lower).toBeCloseTo(0.5 - radius, 14);
    expect(upper).toBeCloseTo(0.5 + radius, 14);
    // By hand: sqrt(0.0186307) + 0.0869436.
    expect(radius).toBeCloseTo(0.223438, 6);
  });

  it('moves and stretches with the values and their range', () => {
    const values = Float64Array.from({ length: 400 }, (_, i) => (i % 4) / 4);
    const { lower, upper } = empiricalBernstein(values, unit, 0.01);
    const moved = empiricalBernstein(
      values.map((value) => 300 * value - 100),
      { lower: -100, upper: 200 },
      0.01,
    );
    expect(moved.lower).toBeCloseTo(300 * lower - 100, 10);
    expect(moved.upper).toBeCloseTo(300 * upper - 100, 10);
    const huge = empiricalBernstein([0, 8e307, 4e307], { lower: 0, upper: 8e307 }, 0.5);
    expect(huge).toEqual({ lower: 0, upper: 8e307 });
  });

  it('never leaves the range', () => {
    expect(empiricalBernstein([0.5, 0.5], unit, 1e-9)).toEqual(unit);
    expect(empiricalBernstein([0.1, 0.1], { lower: 0.1, upper: 0.7 }, 1e-9)).toEqual({ lower: 0.1, upper: 0.7 });
  });

  it.each(laws)('covers the mean at its level: %s', (name, draw, mean) => {
    for (const [n, failure] of [
      [2, 0.3],
      [20, 0.1],
      [500, 0.2],
    ] as const) {
      const misses = countOf(`empiricalBernstein/${name}/${n}`, 4000, (source) => {
        const { lower, upper } = empiricalBernstein(
          Float64Array.from({ length: n }, () => draw(source)),
          unit,
          failure,
        );
        // A constant is its own mean: the interval must hold it but for rounding.
        return mean < lower - 1e-15 || mean > upper + 1e-15;
      });
      expectAtMost(misses, 4000, failure);
    }
  });

  it('needs its second term: a calibration notices that it is missing', () => {
    // A share of 0.8 of the samples holds zeros alone, and no variance.
    const misses = countOf('empiricalBernstein without its second term', 4000, (source) => {
      const ones = Array.from({ length: 20 }, () => (source.uniform() < 0.01 ? 1 : 0)).filter((value) => value === 1);
      return ones.length === 0;
    });
    expect(() => expectAtMost(misses, 4000, 0.1)).toThrow('expected');
  });

  it.each(laws)('is on average no wider than with the true variance: %s', (name, draw, _mean, variance) => {
    const [n, failure, runs] = [500, 0.2, 4000];
    const root = Source.named(`calibration/width of empiricalBernstein/${name}`);
    const widths = Float64Array.from({ length: runs }, (_, i) => {
      const source = root.split(i);
      const { lower, upper } = empiricalBernstein(
        Float64Array.from({ length: n }, () => draw(source)),
        unit,
        failure,
      );
      return upper - lower;
    });
    // Bernstein's inequality has log/3n in place of 7 log/3(n-1). By Jensen the sample deviation is on average at most
    // the true one.
    const log = Math.log(4 / failure);
    const most = 2 * (Math.sqrt((2 * variance * log) / n) + (7 * log) / (3 * (n - 1)));
    expect(empiricalBernstein(widths, unit, 2 * CALIBRATION_FAILURE).lower).toBeLessThanOrEqual(most);
  });

  it.each([
    [[[0.5], unit, 0.1], 'empiricalBernstein: length of values must be an integer at least 2, got 1'],
    [[[], unit, 0.1], 'empiricalBernstein: values must be a non-empty list of numbers, got Array of length 0'],
    [[undefined, unit, 0.1], 'empiricalBernstein: values must be a non-empty list of numbers, got undefined'],
    [[[0, 1.5], unit, 0.1], 'empiricalBernstein: values[1] must be in the range [0, 1], got 1.5'],
    [[[-1e-9, 1], unit, 0.1], 'empiricalBernstein: values[0] must be in the range [0, 1], got -1e-9'],
    [[[0, NaN], unit, 0.1], 'empiricalBernstein: values[1] must be a number, got NaN'],
    [[[0, '1'], unit, 0.1], 'empiricalBernstein: values[1] must be a number, got "1"'],
    [
      [[0, 1], [0, 1], 0.1],
      'empiricalBernstein: range must be finite, with lower below upper, got "[undefined, undefined]"',
    ],
    [[[0, 1], undefined, 0.1], 'empiricalBernstein: range must be an object, got undefined'],
    [
      [[0, 0], { lower: 0, upper: 0 }, 0.1],
      'empiricalBernstein: range must be finite, with lower below upper, got "[0, 0]"',
    ],
    [
      [[0, 1], { lower: 0, upper: Infinity }, 0.1],
      'empiricalBernstein: range must be finite, with lower below upper, got "[0, Infinity]"',
    ],
    [
      [[0, 1], { lower: -1.5e308, upper: 1.5e308 }, 0.1],
      'empiricalBernstein: range must be finite, with lower below upper, got "[-1.5e+308, 1.5e+308]"',
    ],
    [[[0, 1], unit, 1], 'empiricalBernstein: failureProbability must be a number in (0, 1), got 1'],
    [[[0, 1], unit, NaN], 'empiricalBernstein: failureProbability must be a number in (0, 1), got NaN'],
  ])('refuses %j', (call, message) => {
    const run = () => empiricalBernstein(...(call as Parameters<typeof empiricalBernstein>));
    expect(run).toThrow(DomainError);
    expect(run).toThrow(message);
  });
});
