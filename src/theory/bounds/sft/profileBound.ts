import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

/** The Markov step of Thm 4.1', on the p-th power: few prompts have modes that N draws may miss. p = 1 is the paper's. */
export const profileBound = new Bound({
  id: 'coverage-profile',
  statement: "Thm 4.1', Markov step",
  source: 'Huang et al. 2024, proof of Thm 4.1 (docs/derivations.md)',
  quantity: 'P_x[ pi_base(y*_gamma(x) | x) <= 1/N ]',
  kind: 'upper',
  formula: '(coverage / N)^p',
  parameters: { coverage: shared.coverageP, N: shared.N, p: shared.p },
});
