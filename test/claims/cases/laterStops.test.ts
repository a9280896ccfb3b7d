import { describe, expect, it } from 'vitest';
import { failureAtStop } from '../../../src/claims/cases/laterStops.ts';
import { adaptiveBestOfNLaw, bestOfNLaw, FiniteLaw, massOf, modes, Spectrum } from '../../../src/index.ts';
import { reaches } from '../../../src/math/tolerance.ts';

describe('the failure at a stopping time', () => {
  const laws = [
    FiniteLaw.fromMasses([0.4, 0.3, 0.2, 0.1]),
    FiniteLaw.fromMasses([0.05, 0.05, ...Array<number>(30).fill(0.03)]),
  ];
  const off = (law: FiniteLaw, of: FiniteLaw): number => {
    const best = modes(of);
    return massOf(
      law,
      Array.from({ length: of.size }, (_, y) => y).filter((y) => !best.includes(y)),
    );
  };

  it('is that of best-of-N at a fixed number of draws, and that of adaptive best-of-N at N_mu', () => {
    for (const law of laws) {
      for (const N of [1, 2, 25]) {
        expect(failureAtStop(law, (k) => k === N)).toBeCloseTo(off(bestOfNLaw(law, N), law), 13);
      }
      for (const mu of [0.1, 1, 3]) {
        const exact = off(adaptiveBestOfNLaw(law, mu).law, law);
        expect(failureAtStop(law, (k, best) => reaches(k * best, mu))).toBeCloseTo(exact, 13);
      }
    }
  });

  it('refuses what never stops', () => {
    // The mode hardly ever shows.
    const seldom = Spectrum.fromMasses([3e-7, (1 - 3e-7) / 4e6], [1, 4e6]);
    expect(() => failureAtStop(seldom, () => false)).toThrow(/a stopping time of at most/);
  });
});
