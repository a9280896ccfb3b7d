import { PartialLaw } from '../../../src/laws/partialLaw.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfNLaw } from '../../../src/laws/transforms/bestOfNLaw.ts';
import { chiSquaredDivergence } from '../../../src/laws/divergences.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { independentTokens } from '../../../src/laws/independentTokens.ts';
import { power } from '../../../src/laws/transforms/power.ts';
import { concentrability } from '../../../src/theory/coverage/concentrability.ts';
import { coverageProfile } from '../../../src/theory/coverage/coverageProfile.ts';
import { lawPolicy } from '../../../src/theory/coverage/lawWorld.ts';
import { margin } from '../../../src/theory/coverage/margin.ts';
import { modeCoverage } from '../../../src/theory/coverage/modeCoverage.ts';
import { peakCoverage } from '../../../src/theory/coverage/peakCoverage.ts';
import { ratioMoment } from '../../../src/theory/coverage/ratioMoment.ts';
import { sharpenedShare } from '../../../src/theory/coverage/sharpenedShare.ts';
import { big, errorOf, quick } from '../../support/bigNumber.ts';
import { someLaw, someTwoWays } from '../../support/someLaws.ts';

const near = (a: number, b: number, what = ''): void => {
  if (a === b) return;
  expect(Math.abs(a - b) <= 1e-12 * Math.abs(b), `${what}: ${a}, ${b}`).toBe(true);
};
const atMost = (a: number, b: number, what: string): void => {
  expect(a <= b * (1 + 1e-12), `${what}: ${a} <= ${b}`).toBe(true);
};

/** Two prompts, the first three times as likely: masses (.4, .4, .2) and (.5, .3, .2), and a third that never comes. */
const promptLaw = FiniteLaw.fromMasses([0.75, 0.25, 0]);
const base = lawPolicy([
  FiniteLaw.fromMasses([0.4, 0.4, 0.2]),
  FiniteLaw.fromMasses([0.5, 0.3, 0.2]),
  FiniteLaw.fromMasses([0.01, 0.01, 0.98]),
]);
const world = { promptLaw, base };

describe('by hand', () => {
  it('C_cov and its forms', () => {
    near(modeCoverage(world), 0.75 / 0.8 + 0.25 / 0.5);
    near(peakCoverage(world), 0.75 / 0.4 + 0.25 / 0.5);
    // Within a factor 1/2 of the largest: all of the first prompt, two of the second.
    near(modeCoverage(world, { gamma: 0.5 }), 0.75 / 1 + 0.25 / 0.8);
    near(modeCoverage(world, { gamma: 0.6 }), 1);
    near(modeCoverage(world, { p: 2 }), Math.sqrt(0.75 / 0.64 + 0.25 / 0.25));
    near(modeCoverage(world, { p: 0.5 }), (0.75 / Math.sqrt(0.8) + 0.25 / Math.sqrt(0.5)) ** 2);
    near(modeCoverage(world, { p: Infinity }), 2);
    // As p tends to 0: the geometric mean.
    near(modeCoverage(world, { p: 1e-14 }), 0.8 ** -0.75 * 0.5 ** -0.25);
    near(modeCoverage(world, { p: 5e-324 }), 0.8 ** -0.75 * 0.5 ** -0.25);
  });

  it('the margin, the profile', () => {
    // 0.4 / 0.2 and 0.5 / 0.3.
    near(margin(world), 2 / 3);
    expect(margin({ promptLaw: FiniteLaw.uniform(1), base: lawPolicy([FiniteLaw.fromMasses([0.5, 0, 0.5])]) })).toBe(
      Infinity,
    );
    near(margin({ promptLaw: FiniteLaw.pointMass(3, 0), base }), 1);
    expect([1, 1.24, 1.25, 1.9, 2, 100].map((N) => coverageProfile(world, N))).toEqual([1, 1, 1, 0.25, 0.25, 0]);
    expect(coverageProfile(world, 1.1, { gamma: 0.5 })).toBe(0.25);
  });

  it('concentrability and moments of the ratio', () => {
    const policy = lawPolicy([
      FiniteLaw.fromMasses([0.5, 0.5, 0]),
      FiniteLaw.fromMasses([1, 0, 0]),
      FiniteLaw.fromMasses([1, 0, 0]),
    ]);
    near(concentrability(policy, world), 0.75 * (0.25 / 0.4 + 0.25 / 0.4) + 0.25 / 0.5);
    near(ratioMoment(policy, base, promptLaw, 2), 0.75 * (2 * 0.5 * (0.5 / 0.4) ** 2) + 0.25 * 4);
    expect(ratioMoment(base, policy, promptLaw, 1)).toBe(Infinity);
    near(ratioMoment(base, base, promptLaw, 7), 1);
  });

  it('refuses what is finite but beyond all doubles', () => {
    const far = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([independentTokens(FiniteLaw.uniform(3), 1000)]) };
    expect(() => peakCoverage(far)).toThrow('peakCoverage: the coefficient must be below 1.8e308, where doubles end');
    near(modeCoverage(far), 1);
  });
});

