import { Bound } from '../bound.ts';
import { kappa } from '../kappa.ts';
import { shared } from '../parameters.ts';
import { fit } from '../sft/thm41.ts';

const { logClassSize, rho, delta, eps, n, mu, peakCoverage } = shared;

/** Thm D.1: the risk of adaptive SFT-sharpening when pi^AdaBoN_mu is in Pi and mu = log(2/delta). */
export const thmD1 = new Bound({
  id: 'thm-d.1',
  statement: 'Thm D.1',
  source: 'Huang et al. 2024, Thm D.1 (constant in docs/derivations.md)',
  quantity: 'P_x[ pi-hat(y*(x) | x) <= 1 - delta ], with probability at least 1 - rho',
  kind: 'upper',
  formula: fit,
  where: { kappa },
  parameters: { logClassSize, rho, delta, n },
});

/** Thm D.1 integrated over rho in (0, 1): a bound on the expected risk. */
export const thmD1InExpectation = new Bound({
  id: 'thm-d.1-expectation',
  statement: 'Thm D.1 in expectation',
  source: 'Huang et al. 2024, Thm D.1, integrated over rho (docs/derivations.md)',
  quantity: 'E P_x[ pi-hat(y*(x) | x) <= 1 - delta ]',
  kind: 'upper',
  formula: '2 * kappa * (logClassSize + 1) / (delta * n)',
  where: { kappa },
  parameters: { logClassSize, delta, n },
});

/**
 * Thm D.1: the samples that adaptive SFT-sharpening draws.
 *
 * The statement says E[m] = n Cbar_cov log(1/delta); what is proved is this, at mu = log(2/delta).
 */
export const thmD1Cost = new Bound({
  id: 'thm-d.1-cost',
  statement: 'Thm D.1, cost',
  source: 'Huang et al. 2024, Thm D.1',
  quantity: 'E[m], samples that n prompts take',
  kind: 'upper',
  formula: 'n * (1 + mu) * peakCoverage',
  parameters: { n, mu, peakCoverage },
});

/**
 * Thm D.1 as the samples that a risk of eps takes on average: n = 2 kappa log(|Pi| / rho) / (delta eps) prompts, rounded up,
 * at mu = log(2/delta).
 */
export const thmD1Samples = new Bound({
  id: 'thm-d.1-samples',
  statement: 'Thm D.1, samples',
  source: 'Huang et al. 2024, Thm D.1 (docs/derivations.md)',
  quantity: 'E[m], samples at which the risk is at most eps with probability at least 1 - rho',
  kind: 'upper',
  formula: '2 * kappa * peakCoverage * (logClassSize + log(1 / rho)) * (1 + log(2 / delta)) / (delta * eps)',
  where: { kappa },
  parameters: { logClassSize, rho, delta, eps, peakCoverage },
});
