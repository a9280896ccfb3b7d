import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { profileBound } from '../../../theory/bounds/sft/profileBound.ts';
import { coverageProfile } from '../../../theory/coverage/coverageProfile.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import type { LawWorld } from '../../../theory/coverage/lawWorld.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { randomWorlds } from '../../cases/randomWorlds.ts';

/** Near-extremal: modes of mass 1/N on most prompts, of mass 1 on the others. */
function twoKinds(N: number): LawWorld<FiniteLaw> {
  const base = lawPolicy([FiniteLaw.pointMass(N, 0), FiniteLaw.uniform(N).withLogMasses(lightMode(N))]);
  return { promptLaw: FiniteLaw.fromMasses([0.1, 0.9]), base };
}

/** One mode of mass 1/N, the others a little lighter and one more of them. */
function lightMode(N: number): Float64Array {
  return Float64Array.from({ length: N + 1 }, (_, y) => Math.log(y === 0 ? 1 / N : (1 - 1 / N) / N));
}

function* worlds(grid: Grid): Iterable<{ name: string; world: LawWorld<FiniteLaw> }> {
  for (const N of grid === 'full' ? [10, 100, 1000, 10_000] : [10, 1000]) {
    yield { name: `modes of mass 1/${N} at nine tenths of the prompts`, world: twoKinds(N) };
  }
  yield* randomWorlds('coverage-profile', grid);
}

/** The share of prompts whose mode has a mass of at most 1/N is at most (C_cov,gamma,p / N)^p. */
export const claimCoverageProfile = claimOf(profileBound, {
  compares: 'coverage profile with (C_cov,gamma,p / N)^p',
  *cases(bound, grid) {
    for (const { name, world } of worlds(grid)) {
      for (const gamma of [0, 0.3]) {
        for (const p of [0.5, 1, 3]) {
          const coverage = modeCoverage(world, { gamma, p });
          for (const N of [2, 5, 10, 100, 1000, 10_000]) {
            const measured = coverageProfile(world, N, { gamma });
            const place = `${name}, gamma ${gamma}, p = ${p}, N = ${N}`;
            yield below(place, measured, bound.evaluate({ coverage, N, p }));
          }
        }
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 0.99', formula: () => '0.99 * (coverage / N)^p' },
    { name: 'the exponent of N made 1.01', formula: () => '(coverage / N^1.01)^p' },
    { name: 'the exponent p made 1', formula: () => 'coverage / N' },
    { name: 'the exponent p made p + 0.1', formula: () => '(coverage / N)^(p + 0.1)' },
    { name: 'the exponent of C made 0.99', formula: () => '(coverage^0.99 / N)^p' },
  ],
});
