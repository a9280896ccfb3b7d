import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { drawsByMarkov } from '../../../theory/bounds/fromSamples/coverageFromSamples.ts';
import { drawsForCoverage } from '../../../theory/coverage/drawsForCoverage.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import type { LawWorld } from '../../../theory/coverage/lawWorld.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { lightModes, randomWorlds } from '../../cases/randomWorlds.ts';

const SHARES = [0.5, 0.1, 0.01];

/** Near-extremal: light modes at a share of prompts that is just too large to be left out, modes of mass 1 elsewhere. */
function* worlds(grid: Grid): Iterable<{ name: string; world: LawWorld<FiniteLaw> }> {
  for (const eps of SHARES) {
    for (const mass of grid === 'full' ? [0.1, 1e-3, 1e-5] : [0.1, 1e-3]) {
      const light = lightModes(1, mass, 0.9 * mass);
      const share = eps * (1 + 1e-9);
      const base = lawPolicy([light, FiniteLaw.pointMass(light.size, 0)]);
      const world = { promptLaw: FiniteLaw.fromMasses([share, 1 - share]), base };
      yield { name: `modes of mass ${mass} at a share just above ${eps}`, world };
    }
  }
  yield* randomWorlds('coverage-draws', grid);
}

/** The N that the coverage profile asks for is at most what Markov's inequality makes of C_cov,gamma. */
export const claimDrawsForCoverage = claimOf(drawsByMarkov, {
  compares: 'N that the coverage profile asks for, exact, with ceil(C_cov,gamma log(1/tau) / eps)',
  *cases(bound, grid) {
    for (const { name, world } of worlds(grid)) {
      for (const gamma of [0, 0.3]) {
        const coverage = modeCoverage(world, { gamma });
        for (const eps of SHARES) {
          for (const tau of [0.5, 0.01]) {
            const measured = drawsForCoverage(world, { tau, eps, gamma });
            const markov = bound.evaluate({ coverage, missed: tau, eps });
            yield below(`${name}, gamma ${gamma}, eps ${eps}, tau ${tau}`, measured, markov);
          }
        }
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 0.9', formula: () => 'ceil(0.9 * coverage * log(1 / missed) / eps)' },
    { name: 'the log dropped', formula: () => 'ceil(coverage / eps)' },
    { name: 'log to base 10', formula: () => 'ceil(coverage * log(1 / missed, 10) / eps)' },
    { name: 'the exponent of tau made 0.9', formula: () => 'ceil(coverage * log(1 / missed^0.9) / eps)' },
    { name: 'the exponent of C made 0.95', formula: () => 'ceil(coverage^0.95 * log(1 / missed) / eps)' },
    { name: 'the exponent of eps made 0.95', formula: () => 'ceil(coverage * log(1 / missed) / eps^0.95)' },
  ],
});
