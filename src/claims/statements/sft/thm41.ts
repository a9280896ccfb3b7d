import { clopperPearsonLower } from '../../../statistics/clopperPearson.ts';
import { quantileLowerBound } from '../../../statistics/quantileLowerBound.ts';
import { Source } from '../../../math/random/source.ts';
import { thm41, thm41InExpectation } from '../../../theory/bounds/sft/thm41.ts';
import type { Mutation } from '../../claim.ts';
import { below } from '../../compare.ts';
import { statisticalClaimOf } from '../../statisticalClaimOf.ts';
import { sftCase, sftSettings } from '../../cases/sftCases.ts';

const SECOND = 'coverage / Nstar';
const firstTerm = (numerator: string) => (factor: number) => `${numerator} / (delta * n) / ${factor} + ${SECOND}`;

/** Why the first term has slack. */
export const SEEN_BY_NO_ONE =
  'where the first term is tight, as in Thm D.1, the second is as large as the risk; a prompt that was never seen ' +
  'costs 1 - 1/|its candidates|, and the proof pays 2 kappa / delta for it';

const FIRST = '2 * kappa * (logClassSize + log(1 / rho))';

const secondTermMutations = (first: string, constant: number): Mutation[] => [
  { name: 'N for N*', formula: () => `${first} / (delta * n) + coverage / N` },
  {
    name: `the constant of C/N* made ${constant}`,
    formula: () => `${first} / (delta * n) + ${constant} * coverage / Nstar`,
  },
  { name: 'the exponent of N* made 1.1', formula: () => `${first} / (delta * n) + coverage / Nstar^1.1` },
  { name: 'the exponent of C made 0.9', formula: () => `${first} / (delta * n) + coverage^0.9 / Nstar` },
  {
    name: 'log(2/delta) in N* made log(1/delta)',
    formula: (factor) => `${first} / (delta * n) + coverage * log(1 / delta) / N / ${factor}`,
    hiddenBecause: 'best-of-N misses a prompt only where (1 - p)^N >= delta, so log(1/delta) is what is used up',
  },
];

/** The risk's (1 - rho)-quantile over independent runs stays below the bound. */
export const claimThm41 = statisticalClaimOf(thm41, {
  compares: '(1 - rho)-quantile of the risk of SFT-sharpening, lower end, with the bound',
  // The body of the paper puts log(2/delta) into N*, so that N* is N itself.
  printed: thm41.withFormula(`${FIRST} / (delta * n) + coverage / N`),
  intervals: (grid) => sftSettings(grid).length,
  *cases(bound, grid, shares) {
    for (const { name, risks, ...values } of sftSettings(grid).map(sftCase)) {
      const measured = quantileLowerBound(risks, 1 - values.rho, shares.take(), 0);
      yield below(name, measured, bound.evaluate(values));
    }
  },
  mutations: [
    ...secondTermMutations(FIRST, 0.9),
    { name: 'the exponent of n made 2', formula: () => `${FIRST} / (delta * n^2) + ${SECOND}` },
    { name: 'log |Pi| dropped', formula: () => `2 * kappa * log(1 / rho) / (delta * n) + ${SECOND}` },
    { name: 'log(1/rho) dropped', formula: firstTerm('2 * kappa * logClassSize'), hiddenBecause: SEEN_BY_NO_ONE },
    {
      name: 'the constant 2 kappa made 1.9 kappa',
      formula: (factor) => thm41.formulaWith('2 * kappa', `1.9 / ${factor} * kappa`),
      hiddenBecause: SEEN_BY_NO_ONE,
    },
    {
      name: '1/delta dropped',
      formula: (factor) => `${FIRST} / n / ${factor} + ${SECOND}`,
      hiddenBecause: SEEN_BY_NO_ONE,
    },
  ],
});

const FIRST_IN_EXPECTATION = '2 * kappa * (logClassSize + 1)';

/** The expected risk stays below the bound integrated over rho. */
export const claimThm41InExpectation = statisticalClaimOf(thm41InExpectation, {
  compares: 'expected risk of SFT-sharpening, lower end, with the bound',
  intervals: (grid) => sftSettings(grid).length,
  *cases(bound, grid, shares) {
    for (const { name, risks, rho: _, ...values } of sftSettings(grid).map(sftCase)) {
      // A risk r in [0, 1] becomes a trial that fails with probability r: independent trials, so the interval is exact.
      const source = Source.named(`claims/thm-4.1-expectation/${name}`);
      const failures = risks.reduce((sum, risk) => sum + (source.uniform() < risk ? 1 : 0), 0);
      const measured = clopperPearsonLower(failures, risks.length, shares.take());
      yield below(name, measured, bound.evaluate(values));
    }
  },
  mutations: [
    // The interval of a simulated mean is wider than that of a quantile, so a tenth would not show.
    ...secondTermMutations(FIRST_IN_EXPECTATION, 0.8),
    { name: 'the exponent of n made 2', formula: () => `${FIRST_IN_EXPECTATION} / (delta * n^2) + ${SECOND}` },
    { name: 'log |Pi| dropped', formula: () => `2 * kappa / (delta * n) + ${SECOND}` },
    { name: 'the 1 dropped', formula: firstTerm('2 * kappa * logClassSize'), hiddenBecause: SEEN_BY_NO_ONE },
    {
      name: 'the constant 2 kappa made 1.9 kappa',
      formula: (factor) => thm41InExpectation.formulaWith('2 * kappa', `1.9 / ${factor} * kappa`),
      hiddenBecause: SEEN_BY_NO_ONE,
    },
    {
      name: '1/delta dropped',
      formula: (factor) => `${FIRST_IN_EXPECTATION} / n / ${factor} + ${SECOND}`,
      hiddenBecause: SEEN_BY_NO_ONE,
    },
  ],
});
