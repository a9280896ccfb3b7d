import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

/** How far best-of-N moves from the base policy; with equality where no response has mass of its own. */
export const bestOfNDivergence = new Bound({
  id: 'best-of-n-divergence',
  statement: 'KL of best-of-N',
  source: 'Beirami et al. 2024 (docs/derivations.md)',
  quantity: 'KL(pi^BoN_N || pi_base), nats',
  kind: 'upper',
  formula: 'log(N) - (N - 1) / N',
  parameters: { N: shared.N },
});
