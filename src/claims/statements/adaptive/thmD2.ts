import { thmD2, thmD2Coverage } from '../../../theory/bounds/adaptive/thmD2.ts';
import { adaptiveMinimaxSamples } from '../../../theory/risk/adaptiveMinimaxSamples.ts';
import { claimOf } from '../../claimOf.ts';
import { above } from '../../compare.ts';
import { coverageCases } from '../../cases/coverageCases.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';

const SLACK = 'the best adaptive learner needs 0.42 d M samples or more (bound-l-adaptive), the proof shows d M / 12';

/** The samples that the best adaptive learner needs for a risk of Delta/(16e), exactly, are at least those of the bound. */
export const claimThmD2 = claimOf(thmD2, {
  compares: 'E[m] that the adaptive minimax learner needs for a risk of eps, exact, with the bound',
  *cases(bound, grid) {
    const families = [
      ...hardFamilies(grid),
      { name: '(2, 8, 1)', prompts: 2, responses: 8, hardMass: 1 },
      { name: '(3, 9, 0.1)', prompts: 3, responses: 9, hardMass: 0.1 },
    ];
    for (const { name, ...family } of families) {
      const { prompts, responses, hardMass } = family;
      if (prompts < 2 || responses < 8) continue;
      const eps = hardMass / (16 * Math.E);
      yield above(name, adaptiveMinimaxSamples({ ...family, risk: eps }), bound.evaluate({ prompts, responses, eps }));
    }
  },
  mutations: [
    { name: 'the 6 dropped', formula: () => 'floor(prompts / 2) * responses' },
    { name: 'the exponent of d made 2', formula: () => 'floor(prompts / 2)^2 * responses / 6' },
    { name: 'the exponent of M made 2', formula: () => 'floor(prompts / 2) * responses^2 / 6' },
    { name: 'a factor 1/eps', formula: () => 'floor(prompts / 2) * responses / 6 / eps' },
    {
      name: 'the 6 made 5',
      formula: (factor) => `${factor} * floor(prompts / 2) * responses / 5`,
      hiddenBecause: SLACK,
    },
    {
      name: 'd for floor(d/2)',
      formula: (factor) => `${factor} * prompts * responses / 6`,
      hiddenBecause: SLACK,
    },
  ],
});

const NUMERATOR = 'coverage * logClassSize';
const LOG = '(1 + log(coverage) + log(1 / eps) / p)';
const POWER = '(32 * exp(1) * eps)^(1 / p)';

/** The same, in terms of C_cov,p and log |Pi|. */
export const claimThmD2Coverage = claimOf(thmD2Coverage, {
  compares: 'E[m] that the adaptive minimax learner needs for a risk of eps, exact, with the bound',
  *cases(bound, grid) {
    for (const { name, family, ...values } of coverageCases(grid, 16 * Math.E, 65536)) {
      const measured = adaptiveMinimaxSamples({ ...family, risk: values.eps });
      yield above(name, measured, bound.evaluate(values));
    }
  },
  mutations: [
    { name: 'the log in the denominator dropped', formula: () => `${NUMERATOR} / (9 * ${POWER})` },
    { name: 'the exponent of C made 2', formula: () => `${NUMERATOR} * coverage / (9 * ${POWER} * ${LOG})` },
    { name: 'log |Pi| squared', formula: () => `${NUMERATOR} * logClassSize / (9 * ${POWER} * ${LOG})` },
    {
      name: '1/p in the exponent made 2/p',
      formula: () => `${NUMERATOR} / (9 * (32 * exp(1) * eps)^(2 / p) * ${LOG})`,
    },
    { name: 'a factor 1/eps', formula: () => `${NUMERATOR} / (9 * eps * ${POWER} * ${LOG})` },
    {
      name: 'the 32 made 16',
      formula: (factor) => `${factor} * ${NUMERATOR} / (9 * (16 * exp(1) * eps)^(1 / p) * ${LOG})`,
      hiddenBecause: SLACK,
    },
    {
      name: 'the 9 made 8',
      formula: (factor) => `${factor} * ${NUMERATOR} / (8 * ${POWER} * ${LOG})`,
      hiddenBecause: SLACK,
    },
  ],
});
