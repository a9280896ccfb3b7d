import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSeenLaw } from '../../src/claims/cases/bestSeenLaw.ts';
import {
  bestOfNLaw,
  bestOfNSuccessFromSamples,
  clopperPearson,
  clopperPearsonUpper,
  coverageProfile,
  coverageProfileFromSamples,
  dirichletLaw,
  drawsForCoverage,
  drawsForCoverageFromSamples,
  expectation,
  FiniteLaw,
  geometricLaw,
  lawPolicy,
  massOf,
  modeCertificate,
  modeCoverage,
  modeCoverageFromSamples,
  modeMassFromSamples,
  modes,
  modeSuccessFromSamples,
  peakCoverage,
  peakCoverageFromSamples,
  peakFromSamples,
  peakProfileFromSamples,
  permutedLaw,
  plan,
  poolsOf,
  run,
  Source,
  TabularPolicy,
  ExplicitWorld,
  tiedLaw,
  zipfLaw,
} from '../../src/index.ts';
import type { Explicit, Interval, LawWorld } from '../../src/index.ts';
import { finiteLaws, partialLaws } from '../../src/testing/index.ts';
import { certificateDraws, inversePeakMean, peakFromSamplesEnd } from '../../src/theory/bounds/index.ts';
import { chernoffInterval } from '../../src/statistics/chernoffInterval.ts';
import { countOf, expectAtLeast, expectAtMost } from '../support/calibration.ts';

const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.abs(b));
/** Whether a value lies in an interval; what is equal but for rounding does. */
const holds = ({ lower, upper }: Interval, value: number): boolean =>
  lower <= value * (1 + 1e-12) && value <= upper * (1 + 1e-12);
const logs = (...masses: number[]): number[] => masses.map(Math.log);
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

/** Laws of the arbitraries of the library: ties, impossible outcomes, masses down to 1e-300. */
const drawnLaws = fc.sample(finiteLaws({ maxOutcomes: 8 }), { numRuns: 400, seed: 7 });

/** Every kind of law that the intervals are calibrated on. */
const KINDS: Readonly<Record<string, (source: Source) => FiniteLaw>> = {
  'Dirichlet 0.1': (source) => dirichletLaw({ outcomes: 2 + source.index(40), concentration: 0.1 }, source),
  'Dirichlet 1': (source) => dirichletLaw({ outcomes: 2 + source.index(40), concentration: 1 }, source),
  'heavy tail': (source) => permutedLaw(zipfLaw({ outcomes: 300, exponent: 0.5 + 1.5 * source.uniform() }), source),
  geometric: (source) => permutedLaw(geometricLaw({ outcomes: 30, ratio: 0.3 + 0.7 * source.uniform() }), source),
  ties: (source) => tiedLaw({ outcomes: 4 + source.index(30), groups: 1 + source.index(4), factors: 5 }, source),
  'ties, impossible outcomes, tiny masses': (source) => drawnLaws[source.index(drawnLaws.length)]!,
};

const drawPool = (law: FiniteLaw, N: number, source: Source): Float64Array =>
  Float64Array.from({ length: N }, () => law.logMasses[law.draw(source)]!);
const peakOf = (law: FiniteLaw): number => law.masses().reduce((a, b) => Math.max(a, b));

