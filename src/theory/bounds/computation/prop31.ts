import { Bound } from '../bound.ts';

/** Prop 3.1: where greedy decoding misses y*, y* has at most half of the mass. */
export const prop31 = new Bound({
  id: 'prop-3.1',
  statement: 'Prop 3.1',
  source: 'Huang et al. 2024, Prop 3.1',
  quantity: 'pi_base(y*(x) | x) at a prompt where greedy decoding does not return y*(x)',
  kind: 'upper',
  formula: '1 / 2',
  parameters: {},
});
