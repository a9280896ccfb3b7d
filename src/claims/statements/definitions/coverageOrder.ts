import { coverageOrder } from '../../../theory/bounds/definitions/coverageOrder.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { peakCoverage } from '../../../theory/coverage/peakCoverage.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { randomWorlds } from '../../cases/randomWorlds.ts';

const GAMMAS = [0, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999];
const NORMS = [0.1, 0.5, 1, 2, 10, Infinity];

/** C_cov <= Cbar_cov; C_cov,gamma does not grow with gamma; C_cov,gamma,p does not fall with p. */
export const claimCoverageOrder = claimOf(coverageOrder, {
  compares: 'the smaller coefficient with the larger one',
  *cases(bound, grid) {
    for (const { name, world } of randomWorlds('coverage-order', grid)) {
      const peak = peakCoverage(world);
      yield below(`C_cov and Cbar_cov, ${name}`, modeCoverage(world), bound.evaluate({ larger: peak }));
      for (const [i, gamma] of GAMMAS.entries()) {
        const next = GAMMAS[i + 1];
        if (next === undefined) continue;
        const [larger, smaller] = [modeCoverage(world, { gamma }), modeCoverage(world, { gamma: next })];
        yield below(`gamma ${gamma} and ${next}, ${name}`, smaller, bound.evaluate({ larger }));
      }
      for (const [i, p] of NORMS.entries()) {
        const next = NORMS[i + 1];
        if (next === undefined) continue;
        const [smaller, larger] = [
          modeCoverage(world, { gamma: 0.1, p }),
          modeCoverage(world, { gamma: 0.1, p: next }),
        ];
        yield below(`p ${p} and ${next}, ${name}`, smaller, bound.evaluate({ larger }));
      }
    }
  },
  // Without ties, or with no response between two gammas, the coefficients are equal.
  mutations: [
    { name: 'the constant 1 made 0.999', formula: () => '0.999 * larger' },
    { name: 'the exponent 1 made 0.999', formula: () => 'larger^0.999' },
  ],
});
