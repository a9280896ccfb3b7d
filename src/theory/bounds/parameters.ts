import type { Assumption, Parameter } from './bound.ts';

/** Domains of parameters. */
const openUnit = { domain: 'in (0, 1)', allows: (v: number) => v > 0 && v < 1 };
export const count = { domain: 'an integer at least 1', allows: (v: number) => Number.isInteger(v) && v >= 1 };
export const positive = { domain: 'a finite number above 0', allows: (v: number) => v > 0 && v < Infinity };
const unit = { domain: 'in (0, 1]', allows: (v: number) => v > 0 && v <= 1 };

/** The parameters that several theorems share. */
export const shared = {
  rho: { meaning: 'failure probability of the statement', tex: '\\rho', ...openUnit },
  delta: { meaning: 'mass that a sharpened policy may leave off y*', tex: '\\delta', ...openUnit },
  tau: { meaning: 'mass that best-of-N may leave off y*', tex: '\\tau', ...openUnit },
  n: { meaning: 'number of prompts', tex: 'n', ...count },
  N: { meaning: 'responses drawn for each prompt', tex: 'N', ...count },
  m: {
    meaning: 'samples in all',
    tex: 'm',
    domain: 'a finite number at least 0',
    allows: (v: number) => v >= 0 && v < Infinity,
  },
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
  prompts: { meaning: 'd, hard prompts', tex: 'd', ...count },
  responses: {
    meaning: 'M, responses to a hard prompt',
    tex: 'M',
    domain: 'an integer at least 3',
    allows: (v: number) => Number.isInteger(v) && v >= 3,
  },
  hardMass: { meaning: 'Delta, mass of the hard prompts together', tex: '\\Delta', ...unit },
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
    ...unit,
  },
  maximisers: { meaning: 'k* = |y*|, number of responses of mass P*', tex: 'k^*', ...count },
  draws: { meaning: 'number of draws', tex: 'k', ...count },
  support: { meaning: '|Y|, number of responses that can occur', tex: '|Y|', ...count },
} satisfies Record<string, Parameter>;

/** M where the proofs of App. H ask for 8. */
export const eightResponses: Parameter = {
  ...shared.responses,
  domain: 'an integer at least 8',
  allows: (v) => Number.isInteger(v) && v >= 8,
};

/** C_cov,p, which is C_cov at p = 1. */
export const coverageOfOrderP: Parameter = {
  ...shared.coverage,
  meaning: 'C_cov,p = E_x[ pi_base(y*(x) | x)^-p ]^(1/p)',
  tex: 'C_{\\mathrm{cov},p}',
};

/** What the lower bounds in terms of C_cov,p assume of it: that the hard prompts make up at least half of C_cov,p^p. */
export const coverageAtLeast: Assumption<'coverage' | 'p'> = {
  name: 'so large that coverage^p is at least 2',
  about: 'coverage',
  holds: ({ coverage, p }) => coverage ** p >= 2,
};