describe('one prompt, by hand', () => {
  it('P*: best and 1 - rho^(1/N)', () => {
    const { lower, upper } = peakFromSamples(logs(0.01, 0.02, 0.005), 0.1);
    near(lower, 0.02);
    near(upper, 1 - 0.1 ** (1 / 3));
    expect(peakFromSamples(logs(0.3, 0.02), 0.1)).toEqual({ lower: Math.exp(Math.log(0.3)), upper: 1 - 0.1 ** 0.5 });
    // What is left beside the best.
    near(peakFromSamples(logs(0.3), 0.1).upper, 0.7);
    const sure = peakFromSamples(logs(0.6), 1e-9);
    expect(sure.lower).toBe(sure.upper);
    // Where the best is lighter, the end is the formula.
    for (const N of [1, 10, 1e3]) {
      near(peakFromSamples({ logBest: -40, draws: N }, 0.05).upper, peakFromSamplesEnd.evaluate({ rho: 0.05, N }));
    }
  });

  it('P* of tiny masses and huge numbers of draws', () => {
    const { lower, upper } = peakFromSamples({ logBest: Math.log(1e-300), draws: 1e9 }, 1e-6);
    near(lower, Math.exp(Math.log(1e-300)));
    // 1 - exp(-z) = z - z^2 / 2.
    const z = -Math.log(1e-6) / 1e9;
    near(upper, z - z ** 2 / 2);
    expect(peakFromSamples({ logBest: -5000, draws: 3 }, 0.5).lower).toBe(0);
  });

  it('the certificate: (1 - best)^N against rho, and draws to come', () => {
    const pool = logs(0.2, 0.1, 0.2);
    const open = modeCertificate(pool, 0.05);
    expect(open.certified).toBe(false);
    near(open.failure, 0.8 ** 3);
    // log 0.05 / log 0.8 = 13.43.
    expect(open.moreDraws).toBe(14 - 3);
    expect(modeCertificate({ logBest: Math.log(0.2), draws: 13 }, 0.05)).toMatchObject({
      certified: false,
      moreDraws: 1,
    });
    expect(modeCertificate({ logBest: Math.log(0.2), draws: 14 }, 0.05)).toMatchObject({
      certified: true,
      moreDraws: 0,
    });
    expect(Math.ceil(certificateDraws.evaluate({ rho: 0.05, best: 0.2 }))).toBe(14);
    // The rule of Lemma I.1, N best >= log(1/rho), asks for one more: 14.98.
    expect(modeCertificate(logs(0.5), 1e-300)).toEqual({ certified: true, failure: 0, moreDraws: 0 });
    expect(modeCertificate({ logBest: -5000, draws: 1 }, 0.5)).toEqual({
      certified: false,
      failure: 1,
      moreDraws: Infinity,
    });
  });

  it('the mass of y* (coverage-mode-mass): draws at the best level, ties by the tolerance of the library', () => {
    const tie = Math.log(0.1);
    const pool = [tie, tie * (1 + 1e-14), Math.log(0.05), Math.log(0.08), Math.log(0.01)];
    const { lower, upper } = modeMassFromSamples(pool, 0.05);
    near(lower, 0.1);
    // P[Binomial(5, u) <= 2] = rho.
    const tail = (u: number, T: number): number =>
      [1, 5, 10, 10, 5, 1].slice(0, T + 1).reduce((sum, ways, k) => sum + ways * u ** k * (1 - u) ** (5 - k), 0);
    expect(tail(upper, 2)).toBeCloseTo(0.05, 12);
    expect(tail(modeMassFromSamples(pool, 0.05, { gamma: 0.2 }).upper, 3)).toBeCloseTo(0.05, 12);
    expect(tail(modeMassFromSamples(pool, 0.05, { gamma: 0.51 }).upper, 4)).toBeCloseTo(0.05, 12);
    expect(modeMassFromSamples(pool, 0.05, { gamma: 0.95 }).upper).toBe(1);
    // More than half of the failure probability is a level as well.
    expect(modeMassFromSamples(logs(0.3, 0.1), 0.9).upper).toBeCloseTo(Math.sqrt(0.1), 12);
  });

  it('shows that the interval of P* is none for the mass of y*: two equal modes are covered never', () => {
    const law = FiniteLaw.fromMasses([0.5, 0.5]);
    const missed = countOf(
      'two equal modes',
      1000,
      (source) => !holds(peakFromSamples(drawPool(law, 10, source), 0.05), 1),
    );
    expect(missed).toBe(1000);
    // Also where its upper end is left as it is printed, without the rest beside the best.
    const simple = { lower: 0.5, upper: Math.max(0.5, 1 - 0.05 ** (1 / 10)) };
    expect(holds(simple, 1)).toBe(false);
    expect(holds(modeMassFromSamples(drawPool(law, 10, Source.named('two equal modes')), 0.05), 1)).toBe(true);
  });
});

describe('the law of what is seen of a mode', () => {
  it('is that of all pools, enumerated', () => {
    for (const masses of [
      [0.4, 0.3, 0.2, 0.1],
      [0.3, 0.3, 0.25, 0.15],
      [0.25, 0.25, 0.25, 0.25],
    ]) {
      for (const gamma of [0, 0.3, 0.6]) {
        const N = 5;
        const law = FiniteLaw.fromMasses(masses);
        const expected = new Map<string, number>();
        for (let code = 0; code < 4 ** N; code++) {
          const pool = Array.from({ length: N }, (_, j) => Math.floor(code / 4 ** j) % 4);
          const best = pool.reduce((a, y) => Math.max(a, masses[y]!), 0);
          const count = pool.filter((y) => masses[y]! >= (1 - gamma) * best - 1e-12).length;
          const key = `${best} ${count}`;
          expected.set(key, (expected.get(key) ?? 0) + pool.reduce((product, y) => product * masses[y]!, 1));
        }
        let total = 0;
        for (const { logBest, near: count, probability } of bestSeenLaw(law, N, { gamma })) {
          const key = `${Number(Math.exp(logBest).toPrecision(6))} ${count}`;
          expect(probability).toBeCloseTo(expected.get(key) ?? 0, 12);
          total += probability;
        }
        expect(total).toBeCloseTo(1, 12);
      }
    }
  });
});

