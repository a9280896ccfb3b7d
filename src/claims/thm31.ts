import type { HardPromptOptions } from '../experiments/catalogue/hardPromptFailures.ts';
import { hardPromptRisk } from '../experiments/catalogue/hardPromptRisk.ts';
import { clopperPearson } from '../statistics/clopperPearson.ts';
import { Bound } from '../theory/bounds/bound.ts';
import { thm31 } from '../theory/bounds/thm31.ts';
import type { HardFamilyOptions } from '../theory/instances/hardFamily.ts';
import { CASE_FAILURE } from './claim.ts';
import type { Claim, Grid } from './claim.ts';
import { keptRow } from './keptRow.ts';

const REPLICATIONS = 2000;

interface Contender {
  readonly name: string;
  readonly learner: HardPromptOptions['learner'];
}

/** The best learner on average over the family, near-extremal for a lower bound, and SFT-sharpening at the least N that sharpens. */
function contenders({ responses }: HardFamilyOptions, m: number): Contender[] {
  const N = Math.ceil(Math.log(2) / -Math.log1p(-2 / responses));
  return [
    { name: 'Bayes', learner: { kind: 'bayes-optimal', n: m, N: 1 } },
    { name: `SFT, N = ${N}`, learner: { kind: 'sft-sharpening', n: Math.max(1, Math.floor(m / N)), N } },
  ];
}

/** Upper end of the learner's risk, averaged over the family: at most the worst over the family. */
function riskUpperEnd(family: HardFamilyOptions, learner: HardPromptOptions['learner']): number {
  const parameters = { family, learner, delta: 0.5, replications: REPLICATIONS };
  const { failures } = keptRow(hardPromptRisk, 'claims/thm-3.1', parameters).values;
  return family.hardMass * clopperPearson(failures, REPLICATIONS, 2 * CASE_FAILURE).upper;
}

function families(grid: Grid): (HardFamilyOptions & { readonly eps: number })[] {
  const quick = [
    { prompts: 4, responses: 16, hardMass: 0.5 },
    { prompts: 16, responses: 8, hardMass: 1 },
    { prompts: 16, responses: 8, hardMass: 0.05 },
  ];
  const full = [
    { prompts: 32, responses: 32, hardMass: 0.25 },
    { prompts: 4, responses: 64, hardMass: 0.1 },
  ];
  const chosen = grid === 'quick' ? quick : [...quick, ...full];
  return [
    ...chosen.map((family) => ({ ...family, eps: family.hardMass / 16 })),
    // Beyond the assumption: the hard prompts cannot have more mass than all, and a guess is right one time in M.
    { prompts: 64, responses: 8, hardMass: 1, eps: 0.95 },
  ];
}

const HIDDEN =
  'even the Bayes learner needs several times the samples of the bound: the proof spends a union over prompts';

/** With as many samples as the bound allows, the risk is still above eps = Delta/16. */
export const claimThm31: Claim = {
  id: thm31.spec.id,
  statement: thm31.spec.statement,
  source: thm31.spec.source,
  kind: 'statistical',
  compares: 'eps with the risk of a learner, upper end, at the m of the bound',
  bound: thm31,
  // The statement says eps in (0, 1), but its construction needs Delta = 16 eps to be at most 1.
  printed: new Bound({ ...thm31.spec, assumptions: [] }),
  *cases(bound, grid) {
    for (const { eps, ...family } of families(grid)) {
      const { prompts, responses, hardMass } = family;
      const { assumptions = [] } = bound.spec;
      if (!assumptions.every(({ holds }) => holds({ prompts, responses, eps }))) continue;
      const m = Math.max(1, Math.floor(bound.evaluate({ prompts, responses, eps })));
      for (const { name: learnerName, learner } of contenders(family, m)) {
        const measured = riskUpperEnd(family, learner);
        const name = `${learnerName} on (${prompts}, ${responses}, ${hardMass}), m = ${m}`;
        yield { name, measured, bound: eps, ratio: eps / measured };
      }
    }
  },
  mutations: [
    { name: 'the exponent of eps made 2', formula: () => 'constant * prompts * responses / (16 * eps)^2' },
    { name: 'the exponent of d made 2', formula: () => 'constant * prompts^2 * responses / (16 * eps)' },
    { name: 'the exponent of M made 2', formula: () => 'constant * prompts * responses^2 / (16 * eps)' },
    {
      name: 'the 16 of Delta = 16 eps dropped',
      formula: () => 'constant * prompts * responses / eps',
    },
    {
      name: 'the constant made 1.1 times larger',
      formula: (factor) => `1.1 * ${factor} * constant * prompts * responses / (16 * eps)`,
      hiddenBecause: HIDDEN,
    },
    {
      name: 'the log of 4 dropped',
      formula: (factor) => `${factor} * 4 / log(4) * constant * prompts * responses / (16 * eps)`,
      hiddenBecause: HIDDEN,
    },
  ],
};
