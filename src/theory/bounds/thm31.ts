import { Bound } from './bound.ts';

/**
 * Thm 3.1': on the hard family with Delta = 16 eps, no learner of Def 3.2 reaches a risk of eps with fewer samples.
 *
 * The statement says eps in (0, 1); the construction needs Delta <= 1.
 */
export const thm31 = new Bound({
  id: 'thm-3.1',
  statement: "Thm 3.1'",
  source: 'Huang et al. 2024, Thm 3.1 and App. H (constant in docs/derivations.md)',
  quantity: 'm = nN, samples that a learner needs for E P_x[ pi-hat(y* | x) > 1/2 ] >= 1 - eps on the whole family',
  kind: 'lower',
  formula: 'constant * prompts * responses / (16 * eps)',
  // The largest c with (1 - 3/M)^(2cM) >= 1/4 for every M >= 8: it is met with equality at M = 8.
  where: { constant: { formula: 'log(4) / (16 * log(8 / 5))', tex: 'c' } },
  parameters: {
    prompts: {
      meaning: 'd, hard prompts',
      tex: 'd',
      domain: 'an integer at least 1',
      allows: (v) => Number.isInteger(v) && v >= 1,
    },
    responses: {
      meaning: 'M, responses to a hard prompt',
      tex: 'M',
      domain: 'an integer at least 8',
      allows: (v) => Number.isInteger(v) && v >= 8,
    },
    eps: { meaning: 'risk', tex: '\\varepsilon', domain: 'above 0', allows: (v) => v > 0 },
  },
  assumptions: [{ name: 'at most 1/16', about: 'eps', holds: ({ eps }) => eps <= 1 / 16 }],
});
