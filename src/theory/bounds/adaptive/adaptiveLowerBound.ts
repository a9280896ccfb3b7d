import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { prompts, responses, hardMass, m } = shared;

/**
 * The risk of any adaptive learner (Def D.1) on the hard family, with any number of prompts: a draw at a hard prompt
 * makes its hidden response known with 2/M more probability at most, whatever was seen.
 */
export const adaptiveLowerBound = new Bound({
  id: 'bound-l-adaptive',
  statement: 'Bound (L), adaptive',
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm D.2 and App. H',
  quantity: 'E P_x[ pi-hat(y*(x) | x) <= 1/2 ] with E[m] samples at hard prompts, on average over the hard family',
  kind: 'lower',
  formula: 'hardMass * max(0, 1 - 1 / responses - 2 * m / (prompts * responses))',
  parameters: {
    prompts,
    responses,
    hardMass,
    m: { ...m, meaning: 'E[m], samples at hard prompts on average', tex: '\\mathbb{E}[m]' },
  },
});
