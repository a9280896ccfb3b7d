import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

/** Prop C.1: so many draws put the best of them in y*_gamma(x) with probability at least 1 - rho. */
export const propC1 = new Bound({
  id: 'prop-c.1',
  statement: 'Prop C.1',
  source: 'Huang et al. 2024, Prop C.1',
  quantity: 'N, draws at which P[best of N not in y*_gamma(x)] is at most rho',
  kind: 'upper',
  formula: 'log(1 / rho) / modeMass',
  parameters: {
    rho: shared.rho,
    modeMass: {
      meaning: 'pi_base(y*_gamma(x) | x)',
      tex: '\\pi_{\\mathrm{base}}(y^*_\\gamma)',
      domain: 'in (0, 1]',
      allows: (v) => v > 0 && v <= 1,
    },
  },
});
