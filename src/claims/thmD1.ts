import { adaptiveBestOfNLaw } from '../math/adaptiveBestOfNLaw.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import type { ExactLaw } from '../math/exactLaw.ts';
import { FiniteLaw } from '../math/finiteLaw.ts';
import { Spectrum } from '../math/spectrum.ts';
import { thmD1Cost } from '../theory/bounds/thmD1.ts';
import { lawPolicy } from '../theory/coverage/lawWorld.ts';
import type { LawWorld } from '../theory/coverage/lawWorld.ts';
import { peakCoverage } from '../theory/coverage/peakCoverage.ts';
import type { Grid } from './claim.ts';
import { claimOf } from './claimOf.ts';
import { below } from './compare.ts';
import { randomWorlds } from './randomWorlds.ts';

function* worlds(grid: Grid): Iterable<{ name: string; world: LawWorld<ExactLaw> }> {
  // Near-extremal at small mu: one light mode above dust that never stops the rule, so that it waits for the mode alone.
  const law = Spectrum.fromMasses([0.01, 1e-9], [1, 990_000_000]);
  yield { name: 'one light mode above dust', world: { promptLaw: FiniteLaw.uniform(1), base: lawPolicy([law]) } };
  yield* randomWorlds('thm-d.1-cost', grid);
}

/** E[m] = n E_x E[N_mu] is at most n (1 + mu) Cbar_cov; the theorem says that it is n log(1/delta) Cbar_cov. */
export const claimThmD1Cost = claimOf(thmD1Cost, {
  kind: 'exact',
  compares: 'n E_x E[N_mu], exact, with the bound',
  printed: thmD1Cost.withFormula('n * (mu - log(2)) * peakCoverage'),
  *cases(bound, grid) {
    for (const { name, world } of worlds(grid)) {
      const { promptLaw, base } = world;
      for (const mu of [1e-3, 0.1, Math.log(2 / 0.5), Math.log(2 / 0.01)]) {
        for (const n of [1, 1000]) {
          const means = Array.from({ length: promptLaw.size }, (_, prompt) => {
            const { mean } = adaptiveBestOfNLaw(base.law(prompt), mu).draws;
            return promptLaw.mass(prompt) * mean;
          });
          const values = { n, mu, peakCoverage: peakCoverage(world) };
          yield below(`${name}, mu ${mu.toPrecision(3)}, n = ${n}`, n * compensatedSum(means), bound.evaluate(values));
        }
      }
    }
  },
  mutations: [
    { name: '1 + mu made mu', formula: () => 'n * mu * peakCoverage' },
    { name: 'mu dropped', formula: () => 'n * peakCoverage' },
    { name: 'the constant 1 made 0.9', formula: () => 'n * (0.9 + mu) * peakCoverage' },
    { name: 'log(1/delta) for log(2/delta)', formula: () => 'n * (mu - log(2)) * peakCoverage' },
    { name: 'the exponent of Cbar_cov made 0.99', formula: () => 'n * (1 + mu) * peakCoverage^0.99' },
    { name: 'the exponent of n made 0.9', formula: () => 'n^0.9 * (1 + mu) * peakCoverage' },
  ],
});
