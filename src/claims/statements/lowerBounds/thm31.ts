import { Bound } from '../../../theory/bounds/bound.ts';
import { thm31, thm31Coverage } from '../../../theory/bounds/lowerBounds/thm31.ts';
import { minimaxSamples } from '../../../theory/risk/minimaxSamples.ts';
import { claimOf } from '../../claimOf.ts';
import { above } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';
import { whereAssumed } from '../../whereAssumed.ts';
import { coverageCases } from '../../cases/coverageCases.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';

const exactSamples = computedOnce(minimaxSamples);

const SLACK =
  'the best learner needs 6.1 times the samples or more: the proof tells two hypotheses apart, where there are M';

/** The samples that the best learner needs for a risk of Delta/16, exactly, are at least those of the bound. */
export const claimThm31 = claimOf(thm31, {
  compares: 'samples that the minimax learner needs for a risk of eps, exact, with the bound',
  // The statement says eps in (0, 1), but its construction needs Delta = 16 eps to be at most 1.
  printed: new Bound({ ...thm31.spec, assumptions: [] }),
  *cases(bound, grid) {
    const families = hardFamilies(grid).filter(({ responses }) => responses >= 8);
    for (const { name, eps, ...family } of [
      ...families.map((each) => ({ ...each, eps: each.hardMass / 16 })),
      { name: '(16, 8, 1e-6)', prompts: 16, responses: 8, hardMass: 1e-6, eps: 1e-6 / 16 },
      // Beyond the assumption: the hard prompts cannot have more mass than all, and a guess is right one time in M.
      { name: 'little more than a guess on (64, 8, 1)', prompts: 64, responses: 8, hardMass: 1, eps: 0.87 },
    ]) {
      const { prompts, responses } = family;
      yield* whereAssumed(bound, { prompts, responses, eps }, (least) =>
        above(`${name}, eps ${eps}`, exactSamples({ ...family, risk: eps }), least),
      );
    }
  },
  mutations: [
    { name: 'the exponent of eps made 2', formula: () => 'constant * prompts * responses / (16 * eps)^2' },
    { name: 'the exponent of d made 2', formula: () => 'constant * prompts^2 * responses / (16 * eps)' },
    { name: 'the exponent of M made 2', formula: () => 'constant * prompts * responses^2 / (16 * eps)' },
    { name: 'the 16 of Delta = 16 eps dropped', formula: () => 'constant * prompts * responses / eps' },
    {
      name: 'the constant made 1.1 times larger',
      formula: (factor) => `1.1 * ${factor} * constant * prompts * responses / (16 * eps)`,
      hiddenBecause: SLACK,
    },
    {
      name: 'the log of 4 dropped',
      formula: (factor) => `${factor} * 4 / log(4) * constant * prompts * responses / (16 * eps)`,
      hiddenBecause: SLACK,
    },
  ],
});

const NUMERATOR = 'constant * coverage * logClassSize';
const LOG = '(1 + log(coverage) + log(1 / eps) / p)';

/** The same, in terms of C_cov,p and log |Pi|. */
export const claimThm31Coverage = claimOf(thm31Coverage, {
  compares: 'samples that the minimax learner needs for a risk of eps, exact, with the bound',
  *cases(bound, grid) {
    for (const { name, family, ...values } of coverageCases(grid, 16, 4096)) {
      const measured = exactSamples({ ...family, risk: values.eps });
      yield above(name, measured, bound.evaluate(values));
    }
  },
  mutations: [
    { name: 'the log in the denominator dropped', formula: () => `${NUMERATOR} / (8 * eps * (32 * eps)^(1 / p))` },
    {
      name: 'the exponent of C made 2',
      formula: () => `${NUMERATOR} * coverage / (8 * eps * (32 * eps)^(1 / p) * ${LOG})`,
    },
    {
      name: 'log |Pi| squared',
      formula: () => `${NUMERATOR} * logClassSize / (8 * eps * (32 * eps)^(1 / p) * ${LOG})`,
    },
    { name: '1/p in the exponent made 2/p', formula: () => `${NUMERATOR} / (8 * eps * (32 * eps)^(2 / p) * ${LOG})` },
    {
      name: 'the exponent of eps made 2 + 1/p',
      formula: () => `${NUMERATOR} / (8 * eps^2 * (32 * eps)^(1 / p) * ${LOG})`,
    },
    { name: 'the 8 dropped', formula: () => `${NUMERATOR} / (eps * (32 * eps)^(1 / p) * ${LOG})` },
    {
      name: 'the 32 made 16',
      formula: (factor) => `${factor} * ${NUMERATOR} / (8 * eps * (16 * eps)^(1 / p) * ${LOG})`,
      hiddenBecause: SLACK,
    },
    {
      name: 'the constant made 1.1 times larger',
      formula: (factor) => `1.1 * ${factor} * ${NUMERATOR} / (8 * eps * (32 * eps)^(1 / p) * ${LOG})`,
      hiddenBecause: SLACK,
    },
  ],
});
