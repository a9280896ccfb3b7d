import { Bound } from '../bound.ts';
import type { Assumption } from '../bound.ts';
import { coverageAtLeast, coverageOfOrderP, eightResponses, shared } from '../parameters.ts';

const { prompts, logClassSize, eps, p } = shared;

const samples =
  'E[m], samples that an adaptive learner needs for E P_x[ pi-hat(y* | x) > 1/2 ] >= 1 - eps on the whole family';

/** The construction needs Delta = 16 e eps <= 1. */
const epsAtMost: Assumption<'eps'> = {
  name: 'at most 1/(16e)',
  about: 'eps',
  holds: ({ eps: risk }) => risk <= 1 / (16 * Math.E),
};

/** Thm D.2: on the hard family with Delta = 16 e eps, no adaptive learner (Def D.1) reaches a risk of eps with fewer samples. */
export const thmD2 = new Bound({
  id: 'thm-d.2',
  statement: 'Thm D.2',
  source: 'Huang et al. 2024, Thm D.2 and App. H (constant in docs/derivations.md)',
  quantity: samples,
  kind: 'lower',
  formula: 'floor(prompts / 2) * responses / 6',
  parameters: {
    prompts: { ...prompts, domain: 'an integer at least 2', allows: (v) => Number.isInteger(v) && v >= 2 },
    responses: eightResponses,
    eps,
  },
  assumptions: [epsAtMost],
});

/**
 * Thm D.2 as it is printed, in terms of the coverage coefficient C = C_cov,p and of log |Pi|, with its constant: on every
 * hard family with Delta = 16 e eps, d >= 2 and M >= 8.
 */
export const thmD2Coverage = new Bound({
  id: 'thm-d.2-coverage',
  statement: 'Thm D.2 by coverage',
  source: 'Huang et al. 2024, Thm D.2 (constant in docs/derivations.md)',
  quantity: samples,
  kind: 'lower',
  formula: 'coverage * logClassSize / (9 * (32 * exp(1) * eps)^(1 / p) * (1 + log(coverage) + log(1 / eps) / p))',
  parameters: { coverage: coverageOfOrderP, logClassSize, eps, p },
  assumptions: [epsAtMost, coverageAtLeast],
});
