import { above, claimOf, statisticalClaimOf } from '../../src/claims/index.ts';
import { Bound, hardFamilyLowerBound } from '../../src/theory/bounds/index.ts';
import { minimaxRisk } from '../../src/theory/risk/minimaxRisk.ts';
import { boundLine } from '../../src/theory/sandwich/index.ts';

const family = { prompts: 4, responses: 16, hardMass: 0.5 };
const formulaFor = (share: number) => `hardMass / 2 * (1 - ${share} * hardMass / (prompts * responses))^m`;
const bound = (id: string, statement: string, formula: string) =>
  new Bound({ ...hardFamilyLowerBound.spec, id, statement, source: 'a test', formula });
const twoPoints = bound('two-points', 'Two hypotheses', formulaFor(3));

/** A module of one's own, as `whetstone check --claims` imports it: one statement holds, one does not. */
export const claims = [
  claimOf(twoPoints, {
    compares: 'minimax risk, exact, with the bound',
    *cases(at) {
      for (const m of [10, 100, 1000]) {
        yield above(`m = ${m}`, minimaxRisk({ ...family, n: m, N: 1 }), at.evaluate({ ...family, m }));
      }
    },
    mutations: [
      { name: 'the 3 made 1', formula: () => formulaFor(1) },
      { name: 'half as much', formula: (factor) => `${factor} * (${formulaFor(3)}) / 2`, hiddenBecause: 'slack' },
      { name: 'no number', formula: () => '1 / 0' },
    ],
  }),
  statisticalClaimOf(bound('too-much', 'Too much', 'hardMass'), {
    compares: 'nothing random, with the bound',
    failureProbability: 0.125,
    intervals: () => 2,
    *cases(at, _grid, shares) {
      yield above(`an interval that misses with ${shares.take()}`, 0.25, at.evaluate({ ...family, m: 1 }));
    },
    mutations: [],
  }),
];

/** As `whetstone sandwich --lines` imports it: the second is no lower bound. */
export const lines = [
  boundLine(twoPoints),
  boundLine(bound('too-high', 'Too high', 'hardMass * (1 - hardMass / (prompts * responses))^m')),
];
export const families = [family];
