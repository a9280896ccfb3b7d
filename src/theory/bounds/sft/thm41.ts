import { Bound } from '../bound.ts';
import { kappa } from '../kappa.ts';
import { shared } from '../parameters.ts';

const { rho, delta, eps, n, N, p, logClassSize, coverage, coverageP } = shared;

/** How far the fit is off: the first term, and all of Thm D.1. */
export const fit = '2 * kappa * (logClassSize + log(1 / rho)) / (delta * n)';

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
  formula: `${fit} + coverage / Nstar`,
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

/** Thm 4.1' by another norm of coverage: with p above 1 fewer responses a prompt, where few prompts are badly covered. */
export const thm41P = new Bound({
  id: 'thm-4.1-p',
  statement: "Thm 4.1', p-norm",
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm 4.1',
  quantity: 'P_x[ pi-hat(y*_gamma(x) | x) <= 1 - delta ], with probability at least 1 - rho',
  kind: 'upper',
  formula: `${fit} + (coverage / Nstar)^p`,
  where,
  parameters: { logClassSize, rho, delta, n, coverage: coverageP, N, p },
});

/**
 * Thm 4.1' as the samples that a risk of eps takes, half of eps for each term; at p = 1 the paper's form.
 *
 *   m = n N,  n = 4 kappa log(|Pi| / rho) / (delta eps),  N = C (2/eps)^(1/p) log(2/delta).
 *
 * n and N have to be rounded up, which makes m larger by at most n + N + 1.
 */
export const thm41Samples = new Bound({
  id: 'thm-4.1-samples',
  statement: "Thm 4.1', samples",
  source: 'Huang et al. 2024, Thm 4.1 (docs/derivations.md)',
  quantity: 'm = nN, samples at which the risk is at most eps with probability at least 1 - rho',
  kind: 'upper',
  formula:
    '4 * kappa * coverage * 2^(1 / p) * (logClassSize + log(1 / rho)) * log(2 / delta) / (delta * eps^(1 + 1 / p))',
  where: { kappa },
  parameters: { logClassSize, rho, delta, eps, coverage: coverageP, p },
});
