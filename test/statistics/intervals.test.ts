import { describe, expect, it } from 'vitest';
import { chiSquareTest, clopperPearson, gTest, quantileLowerBound, Source } from '../../src/index.ts';
import { drawBinomial } from '../../src/math/binomial.ts';

/** P[Binomial(n, p) <= k], summed term by term. */
function binomialCdf(k: number, n: number, p: number): number {
  let mass = (1 - p) ** n;
  let sum = mass;
  for (let i = 1; i <= k; i++) {
    mass *= ((n - i + 1) / i) * (p / (1 - p));
    sum += mass;
  }
  return sum;
}

describe('clopperPearson', () => {
  it('gives the ends that R prints for binom.test(5, 100)', () => {
    const { lower, upper } = clopperPearson(5, 100, 0.05);
    expect(lower).toBeCloseTo(0.01643188, 8);
    expect(upper).toBeCloseTo(0.1128349, 7);
  });

  it.each([
    [3, 50, 0.01],
    [20, 50, 1e-6],
    [45, 50, 1e-9],
  ])('puts exactly its share of failure beyond each end: %i of %i at %f', (successes, trials, failure) => {
    const { lower, upper } = clopperPearson(successes, trials, failure);
    expect(binomialCdf(successes, trials, upper) / (failure / 2)).toBeCloseTo(1, 5);
    expect((1 - binomialCdf(successes - 1, trials, lower)) / (failure / 2)).toBeCloseTo(1, 4);
  });

  it('reaches 0 and 1 where nothing or everything succeeded', () => {
    expect(clopperPearson(0, 100, 0.05).lower).toBe(0);
    expect(clopperPearson(0, 100, 0.05).upper).toBeCloseTo(1 - 0.025 ** 0.01, 10);
    expect(clopperPearson(100, 100, 0.05).upper).toBe(1);
  });

  it('covers at its level', () => {
    const source = Source.named('calibration of clopperPearson');
    let misses = 0;
    const runs = 20_000;
    for (let i = 0; i < runs; i++) {
      const p = source.uniform();
      const { lower, upper } = clopperPearson(drawBinomial(30, p, source), 30, 0.1);
      if (p < lower || p > upper) misses++;
    }
    // It is conservative, so a rate above 0.1 would have probability at most exp(-2 * 20000 * 0.02^2) = 1.1e-7 at 0.12.
    expect(misses / runs).toBeLessThan(0.12);
    expect(misses).toBeGreaterThan(0);
  });

  it.each([
    [[-1, 10, 0.1], 'clopperPearson: successes must be an integer in [0, 10], got -1'],
    [[11, 10, 0.1], 'clopperPearson: successes must be an integer in [0, 10], got 11'],
    [[0, 0, 0.1], 'clopperPearson: trials must be an integer at least 1, got 0'],
    [[1, 10, 0], 'clopperPearson: failureProbability must be a number in (0, 1), got 0'],
    [[1, 10, NaN], 'clopperPearson: failureProbability must be a number in (0, 1), got NaN'],
  ] as const)('refuses %o', ([successes, trials, failure], message) => {
    expect(() => clopperPearson(successes, trials, failure)).toThrow(message);
  });
});

describe('chiSquareTest and gTest', () => {
  it('agree with values by hand and tables', () => {
    const pearson = chiSquareTest([10, 20, 30], [20, 20, 20]);
    expect(pearson).toMatchObject({ statistic: 10, degreesOfFreedom: 2 });
    expect(pearson.pValue).toBeCloseTo(Math.exp(-5), 12);
    const g = gTest([10, 20, 30], [20, 20, 20]);
    expect(g.statistic).toBeCloseTo(2 * (10 * Math.log(0.5) + 30 * Math.log(1.5)), 12);
    expect(g.pValue).toBeCloseTo(Math.exp(-g.statistic / 2), 12);
    // 95 % point of chi-square with one degree of freedom, from printed tables: 3.841459.
    const half = Math.sqrt(3.841459 * 50);
    expect(chiSquareTest([100 + half, 100 - half], [100, 100]).pValue).toBeCloseTo(0.05, 6);
  });

  it('pool cells with less than 5 expected, and refute what cannot happen', () => {
    expect(chiSquareTest([50, 47, 1, 2], [50, 47, 1, 2]).degreesOfFreedom).toBe(2);
    expect(gTest([50, 49, 1], [50, 50, 0]).pValue).toBe(0);
  });

  it.each([
    ['chi-square', chiSquareTest],
    ['G', gTest],
  ])('have uniform p-values under the law: %s', (_name, test) => {
    const source = Source.named('calibration of goodness of fit');
    const runs = 4000;
    const below = [0.01, 0.1, 0.5].map((level) => ({ level, count: 0 }));
    for (let i = 0; i < runs; i++) {
      const counts = [0, 0, 0, 0];
      for (let j = 0; j < 400; j++) counts[source.index(4)]!++;
      const { pValue } = test(counts, [100, 100, 100, 100]);
      for (const each of below) if (pValue < each.level) each.count++;
    }
    for (const { level, count } of below) {
      const { lower, upper } = clopperPearson(count, runs, 1e-7);
      expect(lower).toBeLessThan(1.2 * level);
      expect(upper).toBeGreaterThan(0.8 * level);
    }
  });

  it.each([
    [() => gTest([1, 2], [1]), 'gTest: expected must be of length 2'],
    [() => gTest([10, 20], [10, 10]), 'gTest: total of expected must be 30, the total of observed'],
    [() => gTest([-1, 31], [10, 20]), 'gTest: observed[0] must be at least 0, got -1'],
    [() => chiSquareTest([], []), 'chiSquareTest: observed must be a non-empty list of numbers'],
    [() => chiSquareTest([NaN, 1], [1, 1]), 'chiSquareTest: observed[0] must be a number, got NaN'],
    [() => chiSquareTest([3], [3]), 'chiSquareTest: cells with an expected count of 5 or more must be at least 2'],
  ])('refuse bad input', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('quantileLowerBound', () => {
  it('stays below the quantile at its level', () => {
    const source = Source.named('calibration of quantileLowerBound');
    let above = 0;
    const runs = 4000;
    for (let i = 0; i < runs; i++) {
      const samples = Float64Array.from({ length: 100 }, () => source.uniform());
      if (quantileLowerBound(samples, 0.9, 0.05, 0) > 0.9) above++;
    }
    expect(clopperPearson(above, runs, 1e-7).lower).toBeLessThan(0.05);
    expect(above).toBeGreaterThan(0);
  });

  it('gives the floor where there are too few observations', () => {
    expect(quantileLowerBound([1, 1, 1], 0.5, 1e-9, -7)).toBe(-7);
    expect(() => quantileLowerBound([], 0.5, 0.1, 0)).toThrow('quantileLowerBound: samples must be non-empty');
  });
});
