import { Bound } from '../bound.ts';
import type { Assumption } from '../bound.ts';
import { coverageAtLeast, coverageOfOrderP, eightResponses, shared } from '../parameters.ts';

const { prompts, logClassSize, eps, p } = shared;

// The largest c with (1 - 3/M)^(2cM) >= 1/4 for every M >= 8: it is met with equality at M = 8.
const constant = { formula: 'log(4) / (16 * log(8 / 5))', tex: 'c' };
const samples = 'm = nN, samples that a learner needs for E P_x[ pi-hat(y* | x) > 1/2 ] >= 1 - eps on the whole family';
const epsAtMost: Assumption<'eps'> = {
  name: 'at most 1/16',
  about: 'eps',
  holds: ({ eps: risk }) => risk <= 1 / 16,
};

/**
 * Thm 3.1': on the hard family with Delta = 16 eps, no learner of Def 3.2 reaches a risk of eps with fewer samples.
 *
 * The statement says eps in (0, 1); the construction needs Delta <= 1.
 */
export const thm31 = new Bound({
  id: 'thm-3.1',
  statement: "Thm 3.1'",
  source: 'Huang et al. 2024, Thm 3.1 and App. H (constant in docs/derivations.md)',
  quantity: samples,
  kind: 'lower',
  formula: 'constant * prompts * responses / (16 * eps)',
  where: { constant },
  parameters: { prompts, responses: eightResponses, eps },
  assumptions: [epsAtMost],
});

/**
 * Thm 3.1 as it is printed, in terms of the coverage coefficient C = C_cov,p and of log |Pi|, with its constant: on every
 * hard family with Delta = 16 eps and M >= 8.
 */
export const thm31Coverage = new Bound({
  id: 'thm-3.1-coverage',
  statement: 'Thm 3.1 by coverage',
  source: 'Huang et al. 2024, Thm 3.1 (constant in docs/derivations.md)',
  quantity: samples,
  kind: 'lower',
  formula:
    'constant * coverage * logClassSize / (8 * eps * (32 * eps)^(1 / p) * (1 + log(coverage) + log(1 / eps) / p))',
  where: { constant },
  parameters: { coverage: coverageOfOrderP, logClassSize, eps, p },
  assumptions: [epsAtMost, coverageAtLeast],
});
