import { describe, expect, it } from 'vitest';
import {
  bestOfNLaw,
  bestOfNSuccessFromSamples,
  clopperPearson,
  coverageProfile,
  coverageProfileFromSamples,
  dirichletLaw,
  drawsForCoverage,
  drawsForCoverageFromSamples,
  expectation,
  FiniteLaw,
  lawPolicy,
  massOf,
  modeCoverage,
  modeCoverageFromSamples,
  modes,
  modeSuccessFromSamples,
  peakCoverage,
  peakCoverageFromSamples,
  peakProfileFromSamples,
  zipfLaw,
} from '../../../../src/index.ts';
import type { LawWorld, Source } from '../../../../src/index.ts';
import { countOf } from '../../../support/calibration.ts';
import { KINDS } from './kindsOfLaws.ts';
import { average, holds, peakOf } from './pools.ts';

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
