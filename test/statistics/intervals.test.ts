import { describe, expect, it } from 'vitest';
import { chiSquareTest, clopperPearson, FiniteLaw, gTest, quantileLowerBound } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { binomialMasses } from '../support/binomialMasses.ts';
import { CALIBRATION_FAILURE, countOf, expectAtLeast, expectAtMost } from '../support/calibration.ts';
import { pareto } from '../support/variates.ts';

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

  it.each([1, 2, 10, 30, 1000])('covers every probability at its level, exactly: %i trials', (trials) => {
    for (const failure of [0.3, 0.01, 1e-6]) {
      const intervals = Array.from({ length: trials + 1 }, (_, k) => clopperPearson(k, trials, failure));
      let worst = 0;
      for (const p of [1e-9, 1e-4, 0.003, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5].flatMap((p) => [p, 1 - p])) {
        const { first, masses } = binomialMasses(trials, p);
        let missed = 0;
        masses.forEach((mass, i) => {
          const { lower, upper } = intervals[first + i]!;
          if (p < lower || p > upper) missed += mass;
        });
        expect(missed).toBeLessThanOrEqual(failure);
        worst = Math.max(worst, missed);
      }
      // Not wider than it must be: with so many trials some probability is missed nearly as often as may be.
      if (trials === 1000) expect(worst).toBeGreaterThan(failure / 4);
    }
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
    // Two cells that are off by h have the statistic h^2 (1 / (100 + h) + 1 / (100 - h)).
    const h = Math.sqrt((3.841459 * 100 ** 2) / (200 + 3.841459));
    expect(chiSquareTest([100, 100], [100 + h, 100 - h]).pValue).toBeCloseTo(0.05, 6);
  });

  it('join cells with less than 5 expected, and the joined one with the next if that is still too small', () => {
    expect(chiSquareTest([50, 44, 4, 2], [50, 44, 4, 2]).degreesOfFreedom).toBe(2);
    const joined = chiSquareTest([50, 47, 1, 2], [48, 47.5, 2, 2.5]);
    const byHand = chiSquareTest([50, 50], [48, 52]);
    expect(joined).toEqual(byHand);
    // 0.01 * 500 is 5, whatever the rounding of the masses.
    const uniform = FiniteLaw.fromLogWeights(new Float64Array(100)).masses();
    const expected = uniform.map((mass) => 500 * mass);
    expect(chiSquareTest(new Float64Array(100).fill(5), expected).degreesOfFreedom).toBe(99);
  });

  it('refute what cannot happen, also among rare cells', () => {
    expect(gTest([50, 49, 1], [50, 50, 0]).pValue).toBe(0);
    expect(chiSquareTest([50, 46, 3, 1], [50, 46, 4, 0]).pValue).toBe(0);
    expect(chiSquareTest([50, 50, 0], [50, 50, 0])).toMatchObject({ degreesOfFreedom: 1, pValue: 1 });
  });

  const zipf = (size: number, exponent: number) => Array.from({ length: size }, (_, i) => (i + 1) ** -exponent);
  /** Laws by weights, how many draws, and whether all cells expect 20 counts or more. */
  const laws: [string, ArrayLike<number>, number, boolean][] = [
    ['four equal cells', [1, 1, 1, 1], 400, true],
    ['ten equal cells', new Float64Array(10).fill(1), 200, true],
    ['a hundred equal cells that expect 5', new Float64Array(100).fill(1), 500, false],
    ['skewed: halves', Array.from({ length: 40 }, (_, i) => 2 ** -i), 300, false],
    ['heavy-tailed: Zipf 1', zipf(50, 1), 200, false],
    ['heavy-tailed: Zipf 1.5', zipf(1000, 1.5), 1000, false],
    ['a cell that expects 0.03', [0.5, 0.4999, 0.0001], 300, true],
  ];
  const runs = 50_000;
  const levels = [0.1, 0.05, 0.01];

  /** How often each test gives a p-value at or below each level. */
  function rejections(name: string, weights: ArrayLike<number>, n: number): Record<'pearson' | 'g', number[]> {
    const law = FiniteLaw.fromLogWeights(Float64Array.from(weights, Math.log));
    const expected = law.masses().map((mass) => n * mass);
    const counts = { pearson: levels.map(() => 0), g: levels.map(() => 0) };
    countOf(`goodness of fit/${name}`, runs, (source) => {
      const observed = new Int32Array(law.size);
      law.sampler.addCounts(n, source, observed);
      const [pearson, g] = [chiSquareTest(observed, expected).pValue, gTest(observed, expected).pValue];
      levels.forEach((level, i) => {
        if (pearson <= level) counts.pearson[i]!++;
        if (g <= level) counts.g[i]!++;
      });
      return true;
    });
    return counts;
  }

  it.each(laws)('reject a true law about as often as they say: %s', (name, weights, n, large) => {
    const { pearson, g } = rejections(name, weights, n);
    levels.forEach((level, i) => {
      expectAtMost(pearson[i]!, runs, 1.5 * level);
      expectAtLeast(pearson[i]!, runs, level / 1.5);
      if (large) expectAtMost(g[i]!, runs, 1.5 * level);
      expectAtLeast(g[i]!, runs, level / 1.5);
    });
  });

  it('shows where the likelihood-ratio test rejects too often, as its docstring says', () => {
    const { g } = rejections('a hundred equal cells that expect 5', new Float64Array(100).fill(1), 500);
    expect(clopperPearson(g[2]!, runs, 2 * CALIBRATION_FAILURE).lower).toBeGreaterThan(0.02);
  });

  it.each([
    [() => gTest([1, 2], [1]), 'gTest: expected must be of length 2'],
    [() => gTest([10, 20], [10, 10]), 'gTest: total of expected must be 30, the total of observed'],
    [() => gTest([-1, 31], [10, 20]), 'gTest: observed[0] must be an integer at least 0, got -1'],
    [() => chiSquareTest([], []), 'chiSquareTest: observed must be a non-empty list of numbers'],
    [() => chiSquareTest([NaN, 1], [1, 1]), 'chiSquareTest: observed[0] must be a number, got NaN'],
    [() => chiSquareTest([3], [3]), 'chiSquareTest: cells with an expected count of 5 or more must be at least 2'],
  ])('refuse bad input', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('quantileLowerBound', () => {
  /** Laws with their quantiles: the largest v that is met or exceeded with probability at least 1 - level. */
  const laws: [string, (source: Source) => number, (level: number) => number][] = [
    ['uniform', (source) => source.uniform(), (level) => level],
    ['skewed: exponential', (source) => -Math.log1p(-source.uniform()), (level) => -Math.log1p(-level)],
    ['heavy-tailed: Pareto with no mean', (source) => pareto(0.5, source), (level) => (1 - level) ** -2],
    // P[Z >= k] = 2^-k.
    [
      'with ties: geometric',
      (source) => Math.floor(-Math.log2(1 - source.uniform())),
      (level) => Math.floor(-Math.log2(1 - level)),
    ],
  ];

  it.each(laws)('stays below the quantile at its level, and not far below: %s', (name, draw, quantile) => {
    const runs = 4000;
    for (const [level, failure] of [
      [0.9, 0.05],
      [0.5, 0.2],
    ] as const) {
      let farBelow = 0;
      const above = countOf(`quantileLowerBound/${name}/${level}`, runs, (source) => {
        const samples = Float64Array.from({ length: 400 }, () => draw(source));
        const bound = quantileLowerBound(samples, level, failure, -1);
        // Five deviations of the empirical frequency, sqrt(level (1 - level) / 400).
        if (bound < quantile(level - 5 * Math.sqrt((level * (1 - level)) / 400))) farBelow++;
        return bound > quantile(level);
      });
      expectAtMost(above, runs, failure);
      expectAtMost(farBelow, runs, 0.01);
    }
  });

  it('gives the floor where there are too few observations', () => {
    expect(quantileLowerBound([1, 1, 1], 0.5, 1e-9, -7)).toBe(-7);
    expect(() => quantileLowerBound([], 0.5, 0.1, 0)).toThrow('quantileLowerBound: samples must be a non-empty list');
  });
});
