import { expect, it } from 'vitest';
import { finiteClassBoundInExpectation } from '../../../src/theory/bounds/sft/finiteClassBound.ts';
import { bestSplit } from '../../../src/theory/sandwich/bestSplit.ts';

const logClassSize = 4 * Math.log(16);

it('is the best of all splits, and of all tau', () => {
  for (const delta of [0.5, 0.1]) {
    for (const coverage of [1, 4.5, 100]) {
      const m = 1_000_000;
      const { risk } = bestSplit({ m, logClassSize, delta, coverage });
      let best = Infinity;
      for (let N = 1; N <= m; N = Math.ceil(N * 1.02)) {
        for (let tau = 1e-6; tau < delta; tau *= 1.1) {
          const plan = { logClassSize, delta, tau, n: Math.floor(m / N), coverage, N };
          best = Math.min(best, finiteClassBoundInExpectation.evaluate(plan));
        }
      }
      expect(risk.lower).toBe(risk.upper);
      expect(risk.upper).toBeLessThan(best * 1.001);
    }
  }
});

it('answers at the ends of its domain', () => {
  for (const delta of [1e-100, 1e-30, 1 - 2 ** -53]) {
    for (const size of [0, 1e150]) {
      for (const coverage of [1, 1e150, { lower: 1, upper: 1e150 }]) {
        for (const m of [1, Number.MAX_SAFE_INTEGER]) {
          const { n, N, tau, risk } = bestSplit({ m, logClassSize: size, delta, coverage });
          expect(Number.isInteger(n) && Number.isInteger(N) && n >= 1 && N >= 1 && n * N <= m).toBe(true);
          expect(tau > 0 && tau < delta && risk.lower > 0 && risk.upper < Infinity).toBe(true);
        }
      }
    }
  }
});

it('without knowledge of C_cov is at most so many times worse, at either end alike', () => {
  const m = 1e9;
  for (const ratio of [1, 16, 1e4]) {
    const [lower, upper] = [2, 2 * ratio];
    const { risk, regret } = bestSplit({ m, logClassSize, coverage: { lower, upper } });
    const known = [lower, upper].map((coverage) => bestSplit({ m, logClassSize, coverage }).risk.upper);
    expect(regret).toBeCloseTo((ratio ** 0.25 + ratio ** -0.25) / 2, 12);
    expect(risk.lower / known[0]! / regret).toBeCloseTo(1, 2);
    expect(risk.upper / known[1]! / regret).toBeCloseTo(1, 2);
  }
});

it('has the product log(1/tau)/g that the derivation names, and refuses what is out of its domain', () => {
  expect(bestSplit({ m: 1000, logClassSize, coverage: 2 }).tau).toBeCloseTo(0.032, 3);
  const of = (coverage: number | { lower: number; upper: number }) => () =>
    bestSplit({ m: 10, logClassSize, coverage });
  expect(of(0.5)).toThrow('bestSplit: coverage must be a finite number at least 1, got 0.5');
  expect(of({ lower: 3, upper: 2 })).toThrow('bestSplit: coverage.lower must be at most coverage.upper = 2, got 3');
  expect(of(undefined as never)).toThrow('bestSplit: coverage');
  for (const delta of [0, 1e-300, 1]) {
    expect(() => bestSplit({ m: 1000, logClassSize, coverage: 2, delta })).toThrow(
      `bestSplit: delta must be a number in [1e-100, 1), got ${delta}`,
    );
  }
  expect(of(1e308)).toThrow('bestSplit: coverage must be at most 1e150, got 1e+308');
  expect(of({ lower: 1, upper: 1e200 })).toThrow('bestSplit: coverage.upper must be at most 1e150, got 1e+200');
  expect(() => bestSplit({ m: 10, logClassSize: 1e200, coverage: 1 })).toThrow(
    'bestSplit: logClassSize must be at most 1e150, got 1e+200',
  );
  expect(() => bestSplit({ m: 0, logClassSize, coverage: 1 })).toThrow(
    'bestSplit: m must be an integer at least 1, got 0',
  );
});
