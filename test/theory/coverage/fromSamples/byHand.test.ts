import { describe, expect, it } from 'vitest';
import {
  clopperPearson,
  clopperPearsonUpper,
  coverageProfileFromSamples,
  drawsForCoverageFromSamples,
  modeCoverageFromSamples,
  modeSuccessFromSamples,
  peakCoverageFromSamples,
  peakProfileFromSamples,
} from '../../../../src/index.ts';
import { inversePeakMean } from '../../../../src/theory/bounds/index.ts';
import { chernoffInterval } from '../../../../src/statistics/chernoffInterval.ts';
import { logs, near } from './pools.ts';

describe('coefficients, by hand', () => {
  it('Cbar_cov of one prompt: at one value the lower bound of the mean is Markov’s', () => {
    const [N, rho] = [100, 0.9];
    const pool = Float64Array.from({ length: N }, () => Math.log(1e-3));
    const { sampled, population } = peakCoverageFromSamples([pool], rho);
    near(sampled.lower, 1 / (1 - rho ** (1 / N)));
    near(sampled.upper, 1000);
    const cutoff = 1 - 0.05 ** (1 / N);
    const bias = inversePeakMean.evaluate({ N, cutoff, peak: 1 });
    expect(population.lower).toBeCloseTo((1 + rho * (1 / cutoff - 1)) / bias, 9);
    expect(population.upper).toBe(Infinity);
  });

  it('C_cov of one prompt (coverage-mode-mean): (N + 1) / (T + 1), and u(T)', () => {
    const rho = 0.5;
    const pool = [...logs(0.02, 0.02, 0.015), ...Array<number>(47).fill(Math.log(0.001))];
    for (const [gamma, T] of [
      [0, 2],
      [0.5, 3],
    ] as const) {
      const { sampled, population } = modeCoverageFromSamples([pool], rho, { gamma });
      near(sampled.lower, 1 / clopperPearsonUpper(T, 50, rho));
      near(sampled.upper, 50);
      expect(population.lower).toBeCloseTo(1 + rho * (51 / (T + 1) - 1), 9);
    }
  });

  it('of n prompts: rho/n for each', () => {
    const pools = [logs(0.2, 0.1), logs(0.05, 0.05)];
    near(peakCoverageFromSamples(pools, 0.1).sampled.lower, 1 / (1 - 0.05 ** 0.5));
    near(modeCoverageFromSamples(pools, 0.1).sampled.lower, (1 / Math.sqrt(0.95) + 1) / 2);
  });

  it('upper ends beyond the doubles are infinite, lower ends are not', () => {
    const pools = [[-5000], [-1]];
    for (const { sampled, population } of [peakCoverageFromSamples(pools, 0.1), modeCoverageFromSamples(pools, 0.1)]) {
      expect(sampled.upper).toBe(Infinity);
      expect(sampled.lower).toBeLessThan(2);
      expect(population.lower).toBeGreaterThanOrEqual(1);
    }
  });

  it('profiles (coverage-profile-seen): shares of prompts by the ends of Clopper and Pearson, less what the draws miss', () => {
    const light = logs(0.01, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01);
    const pools = [
      ...Array<number[]>(30).fill(light),
      ...Array<number[]>(10).fill(logs(...Array<number>(10).fill(0.4))),
    ];
    const { lower, upper } = clopperPearson(30, 40, 0.05);
    const [peak] = peakProfileFromSamples(pools, [4, 2], 0.1);
    const q = 0.75 ** 10;
    near(peak!.lower, (lower - q) / (1 - q));
    near(peak!.upper, upper);
  });

  it('the profile of y*: prompts at which few draws are near the best', () => {
    const light = Array.from({ length: 20 }, (_, j) => Math.log(0.01 * (1 - j / 100)));
    const heavy = logs(...Array<number>(20).fill(0.4));
    // The best drawn twice is too often for c = 1.
    const twice = [light[0]!, ...light.slice(0, -1)];
    const pools = [
      ...Array<number[]>(30).fill(light),
      ...Array<number[]>(5).fill(heavy),
      ...Array<number[]>(5).fill(twice),
    ];
    // P[Binomial(20, 1/4) <= 1] is below 0.05, and P[... <= 2] above: c = 1.
    const q = 0.75 ** 20 + 20 * 0.25 * 0.75 ** 19;
    expect(q).toBeLessThan(0.05);
    expect(q + 190 * 0.25 ** 2 * 0.75 ** 18).toBeGreaterThan(0.05);
    const [mass] = coverageProfileFromSamples(pools, [4, 2], 0.1);
    near(mass!.lower, (clopperPearson(30, 40, 0.05).lower - q) / (1 - q));
    near(mass!.upper, clopperPearson(35, 40, 0.05).upper);
    // With gamma all of the light draws are near one another: none of the prompts is seen to be light.
    expect(coverageProfileFromSamples(pools, [4, 2], 0.1, { gamma: 0.5 })[0]!.lower).toBe(0);
  });

  it('the draws that the profile asks for, where all prompts are alike', () => {
    const pools = Array<number[]>(60).fill(logs(0.02, 0.01, 0.015));
    const { lower, upper } = drawsForCoverageFromSamples(pools, { tau: 0.1, eps: 0.2 }, 0.1);
    expect(upper).toBe(Math.ceil(Math.log(10) / 0.02));
    expect(lower).toBe(Math.ceil(Math.log(10) / clopperPearsonUpper(1, 3, 0.2 / 4)));
  });

  it('the draws that the profile asks for, by order statistics', () => {
    // The best of prompt i is 0.05 + 0.008 i, drawn once of 100 times: its u(1) at 0.05 is below 0.05.
    expect(clopperPearsonUpper(1, 100, 0.05)).toBeLessThan(0.05);
    const best = Array.from({ length: 60 }, (_, i) => 0.05 + 0.008 * i);
    const pools = best.map((mass) => [Math.log(mass), ...Array.from({ length: 99 }, (_, j) => -10 - j)]);
    const [eps, rho, needed] = [0.2, 0.1, Math.log(10)];
    const { lower, upper } = drawsForCoverageFromSamples(pools, { tau: 0.1, eps }, rho);
    const binomial = (k: number, p: number): number => {
      let mass = (1 - p) ** 60;
      let sum = 0;
      for (let i = 0; i <= k; i++) {
        sum += mass;
        mass *= ((60 - i) / (i + 1)) * (p / (1 - p));
      }
      return sum;
    };
    // At most k prompts are among the lightest share eps with probability rho/2 or less: the next one is not below it.
    const few = best.findLastIndex((_, k) => k === 0 || binomial(k - 1, eps) <= rho / 2) - 1;
    expect(upper).toBe(Math.ceil(needed / best[few]!));
    const many = best.findIndex((_, k) => 1 - binomial(k, eps + (1 - eps) * (eps / 4)) <= rho / 2);
    expect(lower).toBe(Math.ceil(needed / best[many]!));
  });

  it('hits of y*: subsets without a draw near the best', () => {
    const pools = Array<number[]>(50).fill(logs(0.2, 0.2, 0.1, 0.1, 0.1));
    const { sampled, population } = modeSuccessFromSamples(pools, 2, 0.1);
    near(sampled.lower, 1 - 0.8 ** 2);
    // Two of five hold none of two with probability 3/10.
    near(sampled.upper, chernoffInterval(0.7, 100, 0.1).upper);
    near(population.upper, chernoffInterval(0.7, 50, 0.1).upper);
    near(population.lower, chernoffInterval(1 - 0.8 ** 2, 50, 0.1).lower);
    // Of one prompt u(T) says more.
    const one = [logs(0.02, ...Array.from({ length: 39 }, (_, j) => 0.01 / (j + 1)))];
    const byMass = 1 - (1 - clopperPearsonUpper(1, 40, 0.05)) ** 5;
    expect(byMass).toBeLessThan(chernoffInterval(5 / 40, 8, 0.1).upper);
    near(modeSuccessFromSamples(one, 5, 0.1).sampled.upper, byMass);
    // Of several prompts each takes its part of the half of rho: with two of them 0.1 / 4.
    const rare = Float64Array.from({ length: 1000 }, (_, i) => Math.log(i === 0 ? 2e-6 : 1e-6));
    const u = clopperPearsonUpper(1, 1000, 0.1 / 4);
    near(modeSuccessFromSamples([rare, rare], 500, 0.1).sampled.upper, 1 - (1 - u) ** 500);
    // Six draws by way of three, in one group: three of five hold none with probability 1/10.
    near(modeSuccessFromSamples(pools, 6, 0.1).population.upper, 1 - (1 - chernoffInterval(0.9, 50, 0.1).upper) ** 2);
  });
});
