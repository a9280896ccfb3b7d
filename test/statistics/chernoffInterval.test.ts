import { describe, expect, it } from 'vitest';
import { bestOfSubset } from '../../src/laws/transforms/subsetLaws.ts';
import type { Source } from '../../src/math/random/source.ts';
import { chernoffInterval } from '../../src/statistics/chernoffInterval.ts';
import { clopperPearson } from '../../src/statistics/clopperPearson.ts';
import { binomialMasses } from '../support/binomialMasses.ts';
import { countOf, expectAtMost } from '../support/calibration.ts';

const MEANS = [0, 1e-300, 1e-9, 0.01, 0.3, 0.5, 0.73, 0.999, 1 - 1e-12, 1];
const TRIALS = [1, 2, 10, 300, 1e5, 1e9];
const FAILURES = [0.9, 0.05, 1e-6, 1e-100];

const width = ({ lower, upper }: { lower: number; upper: number }): number => upper - lower;

describe('the interval', () => {
  it('of no success ends at 1 - (failure / 2)^(1 / trials), and of success alone begins at (failure / 2)^(1 / trials)', () => {
    for (const trials of TRIALS) {
      for (const failure of FAILURES) {
        const logTail = Math.log(failure / 2) / trials;
        const none = chernoffInterval(0, trials, failure);
        expect(none.lower).toBe(0);
        expect(Math.abs(none.upper + Math.expm1(logTail))).toBeLessThanOrEqual(1e-13);
        const all = chernoffInterval(1, trials, failure);
        expect(all.upper).toBe(1);
        expect(Math.abs(all.lower - Math.exp(logTail))).toBeLessThanOrEqual(1e-13);
      }
    }
  });

  it('ends where trials kl(mean, end) = log(2 / failure)', () => {
    // kl(1/2, p) = -log(4 p (1 - p)) / 2, so p = (1 +- sqrt(1 - (failure / 2)^(2 / trials))) / 2.
    for (const trials of TRIALS) {
      for (const failure of FAILURES) {
        const half = Math.sqrt(-Math.expm1((2 * Math.log(failure / 2)) / trials)) / 2;
        const { lower, upper } = chernoffInterval(0.5, trials, failure);
        // kl is of second order near the mean: what rounding leaves of it, 1e-16, is half a millionth of the end.
        expect(Math.abs(upper - (0.5 + half))).toBeLessThanOrEqual(1e-13 + 1e-15 / half);
        expect(Math.abs(lower - (0.5 - half))).toBeLessThanOrEqual(1e-13 + 1e-15 / half);
      }
    }
  });

  it('contains the mean, lies in [0, 1], mirrors, and goes the right way in every argument', () => {
    for (const mean of MEANS) {
      for (const trials of TRIALS) {
        for (const failure of FAILURES) {
          const { lower, upper } = chernoffInterval(mean, trials, failure);
          expect(0 <= lower && lower <= mean && mean <= upper && upper <= 1).toBe(true);
          if (mean > 0 && mean < 1) expect(lower < mean && mean < upper).toBe(true);
          const more = chernoffInterval(mean, 2 * trials, failure);
          const surer = chernoffInterval(mean, trials, failure / 10);
          expect(more.lower >= lower && more.upper <= upper).toBe(true);
          expect(surer.lower <= lower && surer.upper >= upper).toBe(true);
        }
      }
    }
    for (const trials of [1, 10, 300]) {
      for (let k = 0; k < 100; k++) {
        const mean = k / 100;
        const [at, next] = [chernoffInterval(mean, trials, 0.01), chernoffInterval((k + 1) / 100, trials, 0.01)];
        expect(next.lower >= at.lower && next.upper >= at.upper).toBe(true);
        const mirrored = chernoffInterval(1 - mean, trials, 0.01);
        expect(mirrored.lower).toBeCloseTo(1 - at.upper, 12);
      }
    }
  });

  it('is not absurdly wide: within a factor 1.6 of the exact interval of a binomial', () => {
    for (const trials of [20, 100, 1000, 10_000]) {
      for (const successes of [0, 1, trials / 10, trials / 2, trials - 1]) {
        const ours = chernoffInterval(successes / trials, trials, 1e-3);
        const exact = clopperPearson(successes, trials, 1e-3);
        expect(width(ours)).toBeLessThan(1.6 * width(exact));
        // Chernoff's bound is never below the tail.
        expect(ours.lower).toBeLessThanOrEqual(exact.lower + 1e-9);
        expect(ours.upper).toBeGreaterThanOrEqual(exact.upper - 1e-9);
      }
    }
  });

  it('misses the mean of a binomial on neither side more than half as often as it says, exactly', () => {
    for (const trials of [1, 3, 20, 200]) {
      for (const failure of [0.5, 0.05, 1e-4]) {
        const intervals = Array.from({ length: trials + 1 }, (_, k) => chernoffInterval(k / trials, trials, failure));
        for (const p of [1e-6, 0.001, 0.01, 0.07, 0.3, 0.5, 0.8, 0.97, 0.9999]) {
          const { first, masses } = binomialMasses(trials, p);
          let [above, below] = [0, 0];
          masses.forEach((mass, i) => {
            const { lower, upper } = intervals[first + i]!;
            if (p < lower) above += mass;
            if (p > upper) below += mass;
          });
          expect(above).toBeLessThanOrEqual(failure / 2);
          expect(below).toBeLessThanOrEqual(failure / 2);
        }
      }
    }
  });
});

