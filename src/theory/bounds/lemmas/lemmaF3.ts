import { Bound } from '../bound.ts';
import { positive, shared } from '../parameters.ts';

/** Lemma F.3, Freedman's inequality for martingale differences X_t with |X_t| <= R. */
export const lemmaF3 = new Bound({
  id: 'lemma-f.3',
  statement: 'Lemma F.3',
  source: 'Huang et al. 2024, Lemma F.3, after Freedman 1975',
  quantity: 'sum of X_t, with probability at least 1 - rho',
  kind: 'upper',
  formula: 'eta * variance + log(1 / rho) / eta',
  parameters: {
    variance: {
      meaning: 'sum of E[X_t^2 | F_{t-1}]',
      tex: '\\sum_t \\mathbb{E}[X_t^2 \\mid \\mathcal{F}_{t-1}]',
      domain: 'a finite number at least 0',
      allows: (v) => v >= 0 && v < Infinity,
    },
    range: { meaning: 'R, with |X_t| <= R', tex: 'R', ...positive },
    eta: { meaning: 'how the two terms are weighed', tex: '\\eta', ...positive },
    rho: shared.rho,
  },
  assumptions: [{ name: 'at most 1/range', about: 'eta', holds: ({ eta, range }) => eta * range <= 1 + 1e-12 }],
});
