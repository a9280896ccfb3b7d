import { adaptiveLowerBound } from '../../../theory/bounds/adaptive/adaptiveLowerBound.ts';
import { adaptiveMinimaxRisk } from '../../../theory/risk/adaptiveMinimaxRisk.ts';
import { claimOf } from '../../claimOf.ts';
import { above } from '../../compare.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';

/** No adaptive learner does better than the bound, however many prompts it asks for. */
export const claimAdaptiveLowerBound = claimOf(adaptiveLowerBound, {
  compares: 'adaptive minimax risk, exact, with the bound at E[m]',
  *cases(bound, grid) {
    for (const { name, ...family } of hardFamilies(grid)) {
      const { prompts, responses, hardMass } = family;
      for (const share of [0, 0.01, 0.1, 0.3, 0.45, 0.6]) {
        const m = share * prompts * responses;
        for (const n of [Infinity, Math.ceil((3 * prompts) / hardMass)]) {
          const measured = adaptiveMinimaxRisk({ ...family, n, m });
          yield above(`${name}, n = ${n}, E[m] = ${m}`, measured, bound.evaluate({ ...family, m }));
        }
      }
    }
  },
  mutations: [
    { name: 'the 2 made 1.9', formula: () => 'hardMass * max(0, 1 - 1 / responses - 1.9 * m / (prompts * responses))' },
    { name: '1/M dropped', formula: () => 'hardMass * max(0, 1 - 2 * m / (prompts * responses))' },
    { name: '1/M squared', formula: () => 'hardMass * max(0, 1 - 1 / responses^2 - 2 * m / (prompts * responses))' },
    { name: 'Delta dropped', formula: () => 'max(0, 1 - 1 / responses - 2 * m / (prompts * responses))' },
    {
      name: 'the exponent of d made 1.1',
      formula: () => 'hardMass * max(0, 1 - 1 / responses - 2 * m / (prompts^1.1 * responses))',
    },
    {
      name: 'the exponent of M made 1.1',
      formula: () => 'hardMass * max(0, 1 - 1 / responses - 2 * m / (prompts * responses^1.1))',
    },
    {
      name: 'samples at all prompts for those at hard ones',
      formula: () => 'hardMass * max(0, 1 - 1 / responses - 2 * m * hardMass / (prompts * responses))',
    },
  ],
});