describe('one prompt, over 10,800 random policies', () => {
  const rho = 0.1;
  const runs = 1800;

  it.each(Object.entries(KINDS))('misses no more often than it says: %s', (kind, lawOf) => {
    const misses = { peak: 0, peakAtAnyTime: 0, certificate: 0, mass: 0, nearMass: 0 };
    countOf(`one prompt/${kind}`, runs, (source) => {
      const law = lawOf(source);
      const peak = peakOf(law);
      const N = [1, 2, 5, 20, 60][source.index(5)]!;
      const pool = drawPool(law, N, source);
      if (!holds(peakFromSamples(pool, rho), peak)) misses.peak++;
      if (!holds(modeMassFromSamples(pool, rho), massOf(law, modes(law)))) misses.mass++;
      const gamma = 0.3;
      if (!holds(modeMassFromSamples(pool, rho, { gamma }), massOf(law, modes(law, gamma)))) misses.nearMass++;
      // On and on: the interval at every number of draws, and the first certificate that there is.
      let logBest = -Infinity;
      let [missed, certified] = [false, false];
      for (let draws = 1; draws <= 100; draws++) {
        logBest = Math.max(logBest, law.logMasses[law.draw(source)]!);
        missed ||= !holds(peakFromSamples({ logBest, draws }, rho), peak);
        if (certified || !modeCertificate({ logBest, draws }, rho).certified) continue;
        certified = true;
        if (Math.exp(logBest) * (1 + 1e-11) < peak) misses.certificate++;
      }
      if (missed) misses.peakAtAnyTime++;
      return false;
    });
    for (const count of Object.values(misses)) expectAtMost(count, runs, rho);
  });

  it('misses nearly as often as it says where P* is just too heavy, or ties are', () => {
    const N = 20;
    const dust = (mass: number, ties: number): FiniteLaw =>
      FiniteLaw.fromMasses([
        ...Array<number>(ties).fill(mass / ties),
        ...Array.from({ length: 500 }, (_, i) => ((1 - mass) * (1 + (i - 249.5) / 1e4)) / 500),
      ]);
    const peakLaw = dust((1 - rho ** (1 / N)) * 1.0001, 1);
    const peakMisses = countOf('extremal peak', 5000, (source) => {
      return !holds(peakFromSamples(drawPool(peakLaw, N, source), rho), peakOf(peakLaw));
    });
    expectAtMost(peakMisses, 5000, rho);
    expectAtLeast(peakMisses, 5000, 0.99 * rho);
    const massLaw = dust(clopperPearson(2, N, 2 * rho).upper * 1.0001, 2);
    const massMisses = countOf('extremal mass', 5000, (source) => {
      return !holds(modeMassFromSamples(drawPool(massLaw, N, source), rho), massOf(massLaw, modes(massLaw)));
    });
    expectAtMost(massMisses, 5000, rho);
    expectAtLeast(massMisses, 5000, 0.99 * rho);
  });
});

/** A world whose laws have few prompts and one size, and what is true of it. */
function someWorld(kind: string, source: Source): LawWorld<FiniteLaw> {
  if (kind === 'rare prompts, far worse') {
    const base = lawPolicy([
      FiniteLaw.pointMass(200, 0),
      FiniteLaw.uniform(200),
      zipfLaw({ outcomes: 200, exponent: 1 }),
    ]);
    return { promptLaw: FiniteLaw.fromMasses([0.9, 0.04, 0.06]), base };
  }
  const laws = Array.from({ length: 4 }, () => KINDS[kind]!(source));
  return { promptLaw: dirichletLaw({ outcomes: 4, concentration: 1 }, source), base: lawPolicy(laws) };
}

