import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

/** Orderings of the coefficients: C_cov <= Cbar_cov, C_cov,gamma falls in gamma, C_cov,gamma,p grows in p. */
export const coverageOrder = new Bound({
  id: 'coverage-order',
  statement: 'Order of coefficients',
  source: 'Huang et al. 2024, section 3, App. D and F',
  quantity: 'C_cov beside Cbar_cov; C_cov,gamma beside a smaller gamma; C_cov,gamma,p beside a larger p',
  kind: 'upper',
  formula: 'larger',
  parameters: { larger: { ...shared.coverage, meaning: 'the coefficient that is the larger one', tex: 'C' } },
});
