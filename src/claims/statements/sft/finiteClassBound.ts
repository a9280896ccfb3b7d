import { finiteClassBound, finiteClassBoundInExpectation } from '../../../theory/bounds/sft/finiteClassBound.ts';
import { hardFamily } from '../../../theory/instances/hardFamily.ts';
import { sftRisk } from '../../../theory/risk/sftRisk.ts';
import type { Mutation } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';
import { finiteClassCases } from '../../cases/finiteClassCases.ts';
import type { FiniteClassCase } from '../../cases/finiteClassCases.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';

/** Worked out once, whatever bound they are held against. */
const cases = computedOnce<void, readonly FiniteClassCase[]>(() => [...finiteClassCases()]);

const SECOND = 'coverage * log(1 / tau) / N';

const secondTermMutations = (first: string): Mutation[] => [
  { name: 'log(1/tau) dropped', formula: () => `${first} / (g * n) + coverage / N` },
  { name: 'the constant of C log(1/tau)/N made 0.98', formula: () => `${first} / (g * n) + 0.98 * ${SECOND}` },
  { name: 'the exponent of N made 1.01', formula: () => `${first} / (g * n) + coverage * log(1 / tau) / N^1.01` },
  { name: 'the exponent of C made 0.99', formula: () => `${first} / (g * n) + coverage^0.99 * log(1 / tau) / N` },
  {
    name: 'log(1/tau) made log(1/delta)',
    formula: (factor) => `${first} / (g * n) + coverage * log(1 / delta) / N / ${factor}`,
    hiddenBecause: 'best-of-N misses a prompt only where (1 - p)^N >= delta, so log(1/delta) is what is used up',
  },
];

const FIRST = '(logClassSize + log(1 / rho))';

/** The risk's (1 - rho)-quantile, exact, stays below the bound. */
export const claimFiniteClassBound = claimOf(finiteClassBound, {
  compares: '(1 - rho)-quantile of the risk of SFT-sharpening, exact, with the bound',
  *cases(bound) {
    for (const { name, values, rho, risk } of cases()) yield below(name, risk, bound.evaluate({ ...values, rho }));
  },
  mutations: [
    ...secondTermMutations(FIRST),
    { name: 'the exponent of n made 2', formula: () => `${FIRST} / (g * n^2) + ${SECOND}` },
    { name: 'log |Pi| dropped', formula: () => `log(1 / rho) / (g * n) + ${SECOND}` },
    { name: 'log(1/rho) dropped', formula: () => `logClassSize / (g * n) + ${SECOND}` },
    { name: 'the constant 1 of the first term made 0.9', formula: () => `0.9 * ${FIRST} / (g * n) + ${SECOND}` },
    { name: '1/g dropped', formula: () => `${FIRST} / n + ${SECOND}` },
    { name: 'tau taken for 0 in g', formula: () => `${FIRST} / ((1 - sqrt(1 - delta)) * n) + ${SECOND}` },
  ],
});

const FIRST_IN_EXPECTATION = '(logClassSize + 1)';
const UNSEEN = 'prompts that were never seen use up 1/e of log 2 each, and the proof pays for the quantile';

const exactRisk = computedOnce(sftRisk);

/** The expected risk, exact, stays below the bound integrated over rho. */
export const claimFiniteClassBoundInExpectation = claimOf(finiteClassBoundInExpectation, {
  compares: 'expected risk of SFT-sharpening, exact, with the bound',
  *cases(bound, grid) {
    for (const { name, values, expectedRisk } of cases()) yield below(name, expectedRisk, bound.evaluate(values));
    for (const { name, ...family } of hardFamilies(grid)) {
      const { prompts, responses, hardMass } = family;
      const { coverage, baseClass } = hardFamily(family);
      for (const [tau, visits] of [
        [0.25, 2],
        [0.032, 20],
      ] as const) {
        const N = Math.ceil((responses / 2) * Math.log(1 / tau));
        const n = Math.ceil((visits * prompts) / hardMass);
        const values = { logClassSize: baseClass.logSize, delta: 0.5, tau, n, coverage, N };
        const risk = exactRisk({ ...family, n, N, delta: 0.5 });
        yield below(`hard family ${name}, n = ${n}, N = ${N}, tau = ${tau}`, risk, bound.evaluate(values));
      }
    }
  },
  mutations: [
    ...secondTermMutations(FIRST_IN_EXPECTATION),
    { name: 'the exponent of n made 2', formula: () => `${FIRST_IN_EXPECTATION} / (g * n^2) + ${SECOND}` },
    { name: 'log |Pi| dropped', formula: () => `1 / (g * n) + ${SECOND}` },
    {
      name: 'the 1 dropped',
      formula: (factor) => `logClassSize / (g * n) / ${factor} + ${SECOND}`,
      hiddenBecause: UNSEEN,
    },
    {
      name: 'the constant 1 of the first term made 0.9',
      formula: (factor) => `0.9 * ${FIRST_IN_EXPECTATION} / (g * n) / ${factor} + ${SECOND}`,
      hiddenBecause: UNSEEN,
    },
    {
      name: '1/g dropped',
      formula: (factor) => `${FIRST_IN_EXPECTATION} / n / ${factor} + ${SECOND}`,
      hiddenBecause:
        'a law that just fails is taken half of the time at best, when n is too small for the bound to say anything',
    },
  ],
});