describe.each([...Object.keys(KINDS), 'rare prompts, far worse'])('populations: %s', (kind) => {
  const rho = 0.1;
  const runs = 450;
  const [n, S] = [25, 12];

  it('are missed no more often than is said, over 1,800 random policies', () => {
    const misses: Record<string, number> = {};
    const note = (what: string, held: boolean): void => void (misses[what] = (misses[what] ?? 0) + (held ? 0 : 1));
    countOf(`population/${kind}`, runs, (source) => {
      const world = someWorld(kind, source);
      const { promptLaw, base } = world;
      const prompts = Array.from({ length: n }, () => promptLaw.draw(source));
      const drawn = prompts.map((prompt) => Array.from({ length: S }, () => base.law(prompt).draw(source)));
      const pools = drawn.map((pool, i) => pool.map((y) => base.law(prompts[i]!).logMasses[y]!));
      const sampledWorld = {
        promptLaw: FiniteLaw.uniform(n),
        base: lawPolicy(prompts.map((prompt) => base.law(prompt))),
      };
      const peaks = peakCoverageFromSamples(pools, rho);
      note('Cbar_cov, sampled', holds(peaks.sampled, peakCoverage(sampledWorld)));
      note('Cbar_cov, population', holds(peaks.population, peakCoverage(world)));
      // The upper ends hold always.
      expect(peaks.sampled.upper * (1 + 1e-12)).toBeGreaterThanOrEqual(peakCoverage(sampledWorld));
      expect(peaks.population.upper).toBe(Infinity);
      const Ks = [1.5, 4, 15, 40];
      const lights = Array.from({ length: base.prompts }, (_, x) => peakOf(base.law(x)));
      const peakProfile = peakProfileFromSamples(pools, Ks, rho);
      note(
        'profile of P*',
        Ks.every((K, k) => {
          const share = lights.reduce((sum, peak, x) => sum + (K * peak <= 1 + 1e-12 ? promptLaw.mass(x) : 0), 0);
          return holds(peakProfile[k]!, share);
        }),
      );
      for (const gamma of [0, 0.3]) {
        const coverage = modeCoverageFromSamples(pools, rho, { gamma });
        note(`C_cov, sampled, ${gamma}`, holds(coverage.sampled, modeCoverage(sampledWorld, { gamma })));
        note(`C_cov, population, ${gamma}`, holds(coverage.population, modeCoverage(world, { gamma })));
        const profile = coverageProfileFromSamples(pools, Ks, rho, { gamma });
        note(
          `profile, ${gamma}`,
          Ks.every((K, k) => holds(profile[k]!, coverageProfile(world, K, { gamma }))),
        );
        const asked = { tau: 0.1, eps: 0.3, gamma };
        note(`draws, ${gamma}`, holds(drawsForCoverageFromSamples(pools, asked, rho), drawsForCoverage(world, asked)));
        for (const N of [3, S, 40]) {
          const hit = (of: LawWorld<FiniteLaw>): number =>
            average(
              Array.from(
                { length: of.base.prompts },
                (_, x) =>
                  of.base.prompts *
                  of.promptLaw.mass(x) *
                  (1 - Math.max(0, 1 - massOf(of.base.law(x), modes(of.base.law(x), gamma))) ** N),
              ),
            );
          const { sampled, population } = modeSuccessFromSamples(pools, N, rho, { gamma });
          note(`hits of y*, sampled, ${N}, ${gamma}`, holds(sampled, hit(sampledWorld)));
          note(`hits of y*, population, ${N}, ${gamma}`, holds(population, hit(world)));
        }
      }
      // Marks: every third response is right.
      const marks = drawn.map((pool) => pool.map((y) => Number(y % 3 === 0)));
      for (const N of [3, S, 40]) {
        const accuracy = Array.from({ length: base.prompts }, (_, x) => {
          const law = base.law(x);
          const right = Array.from({ length: law.size }, (_, y) => Number(y % 3 === 0));
          return expectation(bestOfNLaw(law, N), right);
        });
        const { sampled, population } = bestOfNSuccessFromSamples(pools, marks, N, rho);
        note(`success, sampled, ${N}`, holds(sampled, average(prompts.map((x) => accuracy[x]!))));
        note(
          `success, population, ${N}`,
          holds(
            population,
            accuracy.reduce((sum, share, x) => sum + promptLaw.mass(x) * share, 0),
          ),
        );
      }
      return false;
    });
    expect(Object.keys(misses).length).toBe(29);
    for (const [what, count] of Object.entries(misses)) {
      expect(clopperPearson(count, runs, 2e-9).lower, what).toBeLessThanOrEqual(rho);
    }
  });
});

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
    // Six draws by way of three, in one group: three of five hold none with probability 1/10.
    near(modeSuccessFromSamples(pools, 6, 0.1).population.upper, 1 - (1 - chernoffInterval(0.9, 50, 0.1).upper) ** 2);
  });
});