describe('an interval at failure 0.1, in 2,000 runs', () => {
  const runs = 2000;
  const failure = 0.1;
  const misses = (name: string, truth: number, trials: number, draw: (source: Source) => number): number => {
    const count = countOf(`chernoff/${name}`, runs, (source) => {
      const { lower, upper } = chernoffInterval(draw(source), trials, failure);
      return truth < lower || truth > upper;
    });
    expectAtMost(count, runs, failure);
    return count;
  };

  it('holds for coins of different sides', () => {
    const sides = Array.from({ length: 60 }, (_, i) => [0.02, 0.5, 0.9][i % 3]!);
    const truth = sides.reduce((a, b) => a + b, 0) / sides.length;
    misses('coins', truth, sides.length, (source) => {
      return sides.filter((side) => source.uniform() < side).length / sides.length;
    });
  });

  it('holds for values of heavy skew: 1 once in 200 times, else between 0 and 0.01', () => {
    const truth = 0.005 + 0.995 * 0.005;
    misses('skew', truth, 80, (source) => {
      let sum = 0;
      for (let i = 0; i < 80; i++) sum += source.uniform() < 0.005 ? 1 : 0.01 * source.uniform();
      return sum / 80;
    });
  });

  it('holds for best-of-N averaged over all subsets of pools, with the disjoint groups for trials', () => {
    // Ranks are uniform, and a response is right where its rank is in a set of its prompt: all is known.
    const [prompts, S, N] = [8, 20, 3];
    // P[the best of 3 has rank below t] = t^3.
    const rights = Array.from({ length: prompts }, (_, i) => [0.5 + i / 20, 0.95] as const);
    const truth = rights.reduce((sum, [from, to]) => sum + to ** 3 - from ** 3, 0) / prompts;
    const count = misses('pools', truth, prompts * Math.floor(S / N), (source) => {
      let sum = 0;
      for (const [from, to] of rights) {
        const ranks = Array.from({ length: S }, () => source.uniform());
        bestOfSubset(ranks, N).forEach((share, j) => (sum += ranks[j]! > from && ranks[j]! < to ? share : 0));
      }
      return sum / prompts;
    });
    // All subsets say more than the disjoint groups: it is on the safe side.
    expect(count).toBeLessThan(runs * failure);
  });
});
