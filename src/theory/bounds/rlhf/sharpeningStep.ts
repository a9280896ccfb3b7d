import { Bound } from '../bound.ts';
import type { Assumption } from '../bound.ts';
import { kappa } from '../kappa.ts';
import { shared } from '../parameters.ts';
import { coinDivergence, coldEnough, leftBelowDelta, rlhf } from './parameters.ts';

const { beta, delta, gamma, coverage, support } = shared;
const { regret, margin, left } = rlhf;
const quantity = 'P_x[ pi-hat(y*(x) | x) <= 1 - delta ]';

/**
 * The temperature condition: from this exponent on, 1 + 1/beta, pi*_beta leaves at most tau off y*.
 *
 * The informal Thm 4.3 asks for 1/beta >= 2 log(|Y| / tau) / gamma_margin at tau = delta/2: enough up to a margin of 2.51 only.
 */
export const exponentForSharpness = new Bound({
  id: 'temperature',
  statement: 'Temperature condition',
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm 4.3',
  quantity: 'least exponent 1 + 1/beta at which pi*_beta leaves at most tau off y*',
  kind: 'upper',
  formula: 'log(support / tau) / log1p(margin)',
  parameters: { support, margin, tau: left },
});

/**
 * The same where y* are several responses: the margin is that of their largest mass over the next one, as in Assumption J.2, and not
 * that of their mass together, as we have it in print.
 */
export const exponentForModes = new Bound({
  id: 'temperature-modes',
  statement: 'Temperature condition, several maximisers',
  source: 'docs/derivations.md, What Alg. 1 and its assumptions print',
  quantity: exponentForSharpness.spec.quantity,
  kind: 'upper',
  formula: 'log(support / (maximisers * tau)) / log(peak / next)',
  parameters: {
    support,
    peak: { ...shared.peak, meaning: 'P*, mass of each maximiser' },
    maximisers: shared.maximisers,
    next: { ...shared.peak, meaning: 'largest mass below P*', tex: 'P_2' },
    tau: left,
  },
  assumptions: [{ name: 'below the largest mass', about: 'next', holds: ({ next, peak }) => next < peak }],
});

/** From regret to sharpness: where pi*_beta leaves at most tau off y*, a fit that leaves delta pays beta kl(delta, tau). */
export const sharpeningStep = new Bound({
  id: 'sharpening-step',
  statement: 'Sharpening step',
  source: 'docs/derivations.md, beside Huang et al. 2024, proof of Thm J.2',
  quantity,
  kind: 'upper',
  formula: 'regret / (beta * kl)',
  where: { kl: coinDivergence },
  parameters: { regret, beta, delta, tau: left, margin, support },
  assumptions: [leftBelowDelta, coldEnough],
});

/** The temperature condition at tau = delta/2. */
const coldAtHalf: Assumption<'beta' | 'support' | 'delta' | 'margin'> = {
  name: 'so small that 1 + 1/beta is at least log(2 support / delta) / log(1 + margin)',
  about: 'beta',
  holds: (values) => coldEnough.holds({ ...values, tau: values.delta / 2 }),
};

/** The sharpening step by Hellinger's distance, as Thm 4.1' has it, at tau = delta/2: at least 2.25 times as large. */
export const sharpeningStepKappa = new Bound({
  id: 'sharpening-step-kappa',
  statement: 'Sharpening step by Hellinger',
  source: 'Huang et al. 2024, proof of Thm J.2 (docs/derivations.md)',
  quantity,
  kind: 'upper',
  formula: 'kappa * regret / (beta * delta)',
  where: { kappa },
  parameters: { regret, beta, delta, margin, support },
  assumptions: [coldAtHalf],
});

/** The sharpening step by Pinsker's inequality, at tau = delta/2: 1/delta^2 in the place of 1/delta. */
export const sharpeningStepPinsker = new Bound({
  id: 'sharpening-step-pinsker',
  statement: 'Sharpening step by Pinsker',
  source: 'docs/derivations.md, beside Huang et al. 2024, proof of Thm J.2',
  quantity,
  kind: 'upper',
  formula: '2 * regret / (beta * delta^2)',
  parameters: { regret, beta, delta, margin, support },
  assumptions: [coldAtHalf],
});

/** From regret to sharpness by the margin: at every temperature, at the price of beta log C_cov. */
export const marginStep = new Bound({
  id: 'margin-step',
  statement: 'Sharpening step by the margin',
  source: 'Huang et al. 2024, proof of Thm 4.2 (docs/derivations.md)',
  quantity,
  kind: 'upper',
  formula: '(regret + beta * log(coverage) - log1p(-gamma)) / (delta * log1p(margin))',
  parameters: { regret, beta, coverage, gamma, delta, margin },
});