describe('the intervals are of use', () => {
  /** 300 prompts, of modes between 0.05 and 0.5 (geometric laws), 50 draws each. */
  const source = Source.named('of use');
  const laws = Array.from({ length: 300 }, () =>
    permutedLaw(geometricLaw({ outcomes: 60, ratio: 0.5 + 0.45 * source.uniform() }), source),
  );
  const world = { promptLaw: FiniteLaw.uniform(300), base: lawPolicy(laws) };
  const pools = laws.map((law) => drawPool(law, 50, source));
  const within = ({ lower, upper }: Interval, truth: number, down: number, up: number): void => {
    expect(lower).toBeGreaterThanOrEqual(truth * down);
    expect(lower).toBeLessThanOrEqual(truth);
    expect(upper).toBeGreaterThanOrEqual(truth);
    expect(upper).toBeLessThanOrEqual(truth * up);
  };

  it('the coefficients', () => {
    const truth = modeCoverage(world);
    within(peakCoverageFromSamples(pools, 0.05).sampled, truth, 0.7, 1.1);
    within(peakCoverageFromSamples(pools, 0.05).population, truth, 0.85, Infinity);
    within(modeCoverageFromSamples(pools, 0.05).sampled, truth, 0.3, 1.1);
    within(modeCoverageFromSamples(pools, 0.05).population, truth, 0.8, Infinity);
  });

  it('the profile', () => {
    const Ks = [3, 6, 12];
    const peaks = peakProfileFromSamples(pools, Ks, 0.05);
    const masses = coverageProfileFromSamples(pools, Ks, 0.05);
    Ks.forEach((K, k) => {
      const truth = coverageProfile(world, K);
      expect(holds(peaks[k]!, truth)).toBe(true);
      expect(peaks[k]!.upper - peaks[k]!.lower).toBeLessThan(0.2);
      expect(holds(masses[k]!, truth)).toBe(true);
      expect(masses[k]!.upper - masses[k]!.lower).toBeLessThan(0.5);
    });
  });

  it('the draws that the profile asks for', () => {
    const asked = { tau: 0.1, eps: 0.2 };
    within(drawsForCoverageFromSamples(pools, asked, 0.05), drawsForCoverage(world, asked), 0.4, 1.5);
  });

  it('how often best-of-N returns y*', () => {
    for (const N of [5, 20, 100]) {
      const truth = average(laws.map((law) => 1 - (1 - peakOf(law)) ** N));
      within(modeSuccessFromSamples(pools, N, 0.05).sampled, truth, 0.8, 1.35);
      within(modeSuccessFromSamples(pools, N, 0.05).population, truth, 0.7, 1.5);
    }
  });
});

describe('best-of-N at other N from a pool', () => {
  it('is unbiased for every N up to the pool’s size: all pools enumerated, with ties and without', () => {
    for (const masses of [
      [0.5, 0.3, 0.2],
      [0.4, 0.4, 0.2],
    ]) {
      const law = FiniteLaw.fromMasses(masses);
      const right = [0, 1, 0.5];
      for (let N = 1; N <= 4; N++) {
        let expected = 0;
        for (let code = 0; code < 3 ** 4; code++) {
          const pool = Array.from({ length: 4 }, (_, j) => Math.floor(code / 3 ** j) % 3);
          const { mean } = bestOfNSuccessFromSamples(
            [pool.map((y) => law.logMasses[y]!)],
            [pool.map((y) => right[y]!)],
            N,
            0.1,
          );
          expected += pool.reduce((product, y) => product * masses[y]!, 1) * mean!;
        }
        expect(expected).toBeCloseTo(expectation(bestOfNLaw(law, N), right), 12);
      }
    }
  });

  it('has floor(S/N) groups a prompt for the prompts drawn, and one for the population', () => {
    const rewards = Array<number[]>(10).fill(logs(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7));
    const { mean, sampled, population } = bestOfNSuccessFromSamples(
      rewards,
      rewards.map(() => [1, 1, 1, 1, 1, 1, 0]),
      2,
      0.1,
    );
    near(mean!, 5 / 7);
    expect(sampled).toEqual(chernoffInterval(mean!, 30, 0.1));
    expect(population).toEqual(chernoffInterval(mean!, 10, 0.1));
  });

  it('has no estimate beyond, and ends that follow from those at the pool’s size', () => {
    const rewards = [logs(0.1, 0.2, 0.3, 0.4)];
    const marks = [[0, 0, 0, 1]];
    const at = bestOfNSuccessFromSamples(rewards, marks, 4, 0.1);
    const beyond = bestOfNSuccessFromSamples(rewards, marks, 8, 0.1);
    expect(at.mean).toBe(1);
    expect('mean' in beyond).toBe(false);
    near(beyond.sampled.lower, at.sampled.lower ** 2);
    expect(beyond.sampled.upper).toBe(1);
    const wrong = bestOfNSuccessFromSamples(rewards, [[1, 1, 1, 0]], 8, 0.1);
    expect(wrong.sampled.lower).toBe(0);
    near(wrong.sampled.upper, 1 - beyond.sampled.lower);
  });

  it('takes any reward, and marks between 0 and 1', () => {
    const { mean } = bestOfNSuccessFromSamples([[5, -Infinity, 7]], [[0.5, 1, 0.25]], 2, 0.1);
    near(mean!, (2 * 0.25 + 0.5) / 3);
  });
});