describe('whatever the laws', () => {
  const worlds = fc.integer({ min: 1, max: 4 }).chain((size) =>
    fc
      .record({
        laws: fc.array(someLaw(6), { minLength: size, maxLength: size }),
        logWeights: fc.array(fc.double({ min: -20, max: 0, noNaN: true }), { minLength: size, maxLength: size }),
      })
      .map(({ laws, logWeights }) => ({
        promptLaw: FiniteLaw.fromLogWeights(logWeights),
        base: lawPolicy(laws),
        laws,
      })),
  );

  it('C_cov <= Cbar_cov, falls with gamma, grows with p, and bounds the profile (coverage-order, coverage-profile)', () => {
    const gammas = [0, 1e-9, 0.05, 0.3, 0.5, 0.75, 0.9, 0.999999];
    const norms = [1e-300, 1e-9, 0.01, 0.5, 1, 1.5, 2, 10, 1000, Infinity];
    fc.assert(
      fc.property(worlds, fc.double({ min: 1, max: 1e6, noNaN: true }), (world, N) => {
        expect(modeCoverage(world)).toBeGreaterThanOrEqual(1);
        expect(peakCoverage(world)).toBeGreaterThanOrEqual(1);
        expect(
          modeCoverage({
            promptLaw: world.promptLaw,
            base: lawPolicy(world.laws.map(() => FiniteLaw.fromLogWeights(Array(3).fill(0) as number[]))),
          }),
        ).toBe(1);
        expect(ratioMoment(world.base, world.base, world.promptLaw, 3)).toBeGreaterThanOrEqual(1);
        atMost(modeCoverage(world), peakCoverage(world), 'C_cov and Cbar_cov');
        for (let i = 1; i < gammas.length; i++) {
          for (const p of [1, 2])
            atMost(
              modeCoverage(world, { gamma: gammas[i]!, p }),
              modeCoverage(world, { gamma: gammas[i - 1]!, p }),
              'gamma',
            );
        }
        for (let i = 1; i < norms.length; i++)
          atMost(modeCoverage(world, { p: norms[i - 1]! }), modeCoverage(world, { p: norms[i]! }), 'p');
        for (const gamma of [0, 0.5]) {
          atMost(coverageProfile(world, N, { gamma }), modeCoverage(world, { gamma }) / N, 'profile');
          atMost(coverageProfile(world, 2 * N, { gamma }), coverageProfile(world, N, { gamma }), 'profile in N');
        }
      }),
      { seed: 251, numRuns: 2000 },
    );
  });

  it('Lemma 4.1: C_{pi*_beta} <= C_cov, and the second coefficient is |supp| (sum pi_base^(1 + 1/beta))^beta (lemma-4.1, lemma-4.1-exact)', () => {
    fc.assert(
      fc.property(someLaw(6), fc.constantFrom(0.05, 0.3, 1, 4), (law, beta) => {
        const promptLaw = FiniteLaw.uniform(1);
        const world = { promptLaw, base: lawPolicy([law]) };
        const star = lawPolicy([power(law, 1 + 1 / beta)]);
        atMost(concentrability(star, world), modeCoverage(world), 'C_pi');
        const inverse = ratioMoment(world.base, star, promptLaw, beta);
        // On the masses as they are; responses that cannot occur do not count.
        const masses = [...law.masses()].filter((mass) => mass > 0);
        const exact = masses.length * masses.reduce((sum, mass) => sum + mass ** (1 + 1 / beta), 0) ** beta;
        expect(Math.abs(inverse - exact)).toBeLessThanOrEqual(1e-11 * exact);
        atMost(inverse, masses.length, '|Y|');
      }),
      { seed: 252, numRuns: 2000 },
    );
  });

  it('C_{pi*_beta} may exceed C_cov,gamma / (1 - gamma), where near-modes are many (lemma-4.1-gamma)', () => {
    const world = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([FiniteLaw.fromMasses([0.55, 0.45])]) };
    const star = lawPolicy([power(FiniteLaw.fromMasses([0.55, 0.45]), 21)]);
    // Both responses are within 1/5 of the larger: C_cov,gamma = 1. The power is nearly greedy: close to 1 / 0.55.
    near(modeCoverage(world, { gamma: 0.2 }), 1);
    expect(concentrability(star, world)).toBeGreaterThan(1.7);
  });

  it('C_pi is 1 + E chi^2', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 50 }), (world, N) => {
        const best = world.laws.map((law) => bestOfNLaw(law, N));
        const chi = best.reduce(
          (sum, law, x) => sum + world.promptLaw.mass(x) * chiSquaredDivergence(law, world.laws[x]!),
          0,
        );
        near(concentrability(lawPolicy(best), world), 1 + chi, 'C_pi');
      }),
      { seed: 253, numRuns: 1000 },
    );
  });

  it('moments agree with 160 digits', () => {
    const [p, q] = [FiniteLaw.fromLogWeights([0, -3, -250]), FiniteLaw.fromLogWeights([-1, 0, -200])];
    const exactly = (value: number) => quick.bignumber(big(value).toString());
    for (const beta of [1e-6, 0.5, 1, 3]) {
      const terms = Array.from(p.logMasses, (logP, i) =>
        exactly(logP)
          .plus(exactly(logP).minus(exactly(q.logMasses[i]!)).times(exactly(beta)))
          .exp(),
      );
      const moment = ratioMoment(lawPolicy([p]), lawPolicy([q]), FiniteLaw.uniform(1), beta);
      const exact = terms.reduce((a, b) => a.plus(b));
      expect(errorOf(moment, exact)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('a spectrum has the coefficients of its list', () => {
    const some = fc.record({
      both: fc.array(someTwoWays(100_000), { minLength: 1, maxLength: 2 }),
      gamma: fc.constantFrom(0, 0.3, 0.5, 0.9),
      p: fc.constantFrom(0.5, 1, 3, Infinity),
      N: fc.integer({ min: 1, max: 1000 }),
      beta: fc.constantFrom(0.2, 1, 2),
      delta: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    });
    fc.assert(
      fc.property(some, ({ both, gamma, p, N, beta, delta }) => {
        const promptLaw = FiniteLaw.fromMasses(both.length === 1 ? [1] : [0.3, 0.7]);
        const spectra = { promptLaw, base: lawPolicy(both.map(({ spectrum }) => spectrum)) };
        const lists = { promptLaw, base: lawPolicy(both.map(({ listed }) => listed)) };
        const bestSpectra = lawPolicy(both.map(({ spectrum }) => bestOfNLaw(spectrum, N)));
        const bestLists = lawPolicy(both.map(({ listed }) => bestOfNLaw(listed, N)));
        const sharp = { delta, gamma };
        near(modeCoverage(spectra, { gamma, p }), modeCoverage(lists, { gamma, p }), 'C_cov');
        near(peakCoverage(spectra), peakCoverage(lists), 'Cbar_cov');
        near(1 + margin(spectra), 1 + margin(lists), 'margin');
        expect(coverageProfile(spectra, N, { gamma })).toBe(coverageProfile(lists, N, { gamma }));
        expect(sharpenedShare(bestSpectra, spectra, sharp)).toBe(sharpenedShare(bestLists, lists, sharp));
        const same = (a: () => number, b: () => number, what: string): void => {
          let listed: number;
          try {
            listed = b();
          } catch {
            expect(a).toThrow('the coefficient must be below 1.8e308');
            return;
          }
          expect(Math.abs(a() / listed - 1 || 0) <= 1e-11, `${what}: ${a()}, ${listed}`).toBe(true);
        };
        same(
          () => concentrability(bestSpectra, spectra),
          () => concentrability(bestLists, lists),
          'C_pi',
        );
        same(
          () => ratioMoment(bestSpectra, spectra.base, promptLaw, beta),
          () => ratioMoment(bestLists, lists.base, promptLaw, beta),
          'moment',
        );
        same(
          () => ratioMoment(spectra.base, bestSpectra, promptLaw, beta),
          () => ratioMoment(lists.base, bestLists, promptLaw, beta),
          'inverse',
        );
      }),
      { seed: 254, numRuns: 120 },
    );
  });
});

it('says of a law of which nothing is listed that nothing is known', () => {
  const nothing = PartialLaw.fromLogMasses([], { logRestCeiling: 0 });
  const world = { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([nothing]) };
  expect(modeCoverage(world)).toEqual({ lower: 1, upper: Infinity });
  expect(peakCoverage(world)).toEqual({ lower: 1, upper: Infinity });
  expect(margin(world)).toEqual({ lower: 0, upper: Infinity });
  expect(coverageProfile(world, 2)).toEqual({ lower: 0, upper: 1 });
});
