import { Bound } from '../bound.ts';
import { count, shared } from '../parameters.ts';
import { coinDivergence, coldEnough, freedman, leftBelowDelta, rlhf } from './parameters.ts';

const { eps, delta, beta, rho, logClassSize, support } = shared;
const { left, margin, ratio, rewardBound, extrapolation, rounds, norm, dimension } = rlhf;

/** The factor of sqrt(L/T) in Thm J.1, B = 2 (R + V) and W = 4 V, at the largest alpha that Thm J.2 allows. */
const factor = {
  formula: '(1 / 2 + 2 * sqrt(c)) * (rewardBound + ratio) * sqrt(extrapolation) + (1 + 4 * sqrt(2)) * ratio',
  tex: 'C',
};

/** Thm J.2, its first step: the regret of Thm J.1 as one rate. */
export const thmJ2Regret = new Bound({
  id: 'thm-j.2-regret',
  statement: 'Thm J.2, regret',
  source: 'docs/derivations.md, after Huang et al. 2024, Thm J.2',
  quantity: 'bound of Thm J.1 on the regret of XPO, for alpha up to beta (R + V) sqrt(L / (SEC T))',
  kind: 'upper',
  formula: 'C * sqrt(L / rounds)',
  where: { C: factor, L: { formula: 'logClassSize + log(2 * rounds / rho)', tex: 'L' }, c: freedman },
  parameters: {
    rounds: { ...rounds, domain: 'an integer at least 2', allows: (v) => Number.isInteger(v) && v >= 2 },
    logClassSize,
    rho,
    ratio,
    rewardBound,
    extrapolation,
  },
});

/**
 * Thm 4.3, J.2: so many rounds, and pairs, make XPO sharpen, for alpha up to beta (R + V) sqrt(L / (SEC T)). No coefficient
 * of coverage is in it.
 */
export const thmJ2 = new Bound({
  id: 'thm-j.2',
  statement: 'Thm 4.3 and J.2',
  source: 'docs/derivations.md, after Huang et al. 2024, Thm J.2',
  quantity:
    'T, rounds from which on the risk of XPO is at most eps with probability at least 1 - rho, up to rounding up',
  kind: 'upper',
  formula: 'max(1, 2 * A * (logClassSize + log(2 * A / rho)))',
  where: {
    A: { formula: '(C / (eps * beta * kl))^2', tex: 'A' },
    C: factor,
    c: freedman,
    kl: coinDivergence,
  },
  parameters: {
    eps,
    delta,
    tau: left,
    beta,
    margin,
    support,
    logClassSize,
    rho,
    ratio,
    rewardBound,
    extrapolation: { ...extrapolation, meaning: 'SEC at that T, at least 1/4 of a term: above 0' },
  },
  assumptions: [leftBelowDelta, coldEnough],
});

/** Thm J.3: XPO on linear softmax policies, alpha -> 0+: polynomial in the dimension, whatever the number of responses. */
export const thmJ3 = new Bound({
  id: 'thm-j.3',
  statement: 'Thm J.3',
  source: 'docs/derivations.md, after Huang et al. 2024, Thm J.3',
  quantity:
    'P_x[ pi-hat(y*(x) | x) <= 1 - delta ] of XPO on linear softmax policies, with probability at least 1 - rho',
  kind: 'upper',
  formula:
    'norm / kl * (6 / rounds + sqrt((16 * sqrt(2) * c * L + 4 * (2 + sqrt(2)) * (1 + 2 * sqrt(2)) / rounds) * S / rounds) ' +
    '+ 8 * sqrt(2 * L / rounds))',
  where: {
    L: { formula: 'log(2 * rounds / rho) + dimension * log(6 * rounds)', tex: 'L' },
    S: { formula: '8 / log(5) * dimension * log1p(4 * rounds / dimension)', tex: 'S' },
    c: freedman,
    kl: { ...coinDivergence, formula: 'delta * log(2) + (1 - delta) * log1p(-delta / (2 - delta))' },
  },
  parameters: {
    norm: { ...norm, meaning: 'B, at least (1 + 1/beta) times the norm of the parameter of the base policy' },
    dimension,
    rounds,
    delta,
    rho,
    margin,
    support: { ...support, ...count },
    beta,
  },
  assumptions: [
    {
      name: 'so small that 1 + 1/beta is at least log(2 support / delta) / log(1 + margin)',
      about: 'beta',
      holds: (values) => coldEnough.holds({ ...values, tau: values.delta / 2 }),
    },
  ],
});

/** Thm J.3, its condition as the paper has it: a base parameter of at most gamma_margin B/(3 log(2|Y|/delta)) leaves pi*_beta in the class. */
export const thmJ3Norm = new Bound({
  id: 'thm-j.3-norm',
  statement: 'Thm J.3, norm of the base policy',
  source: 'Huang et al. 2024, Thm J.3 (docs/derivations.md)',
  quantity: 'norm of the parameter of pi*_beta, 1/beta = 2 log(2 |Y| / delta) / gamma_margin',
  kind: 'upper',
  formula: 'norm',
  parameters: { norm, margin, support: { ...support, ...count }, delta },
  assumptions: [
    {
      name: 'at most log(2 support / delta), as in (0, 1) it is',
      about: 'margin',
      holds: ({ margin, support, delta }) => margin <= Math.log((2 * support) / delta),
    },
  ],
});
