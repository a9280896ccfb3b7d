import type { Parameter } from './bound.ts';

const openUnit = { domain: 'in (0, 1)', allows: (v: number) => v > 0 && v < 1 };
const count = { domain: 'an integer at least 1', allows: (v: number) => Number.isInteger(v) && v >= 1 };

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
} satisfies Record<string, Parameter>;
