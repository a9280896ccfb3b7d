import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { hardMass, responses, draws } = shared;

/** The risk on the hard family: what a learner fails at a hard prompt, as often as one comes up. An equality. */
export const appHRisk = new Bound({
  id: 'app-h-risk',
  statement: 'App. H, exact risk',
  source: 'docs/derivations.md, beside Huang et al. 2024, App. H',
  quantity: 'E P_x[ pi-hat(y*(x) | x) <= 1/2 ] on the hard family, equal to the formula',
  kind: 'upper',
  formula: 'hardMass * failure',
  parameters: {
    hardMass,
    failure: {
      meaning: 'probability that a learner fails at a given hard prompt',
      tex: '\\phi',
      domain: 'in [0, 1]',
      allows: (v) => v >= 0 && v <= 1,
    },
  },
});

/**
 * The exact minimax risk of a plan with three responses: without the hidden one and with just one of the two others seen a
 * guess is right half of the time, so that after k >= 1 draws it fails with probability 6^-k. An equality.
 */
export const appHThree = new Bound({
  id: 'app-h-three',
  statement: 'App. H, three responses',
  source: 'docs/derivations.md, beside Huang et al. 2024, App. H',
  quantity: 'minimax risk of n prompts with N responses each on the hard family with M = 3, equal to the formula',
  kind: 'upper',
  formula: 'hardMass * ((1 - p + p * (1 / 6)^N)^n - (1 - p)^n / 3)',
  where: { p: { formula: 'hardMass / prompts', tex: 'p' } },
  parameters: { prompts: shared.prompts, hardMass, n: shared.n, N: shared.N },
});

/** How much one more draw at a hard prompt can help: it must show the hidden response, which was not seen before. */
export const appHOneDraw = new Bound({
  id: 'app-h-one-draw',
  statement: 'App. H, one more draw',
  source: 'docs/derivations.md, beside Huang et al. 2024, App. H',
  quantity: 'success after k + 1 draws at a hard prompt, less success after k',
  kind: 'upper',
  formula: '2 / responses * (1 - 2 / responses)^draws',
  parameters: {
    responses,
    draws: { ...draws, domain: 'an integer at least 0', allows: (v) => Number.isInteger(v) && v >= 0 },
  },
});
