import { hardFamilyLowerBound } from '../../../theory/bounds/lowerBounds/hardFamilyLowerBound.ts';
import { minimaxRisk } from '../../../theory/risk/minimaxRisk.ts';
import { claimOf } from '../../claimOf.ts';
import { above } from '../../compare.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';

const HEAD = 'hardMass * exp(m * log1p(-p * a))';
const TAIL = '(responses - 1) * q / (2 + (responses - 2) * q)';
/** The bound with another q. */
const withQ = (q: string) => hardFamilyLowerBound.formulaWith('q', q, 2);

/** No plan does better than the bound: the exact minimax risk of each is at least that. */
export const claimHardFamilyLowerBound = claimOf(hardFamilyLowerBound, {
  compares: 'minimax risk of a plan, exact, with the bound at m = nN',
  *cases(bound, grid) {
    const families = [
      // Loosest: see docs/derivations.md.
      { name: '(1, 3, 1)', prompts: 1, responses: 3, hardMass: 1 },
      ...hardFamilies(grid),
    ];
    for (const { name, ...family } of families) {
      const { prompts, responses, hardMass } = family;
      // Tight where a prompt has got hardly any sample, and where hardly any response is unseen.
      for (const perPrompt of [0, 1, responses / 2, responses * Math.log(responses), 20 * responses]) {
        const n = Math.max(1, Math.round((perPrompt * prompts) / hardMass));
        for (const N of [1, 7]) {
          const measured = minimaxRisk({ ...family, n, N });
          if (measured < 1e-40) continue;
          yield above(`${name}, n = ${n}, N = ${N}`, measured, bound.evaluate({ ...family, m: n * N }));
        }
      }
    }
  },
  mutations: [
    { name: 'the 2 of a made 1.99', formula: () => `hardMass * exp(m * log1p(-p * 1.99 / responses)) * ${TAIL}` },
    { name: 'the exponent m made m - 1', formula: () => `hardMass * exp((m - 1) * log1p(-p * a)) * ${TAIL}` },
    { name: 'p made 0.99 p', formula: () => `hardMass * exp(m * log1p(-0.99 * p * a)) * ${TAIL}` },
    { name: 'M - 1 made M', formula: () => `${HEAD} * responses * q / (2 + (responses - 2) * q)` },
    { name: 'the 2 below made 1.99', formula: () => `${HEAD} * (responses - 1) * q / (1.99 + (responses - 2) * q)` },
    { name: 'M - 2 below made M - 3', formula: () => `${HEAD} * (responses - 1) * q / (2 + (responses - 3) * q)` },
    { name: 'b made 0.99 b', formula: () => withQ('exp(m * log1p(-p * 0.99 * b / (1 - p * a)))') },
    {
      name: 'the condition that the hidden one is unseen dropped from q',
      formula: () => withQ('exp(m * log1p(-p * b))'),
    },
    {
      name: 'the 1/(M - 1) of b made 2/(M - 1)',
      formula: () => withQ('exp(m * log1p(-p * (1 - 2 / (responses - 1)) / responses / (1 - p * a)))'),
    },
  ],
});
