import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';
import { betaAtMostOne, coinDivergence, coldEnough, leftBelowDelta, rlhf } from './parameters.ts';

const { n, rho, delta, beta, gamma, coverage, logClassSize, support } = shared;
const { range, concentrability, lossCoverage, margin, left } = rlhf;
const source = 'docs/derivations.md, after Huang et al. 2024, Thm 4.2';
const regretQuantity = 'J_beta(pi*_beta) - J_beta(pi-hat), pi-hat fitted to n pairs, with probability at least 1 - rho';
const riskQuantity = 'P_x[ pi-hat(y*(x) | x) <= 1 - delta ], with probability at least 1 - rho';

const pairs = { n: { ...n, meaning: 'number of pairs' }, logClassSize, rho };
const bounded = { range, concentrability, ...pairs };
const unbounded = { concentrability, lossCoverage, beta, ...pairs };

const boundedRegret = 'range * sqrt(concentrability * (logClassSize + log(1 / rho)) / n)';
/** The share of pairs on which a fit may still be wrong, and the moment of its error there. */
const where = {
  p: { formula: '(logClassSize + log(1 / rho)) / n', tex: 'p' },
  q: { formula: 'log(2 * lossCoverage * n / (logClassSize + log(1 / rho)))', tex: 'q' },
};
const unboundedRegret = '2 * sqrt(concentrability * p * (q^2 + 2 * q + 2))';

/** Thm 4.2 for bounded differences, as a regret: rewards are noiseless, so a fit errs on few pairs. */
export const thm42Regret = new Bound({
  id: 'thm-4.2-regret',
  statement: 'Thm 4.2, regret',
  source,
  quantity: regretQuantity,
  kind: 'upper',
  formula: boundedRegret,
  parameters: bounded,
});

/** Thm 4.2 as a regret whatever the size of differences: C_loss bounds their tails. */
export const thm42UnboundedRegret = new Bound({
  id: 'thm-4.2-unbounded-regret',
  statement: 'Thm 4.2, regret without bounded rewards',
  source,
  quantity: regretQuantity,
  kind: 'upper',
  formula: unboundedRegret,
  where,
  parameters: unbounded,
  assumptions: [betaAtMostOne],
});

/** Thm 4.2: reward-regression DPO sharpens, under the temperature condition. */
export const thm42 = new Bound({
  id: 'thm-4.2',
  statement: 'Thm 4.2',
  source,
  quantity: riskQuantity,
  kind: 'upper',
  formula: `${unboundedRegret} / (beta * kl)`,
  where: { ...where, kl: coinDivergence },
  parameters: { ...unbounded, delta, tau: left, margin, support },
  assumptions: [betaAtMostOne, leftBelowDelta, coldEnough],
});

/** Thm 4.2 for bounded differences. */
export const thm42Bounded = new Bound({
  id: 'thm-4.2-bounded',
  statement: 'Thm 4.2 for bounded rewards',
  source,
  quantity: riskQuantity,
  kind: 'upper',
  formula: `${boundedRegret} / (beta * kl)`,
  where: { kl: coinDivergence },
  parameters: { ...bounded, beta, delta, tau: left, margin, support },
  assumptions: [leftBelowDelta, coldEnough],
});

const marginForm = (regret: string) => `(${regret} + beta * log(coverage) - log1p(-gamma)) / (delta * log1p(margin))`;

/** Thm 4.2': by the margin, at every temperature. */
export const thm42P = new Bound({
  id: 'thm-4.2-margin',
  statement: "Thm 4.2'",
  source,
  quantity: riskQuantity,
  kind: 'upper',
  formula: marginForm(unboundedRegret),
  where,
  parameters: { ...unbounded, coverage, gamma, delta, margin },
  assumptions: [betaAtMostOne],
});

/** Thm 4.2' for bounded differences. */
export const thm42PBounded = new Bound({
  id: 'thm-4.2-margin-bounded',
  statement: "Thm 4.2' for bounded rewards",
  source,
  quantity: riskQuantity,
  kind: 'upper',
  formula: marginForm(boundedRegret),
  parameters: { ...bounded, beta, coverage, gamma, delta, margin },
});
