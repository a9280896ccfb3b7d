import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/math/domainError.ts';
import { drawNormal } from '../../src/math/random/normal.ts';
import type { Source } from '../../src/math/random/source.ts';
import { fittedExponent } from '../../src/statistics/fittedExponent.ts';
import { countOf, expectAtLeast, expectAtMost } from '../support/calibration.ts';
import { pareto } from '../support/variates.ts';

const x = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

describe('fittedExponent', () => {
  it('finds the exponent and the factor of an exact power law', () => {
    for (const [exponent, factor] of [
      [-0.5, 3],
      [-1, 1e-9],
      [2, 1e12],
      [0, 7],
    ] as const) {
      const fit = fittedExponent(
        x,
        x.map((value) => factor * value ** exponent),
        0.05,
      );
      expect(fit.exponent).toBeCloseTo(exponent, 12);
      expect(fit.intercept).toBeCloseTo(Math.log(factor), 12);
      expect(fit.residualDeviation).toBeLessThan(1e-13);
      expect(fit.interval.upper - fit.interval.lower).toBeLessThan(1e-13);
    }
  });

  it('agrees with a fit by hand', () => {
    // In units of log 2: x at 0, 1, 2, 3 and y at 0, 2, 1, 3. Slope 4/5, mean 3/2, squares of x 5, residual squares 9/5.
    const fit = fittedExponent([1, 2, 4, 8], [1, 4, 2, 8], 0.05);
    expect(fit.exponent).toBeCloseTo(0.8, 14);
    expect(fit.intercept).toBeCloseTo(0.3 * Math.LN2, 14);
    expect(fit.residualDeviation).toBeCloseTo(Math.sqrt(0.9) * Math.LN2, 14);
    // The 97.5 % point of Student's law with 2 degrees of freedom, from printed tables: 4.302653.
    const radius = 4.302653 * Math.sqrt(0.9 / 5);
    expect(fit.interval.lower).toBeCloseTo(0.8 - radius, 6);
    expect(fit.interval.upper).toBeCloseTo(0.8 + radius, 6);
    // With 2 degrees of freedom the quantile at p is (2p - 1) / sqrt(2 p (1 - p)).
    const tiny = fittedExponent([1, 2, 4, 8], [1, 4, 2, 8], 2e-12).interval;
    expect((0.8 - tiny.lower) / (Math.sqrt(0.9 / 5) / Math.sqrt(2e-12))).toBeCloseTo(1, 9);
  });

  it('does not depend on the units of x or y, nor on the order', () => {
    const y = [5, 3, 3.5, 1, 0.9, 1.1, 0.3, 0.25, 0.2, 0.22];
    const fit = fittedExponent(x, y, 0.01);
    const scaled = fittedExponent(
      x.map((value) => 1e-200 * value).toReversed(),
      y.map((value) => 1e200 * value).toReversed(),
      0.01,
    );
    expect(scaled.exponent).toBeCloseTo(fit.exponent, 10);
    expect(scaled.interval.lower).toBeCloseTo(fit.interval.lower, 10);
    expect(scaled.residualDeviation).toBeCloseTo(fit.residualDeviation, 10);
  });

  const errors: [string, (source: Source) => number, slack: number][] = [
    ['normal', drawNormal, 1],
    ['uniform', (source) => source.uniform(), 1.25],
    ['skewed: exponential', (source) => -Math.log1p(-source.uniform()), 1.25],
    ['heavy-tailed: Pareto with index 3', (source) => pareto(3, source), 1.25],
    ['heavy-tailed: Pareto with index 1.5, no variance', (source) => pareto(1.5, source), 1.25],
  ];

  it.each(errors)('covers the exponent: %s errors', (name, error, slack) => {
    for (const failure of [0.2, 0.05, 0.01]) {
      const runs = 20_000;
      const misses = countOf(`fittedExponent/${name}/${failure}`, runs, (source) => {
        const y = x.map((value) => value ** -0.5 * Math.exp(0.01 * error(source)));
        const { lower, upper } = fittedExponent(x, y, failure).interval;
        return -0.5 < lower || -0.5 > upper;
      });
      // With normal errors the level is exact: neither more often nor less.
      expectAtMost(misses, runs, slack * failure);
      expectAtLeast(misses, runs, failure / (slack === 1 ? 1 : 4));
    }
  });

  it.each([
    [[[1, 2], [1, 2], 0.1], 'fittedExponent: number of distinct x must be at least 3, got 2'],
    [[[1, 2, 2, 1], [1, 2, 3, 4], 0.1], 'fittedExponent: number of distinct x must be at least 3, got 2'],
    [[[1e15, 1e15 + 1, 1e15 + 2], [1, 2, 3], 0.1], 'fittedExponent: number of distinct x must be at least 3, got 1'],
    [[[1, 2, 3], [1, 2], 0.1], 'fittedExponent: y must be of length 3, got Array of length 2'],
    [[[], [], 0.1], 'fittedExponent: x must be a non-empty list of numbers, got Array of length 0'],
    [[[1, 2, 0], [1, 2, 3], 0.1], 'fittedExponent: x[2] must be a finite number above 0, got 0'],
    [[[1, 2, 3], [1, -2, 3], 0.1], 'fittedExponent: y[1] must be a finite number above 0, got -2'],
    [[[1, 2, 3], [1, 0, 3], 0.1], 'fittedExponent: y[1] must be a finite number above 0, got 0'],
    [[[1, 2, Infinity], [1, 2, 3], 0.1], 'fittedExponent: x[2] must be a finite number above 0, got Infinity'],
    [[[1, 2, NaN], [1, 2, 3], 0.1], 'fittedExponent: x[2] must be a number, got NaN'],
    [[[1, 2, 3], 3, 0.1], 'fittedExponent: y must be a non-empty list of numbers, got 3'],
    [[[1, 2, 3], [1, 2, 3], 0], 'fittedExponent: failureProbability must be a number in (0, 1), got 0'],
  ])('refuses %j', (call, message) => {
    const run = () => fittedExponent(...(call as Parameters<typeof fittedExponent>));
    expect(run).toThrow(DomainError);
    expect(run).toThrow(message);
  });
});
