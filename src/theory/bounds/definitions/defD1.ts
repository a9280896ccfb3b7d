import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { n, mu, peak } = shared;
const source = 'Huang et al. 2024, Def D.1';

/** Def D.1: what adaptive best-of-N costs where all responses are equally likely, an equality. */
export const defD1 = new Bound({
  id: 'def-d.1',
  statement: 'Def D.1',
  source,
  quantity: 'm, samples that a run draws where every response has mass P*, equal to the formula',
  kind: 'upper',
  // The stopping rule's own tolerance: mu / P* is an integer or is missed by rounding.
  formula: 'n * ceil(mu / peak * (1 - 1e-12))',
  parameters: { n, mu, peak },
});

/** Def D.1: what adaptive best-of-N costs on average, an equality. */
export const defD1Mean = new Bound({
  id: 'def-d.1-mean',
  statement: 'Def D.1 on average',
  source,
  quantity: 'E[m], samples that a run draws on average, equal to the formula',
  kind: 'upper',
  formula: 'n * meanDraws',
  parameters: {
    n,
    meanDraws: {
      meaning: 'E_x E[N_mu], draws that the stopping rule takes on average',
      tex: '\\mathbb{E}[N_\\mu]',
      domain: 'a finite number at least 1',
      allows: (v) => v >= 1 && v < Infinity,
    },
  },
});
