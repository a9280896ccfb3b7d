import { describe, expect, it } from 'vitest';
import {
  coverageProfile,
  coverageProfileFromSamples,
  drawsForCoverage,
  drawsForCoverageFromSamples,
  FiniteLaw,
  geometricLaw,
  lawPolicy,
  modeCoverage,
  modeCoverageFromSamples,
  modeSuccessFromSamples,
  peakCoverageFromSamples,
  peakProfileFromSamples,
  permutedLaw,
  Source,
} from '../../../../src/index.ts';
import type { Interval } from '../../../../src/index.ts';
import { average, drawPool, holds, peakOf } from './pools.ts';

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
