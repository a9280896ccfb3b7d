import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { logClassSize, rho, n } = shared;

/** Lemma F.1: how far from the truth a maximum-likelihood fit is, with probability at least 1 - rho. */
export const lemmaF1 = new Bound({
  id: 'lemma-f.1',
  statement: 'Lemma F.1',
  source: 'Huang et al. 2024, Lemma F.1',
  quantity: 'E_x D_H^2(pi-hat, pi*), squared Hellinger not halved, with probability at least 1 - rho',
  kind: 'upper',
  formula: '2 * (logClassSize + log(1 / rho)) / n',
  parameters: { logClassSize, rho, n },
});
