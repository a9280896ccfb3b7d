import { Bound } from '../bound.ts';
import { gap, tauBelowDelta } from '../gap.ts';
import { shared } from '../parameters.ts';

const { rho, delta, tau, n, N, logClassSize, coverage } = shared;
const where = { g: gap };
const assumptions = [tauBelowDelta];
const source = 'docs/derivations.md, beside Huang et al. 2024, Thm 4.1';

/**
 * The risk of SFT-sharpening over any finite class that holds pi^BoN_N, with probability at least 1 - rho.
 *
 * Thm 4.1' with tau for delta/2, and with the distance that it leaves: at delta = 1/2 and tau = 0.032 less than a third.
 */
export const finiteClassBound = new Bound({
  id: 'bound-a',
  statement: 'Bound (A)',
  source,
  quantity: 'P_x[ pi-hat(y*_gamma(x) | x) <= 1 - delta ], with probability at least 1 - rho',
  kind: 'upper',
  formula: '(logClassSize + log(1 / rho)) / (g * n) + coverage * log(1 / tau) / N',
  where,
  parameters: { logClassSize, rho, delta, tau, n, coverage, N },
  assumptions,
});

/** Bound (A) integrated over rho in (0, 1): a bound on the expected risk. */
export const finiteClassBoundInExpectation = new Bound({
  id: 'bound-a-expectation',
  statement: 'Bound (A) in expectation',
  source,
  quantity: 'E P_x[ pi-hat(y*_gamma(x) | x) <= 1 - delta ]',
  kind: 'upper',
  formula: '(logClassSize + 1) / (g * n) + coverage * log(1 / tau) / N',
  where,
  parameters: { logClassSize, delta, tau, n, coverage, N },
  assumptions,
});
