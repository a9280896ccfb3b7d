import { Bound } from './bound.ts';
import { kappa } from './kappa.ts';
import { shared } from './parameters.ts';

const { rho, delta, n, N, logClassSize, coverage } = shared;

// N* is the largest with N >= N* log(2/delta).
const where = {
  kappa,
  Nstar: { formula: 'N / log(2 / delta)', tex: 'N^*' },
};

/**
 * Thm 4.1': the risk of SFT-sharpening when pi^BoN_N is in Pi, with probability at least 1 - rho.
 *
 * The body of the paper puts log(2/delta) into N*; as in its appendix, N = N* log(2/delta) here.
 */
export const thm41 = new Bound({
  id: 'thm-4.1',
  statement: "Thm 4.1'",
  source: 'Huang et al. 2024, Thm 4.1 (constant in docs/derivations.md)',
  quantity: 'P_x[ pi-hat(y*_gamma(x) | x) <= 1 - delta ], with probability at least 1 - rho',
  kind: 'upper',
  formula: '2 * kappa * (logClassSize + log(1 / rho)) / (delta * n) + coverage / Nstar',
  where,
  parameters: { logClassSize, rho, delta, n, coverage, N },
});

/** Thm 4.1' integrated over rho in (0, 1): a bound on the expected risk. */
export const thm41InExpectation = new Bound({
  id: 'thm-4.1-expectation',
  statement: "Thm 4.1' in expectation",
  source: 'Huang et al. 2024, Thm 4.1, integrated over rho (docs/derivations.md)',
  quantity: 'E P_x[ pi-hat(y*_gamma(x) | x) <= 1 - delta ]',
  kind: 'upper',
  formula: '2 * kappa * (logClassSize + 1) / (delta * n) + coverage / Nstar',
  where,
  parameters: { logClassSize, delta, n, coverage, N },
});