describe('the N that the coverage profile asks for', () => {
  const promptLaw = FiniteLaw.fromMasses([0.1, 0.1, 0.1, 0.7]);
  const laws = [
    [0.3, 0.3, 0.4 - 1e-3, 1e-3],
    [0.05, ...Array<number>(95).fill(0.01)],
    [0.02, ...Array<number>(98).fill(0.01)],
    [0.9, 0.1],
  ].map((masses) => FiniteLaw.fromMasses([...masses, ...Array<number>(100 - masses.length).fill(0)]));
  const world = { promptLaw, base: lawPolicy(laws) };

  it('by hand', () => {
    const draws = (eps: number, gamma = 0, tau = Math.exp(-2)): number => drawsForCoverage(world, { tau, eps, gamma });
    // log(1/tau) = 2: modes of 0.02, 0.05, 0.399, 0.9.
    expect(draws(0)).toBe(100);
    expect(draws(0.09)).toBe(100);
    expect(draws(0.1)).toBe(40);
    expect(draws(0.2)).toBe(Math.ceil(2 / 0.399));
    // 0.1 + 0.1 + 0.1 is above 0.3 by a rounding error.
    expect(draws(0.3)).toBe(Math.ceil(2 / 0.9));
    expect(draws(0, 0.5)).toBe(40);
    expect(draws(0.9, 0, 0.999)).toBe(1);
  });

  it('is the least that keeps the promise, on any worlds', () => {
    fc.assert(
      fc.property(
        fc.array(finiteLaws(), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0, 0.1, 0.25, 0.5, 0.8),
        fc.constantFrom(0.5, 0.1, 0.01),
        fc.constantFrom(0, 0.3),
        (list, eps, tau, gamma) => {
          const some = { promptLaw: FiniteLaw.uniform(list.length), base: lawPolicy(list) };
          const N = drawsForCoverage(some, { tau, eps, gamma });
          const uncovered = (draws: number): number =>
            list.filter((law) => massOf(law, modes(law, gamma)) * (1 + 2e-12) < -Math.log(tau) / draws).length /
            list.length;
          expect(uncovered(N)).toBeLessThanOrEqual(eps + 1e-12);
          if (N > 1) {
            const less = list.filter((law) => massOf(law, modes(law, gamma)) * (1 - 2e-12) < -Math.log(tau) / (N - 1));
            expect(less.length / list.length).toBeGreaterThan(eps + 1e-12);
          }
        },
      ),
    );
  });

  it('lies between its ends where laws are known in part', () => {
    fc.assert(
      fc.property(
        fc.array(partialLaws(), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0, 0.25, 0.6),
        fc.constantFrom(0, 0.3),
        (list, eps, gamma) => {
          const uniform = FiniteLaw.uniform(list.length);
          const asked = { tau: 0.05, eps, gamma };
          const ends = drawsForCoverage(
            { promptLaw: uniform, base: lawPolicy(list.map(({ partial }) => partial)) },
            asked,
          );
          const N = drawsForCoverage({ promptLaw: uniform, base: lawPolicy(list.map(({ whole }) => whole)) }, asked);
          expect(ends.lower).toBeLessThanOrEqual(N);
          expect(ends.upper).toBeGreaterThanOrEqual(N);
        },
      ),
    );
  });

  it('has no upper end from too few prompts', () => {
    const pools = [logs(0.5, 0.5), logs(0.1, 0.4)];
    expect(drawsForCoverageFromSamples(pools, { tau: 0.1, eps: 0.1 }, 0.05)).toEqual({ lower: 3, upper: Infinity });
  });
});

