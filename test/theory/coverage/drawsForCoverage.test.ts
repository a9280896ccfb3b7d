import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawsForCoverage,
  drawsForCoverageFromSamples,
  FiniteLaw,
  lawPolicy,
  massOf,
  modes,
} from '../../../src/index.ts';
import { finiteLaws, partialLaws } from '../../../src/testing/index.ts';
import { logs } from './fromSamples/pools.ts';

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
