import type { Parameter } from './bound.ts';

/** Domains of parameters. */
const openUnit = { domain: 'in (0, 1)', allows: (v: number) => v > 0 && v < 1 };
export const count = { domain: 'an integer at least 1', allows: (v: number) => Number.isInteger(v) && v >= 1 };
export const positive = { domain: 'a finite number above 0', allows: (v: number) => v > 0 && v < Infinity };

/** The parameters that several theorems share. */
export const shared = {
  rho: { meaning: 'failure probability of the statement', tex: '\\rho', ...openUnit },
  delta: { meaning: 'mass that a sharpened policy may leave off y*', tex: '\\delta', ...openUnit },
  n: { meaning: 'number of prompts', tex: 'n', ...count },
  N: { meaning: 'responses drawn for each prompt', tex: 'N', ...count },
  logClassSize: {
    meaning: 'log |Pi|, nats',
    tex: '\\log|\\Pi|',
    domain: 'a finite number at least 0',
    allows: (v: number) => v >= 0 && v < Infinity,
  },
  coverage: {
    meaning: 'C_cov,gamma = E_x[1 / pi_base(y*_gamma(x) | x)]',
    tex: 'C_{\\mathrm{cov},\\gamma}',
    domain: 'a finite number at least 1',
    // Averages of exact ones come out a rounding error below 1.
    allows: (v: number) => v >= 1 - 1e-9 && v < Infinity,
  },
  coverageP: {
    meaning: 'C_cov,gamma,p = E_x[pi_base(y*_gamma(x) | x)^-p]^(1/p); p = 1 gives C_cov,gamma',
    tex: 'C_{\\mathrm{cov},\\gamma,p}',
    domain: 'a finite number at least 1',
    allows: (v: number) => v >= 1 - 1e-9 && v < Infinity,
  },
  peakCoverage: {
    meaning: 'Cbar_cov = E_x[1 / max_y pi_base(y | x)]',
    tex: '\\bar{C}_{\\mathrm{cov}}',
    domain: 'a finite number at least 1',
    allows: (v: number) => v >= 1 - 1e-9 && v < Infinity,
  },
  p: { meaning: 'p, the norm of the coverage coefficient', tex: 'p', ...positive },
  eps: { meaning: 'risk that is asked for', tex: '\\varepsilon', ...openUnit },
  gamma: {
    meaning: 'how far below the likeliest a response may lie and count as a near maximiser',
    tex: '\\gamma',
    domain: 'in [0, 1)',
    allows: (v: number) => v >= 0 && v < 1,
  },
  beta: { meaning: 'weight of the divergence from the base policy', tex: '\\beta', ...positive },
  mu: { meaning: 'stopping constant of adaptive best-of-N', tex: '\\mu', ...positive },
  peak: {
    meaning: 'P*, the largest mass of a response',
    tex: 'P^*',
    domain: 'in (0, 1]',
    allows: (v: number) => v > 0 && v <= 1,
  },
  maximisers: { meaning: 'k* = |y*|, number of responses of mass P*', tex: 'k^*', ...count },
  draws: { meaning: 'number of draws', tex: 'k', ...count },
  support: { meaning: '|Y|, number of responses that can occur', tex: '|Y|', ...count },
} satisfies Record<string, Parameter>;
