import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

/** Def 3.2: what a learner of sample-and-evaluate costs, an equality. */
export const def32 = new Bound({
  id: 'def-3.2',
  statement: 'Def 3.2',
  source: 'Huang et al. 2024, Def 3.2',
  quantity: 'm, samples that a run draws, equal to the formula',
  kind: 'upper',
  formula: 'n * N',
  parameters: { n: shared.n, N: shared.N },
});