describe('pools', () => {
  it('are rows of the answer to a plan', () => {
    const base = TabularPolicy.fromMasses([
      [0.5, 0.3, 0.2],
      [0.1, 0.1, 0.8],
    ]);
    const world = new ExplicitWorld(FiniteLaw.uniform(2), base);
    const { result } = run(plan<Explicit>({ n: 6, N: 4 }), world, { source: Source.named('pools') });
    const pools = poolsOf(result);
    expect(pools.map((pool) => pool.length)).toEqual([4, 4, 4, 4, 4, 4]);
    expect(pools.flatMap((pool) => [...pool])).toEqual(Array.from(result.logLikelihoods));
    expect(peakCoverageFromSamples(pools, 0.1).sampled.lower).toBeGreaterThanOrEqual(1);
  });
});

type Any = any;
const pools = [logs(0.5, 0.2), logs(0.1, 0.1)];
const marks = [
  [0, 1],
  [1, 1],
];
const asked = { tau: 0.1, eps: 0.1 };
const world: Any = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([FiniteLaw.uniform(2)]) };
const onPools: Record<string, (pools: Any, rho?: Any, gamma?: Any) => unknown> = {
  peakCoverageFromSamples: (bad, rho = 0.1) => peakCoverageFromSamples(bad, rho),
  modeCoverageFromSamples: (bad, rho = 0.1, gamma = 0) => modeCoverageFromSamples(bad, rho, { gamma }),
  peakProfileFromSamples: (bad, rho = 0.1) => peakProfileFromSamples(bad, [2], rho),
  coverageProfileFromSamples: (bad, rho = 0.1, gamma = 0) => coverageProfileFromSamples(bad, [2], rho, { gamma }),
  drawsForCoverageFromSamples: (bad, rho = 0.1, gamma = 0) =>
    drawsForCoverageFromSamples(bad, { ...asked, gamma }, rho),
  modeSuccessFromSamples: (bad, rho = 0.1, gamma = 0) => modeSuccessFromSamples(bad, 2, rho, { gamma }),
};

