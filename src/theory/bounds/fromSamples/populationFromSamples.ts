import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const source = 'docs/derivations.md, Coverage from samples';
const { rho, n } = shared;
const unit = { domain: 'in [0, 1]', allows: (v: number) => v >= 0 && v <= 1 };

/** How often an end of the population's interval for the success of best-of-N misses: half of rho is for either side. */
export const bestOfNSuccessMiss = new Bound({
  id: 'success-miss',
  statement: 'Success of best-of-N from samples',
  source,
  quantity: 'P[ success of best-of-N over the population lies beyond an end of its interval ]',
  kind: 'upper',
  formula: 'rho / 2',
  parameters: { rho },
});

/** How often an end of the population's interval for best-of-N to return y*_gamma misses. */
export const modeSuccessMiss = new Bound({
  id: 'mode-success-miss',
  statement: 'How often best-of-N returns y*, from samples',
  source,
  quantity: 'P[ E_x[1 - (1 - pi_base(y*_gamma(x) | x))^N] lies beyond an end of its interval ]',
  kind: 'upper',
  formula: 'rho / 2',
  parameters: { rho },
});

/** How often the interval for best-of-N to return y*_gamma at the prompts that were drawn misses. */
export const modeSuccessOfDrawnMiss = new Bound({
  id: 'mode-success-drawn-miss',
  statement: 'How often best-of-N returns y* at the prompts drawn',
  source,
  quantity: 'P[ mean of 1 - (1 - pi_base(y*_gamma(x_i) | x_i))^N not in its interval ]',
  kind: 'upper',
  formula: 'rho',
  parameters: { rho },
});

/** How often an end of the interval for the N that the coverage profile asks for misses. */
export const drawsForCoverageMiss = new Bound({
  id: 'coverage-draws-miss',
  statement: 'N for coverage from samples',
  source,
  quantity: 'P[ the N that the profile asks for lies beyond an end of its interval ]',
  kind: 'upper',
  formula: 'rho / 2',
  parameters: { rho },
});

const rare = {
  n,
  q: {
    meaning: 'mass of the prompts whose coverage is not known',
    tex: 'q',
    domain: 'in (0, 1)',
    allows: (v: number) => v > 0 && v < 1,
  },
};

/** How far apart the samples of two worlds are that differ at rare prompts only, whatever their coverage is. */
export const rarePromptsDistance = new Bound({
  id: 'no-upper-end-distance',
  statement: 'No upper end for C_cov: samples alike',
  source,
  quantity: 'total variation between n prompts, with N draws each, of two worlds that differ at prompts of mass q',
  kind: 'upper',
  formula: '1 - (1 - q)^n',
  parameters: rare,
});

/** What an upper end for the population's coverage fails with in one of two worlds: q is as small as one likes. */
export const noUpperEnd = new Bound({
  id: 'no-upper-end',
  statement: 'No upper end for C_cov',
  source,
  quantity: 'P[ an upper end lies below C_cov ] in a world that differs at prompts of mass q',
  kind: 'lower',
  formula: 'low - (1 - (1 - q)^n)',
  parameters: {
    ...rare,
    low: { meaning: 'probability that the end is as low in the world without such prompts', tex: 'P_0', ...unit },
  },
});