describe('bad input is refused by name', () => {
  it.each(Object.entries(onPools))('%s', (name, call) => {
    const refuses = (act: () => unknown, message: string): void => expect(act).toThrow(`${name}: ${message}`);
    refuses(() => call([]), 'pools must be a non-empty list of lists, one for each prompt, got Array of length 0');
    refuses(() => call(undefined), 'pools must be a non-empty list of lists, one for each prompt, got undefined');
    refuses(() => call([[-1], []]), 'pools[1] must be a non-empty list of numbers, got Array of length 0');
    refuses(() => call([-1, -2]), 'pools[0] must be a list, got -1');
    refuses(() => call([[-1], [-1, -2]]), 'pools[1] must be of length 1, as pools[0], got Array of length 2');
    refuses(() => call([[-1], [NaN]]), 'pools[1][0] must be a number, got NaN');
    const drawn = 'must be the log-likelihood of a response that was drawn, finite and at most 0';
    refuses(() => call([[-1, 0.5]]), `pools[0][1] ${drawn}, got 0.5`);
    refuses(() => call([[-Infinity]]), `pools[0][0] ${drawn}, got -Infinity`);
    for (const rho of [0, 1, NaN, -1, '0.5', null]) {
      refuses(() => call(pools, rho), 'rho must be a number in (0, 1)');
    }
    if (call.length > 2) refuses(() => call(pools, 0.1, 1), 'gamma must be a number in [0, 1), got 1');
  });

  it.each<[string, () => unknown]>([
    [
      'peakFromSamples: pool must be a non-empty list of numbers, got Array of length 0',
      () => peakFromSamples([], 0.1),
    ],
    ['peakFromSamples: pool must be a non-empty list of numbers, got null', () => peakFromSamples(null as Any, 0.1)],
    ['peakFromSamples: pool[1] must be the log-likelihood of a response', () => peakFromSamples([-1, 1], 0.1)],
    ['peakFromSamples: rho must be a number in (0, 1), got 0', () => peakFromSamples([-1], 0)],
    [
      'peakFromSamples: pool.draws must be an integer at least 1, got 0',
      () => peakFromSamples({ logBest: -1, draws: 0 }, 0.1),
    ],
    [
      'peakFromSamples: pool.logBest must be the log-likelihood of a response that was drawn, finite and at most 0, got "x"',
      () => peakFromSamples({ logBest: 'x' as Any, draws: 1 }, 0.1),
    ],
    ['modeCertificate: pool must be a non-empty list of numbers', () => modeCertificate([], 0.1)],
    ['modeCertificate: rho must be a number in (0, 1), got 1', () => modeCertificate([-1], 1)],
    ['modeMassFromSamples: pool must be a non-empty list of numbers', () => modeMassFromSamples([], 0.1)],
    [
      'modeMassFromSamples: pool must be a non-empty list',
      () => modeMassFromSamples({ logBest: -1, draws: 3 } as Any, 0.1),
    ],
    ['modeMassFromSamples: options must be an object, got null', () => modeMassFromSamples([-1], 0.1, null as Any)],
    [
      'modeMassFromSamples: gamma must be a number in [0, 1), got -1',
      () => modeMassFromSamples([-1], 0.1, { gamma: -1 }),
    ],
    ['peakProfileFromSamples: Ks must be a non-empty list of numbers', () => peakProfileFromSamples(pools, [], 0.1)],
    [
      'peakProfileFromSamples: Ks[1] must be a finite number at least 1, got 0.5',
      () => peakProfileFromSamples(pools, [2, 0.5], 0.1),
    ],
    [
      'coverageProfileFromSamples: Ks[0] must be a finite number at least 1, got Infinity',
      () => coverageProfileFromSamples(pools, [Infinity], 0.1),
    ],
    ['drawsForCoverage: tau must be a number in (0, 1), got 0', () => drawsForCoverage(world, { tau: 0, eps: 0 })],
    ['drawsForCoverage: eps must be a number in [0, 1), got 1', () => drawsForCoverage(world, { tau: 0.1, eps: 1 })],
    ['drawsForCoverage: gamma must be', () => drawsForCoverage(world, { ...asked, gamma: 2 })],
    ['drawsForCoverage: options must be an object, got undefined', () => drawsForCoverage(world, undefined as Any)],
    ['drawsForCoverage: world must be an object', () => drawsForCoverage(undefined as Any, asked)],
    [
      'drawsForCoverageFromSamples: eps must be a number in (0, 1), got 0',
      () => drawsForCoverageFromSamples(pools, { tau: 0.1, eps: 0 }, 0.1),
    ],
    [
      'drawsForCoverageFromSamples: options must be an object',
      () => drawsForCoverageFromSamples(pools, undefined as Any, 0.1),
    ],
    ['modeSuccessFromSamples: N must be an integer at least 1, got 0', () => modeSuccessFromSamples(pools, 0, 0.1)],
    [
      'bestOfNSuccessFromSamples: N must be an integer at least 1, got 0',
      () => bestOfNSuccessFromSamples(pools, marks, 0, 0.1),
    ],
    ['bestOfNSuccessFromSamples: rho must be', () => bestOfNSuccessFromSamples(pools, marks, 1, NaN)],
    ['bestOfNSuccessFromSamples: rewards must be', () => bestOfNSuccessFromSamples([], marks, 1, 0.1)],
    [
      'bestOfNSuccessFromSamples: rewards[1] must be of length 2, as rewards[0], got Array of length 1',
      () => bestOfNSuccessFromSamples([[1, 2], [1]], marks, 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: rewards[0][1] must be a number, got NaN',
      () => bestOfNSuccessFromSamples([[1, NaN]], [[0, 1]], 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: marks must be of length 2, as rewards, got Array of length 1',
      () => bestOfNSuccessFromSamples(pools, [[0, 1]], 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: marks[0] must be of length 2, as rewards[0], got Array of length 1',
      () => bestOfNSuccessFromSamples(pools, [[0], [1]], 1, 0.1),
    ],
    [
      'bestOfNSuccessFromSamples: marks[1][0] must be a number in [0, 1], got 2',
      () =>
        bestOfNSuccessFromSamples(
          pools,
          [
            [0, 1],
            [2, 1],
          ],
          1,
          0.1,
        ),
    ],
    ['poolsOf: batch must be an object, got undefined', () => poolsOf(undefined as Any)],
    [
      'poolsOf: batch.counts must be left out: a pool is a row of draws, got Array of length 1',
      () => poolsOf({ prompts: [0], perPrompt: 1, responses: [0], logLikelihoods: [-1], counts: [2] }),
    ],
    [
      'poolsOf: batch.logLikelihoods must be of length 4, got Array of length 3',
      () => poolsOf({ prompts: [0, 1], perPrompt: 2, responses: [0, 0, 0, 0], logLikelihoods: [-1, -1, -1] }),
    ],
    [
      'poolsOf: batch.perPrompt must be an integer at least 1, got 0',
      () => poolsOf({ prompts: [0], perPrompt: 0, responses: [], logLikelihoods: [] }),
    ],
  ])('%s', (message, call) => {
    expect(call).toThrow(message);
  });
});
