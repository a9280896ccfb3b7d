import { Bound } from '../bound.ts';
import { positive, shared } from '../parameters.ts';
import { freedman, rlhf } from './parameters.ts';

const { beta, rho, logClassSize } = shared;
const { ratio, range, spread, rounds, extrapolation, alpha } = rlhf;
const quantity = 'regret of XPO, averaged over T rounds and so of the best of them, with probability at least 1 - rho';
const source = 'docs/derivations.md, after Huang et al. 2024, Thm J.1';

/** log(2 |Pi| T / rho), and the same without the T rounds. */
const logs = {
  L: { formula: 'logClassSize + log(2 * rounds / rho)', tex: 'L' },
  L2: { formula: 'logClassSize + log(2 / rho)', tex: 'L_2' },
};
const classed = { ratio, range, rounds, extrapolation, logClassSize, rho };

/**
 * Thm J.1: the regret of XPO, of any weight of optimism alpha.
 *
 * It grows with alpha, so that alpha -> 0+ is best: optimism then only breaks ties.
 */
export const thmJ1 = new Bound({
  id: 'thm-j.1',
  statement: 'Thm J.1',
  source,
  quantity,
  kind: 'upper',
  formula:
    'ratio / rounds + alpha * extrapolation / (2 * beta) + sqrt(c * range^2 * L2 * extrapolation / rounds) ' +
    '+ spread * sqrt(2 * L / rounds)',
  where: { ...logs, c: freedman },
  parameters: { ...classed, spread, alpha, beta },
});

/** Thm J.1 with Bernstein's inequality for what is drawn from the base policy, in the place of Hoeffding's. */
export const thmJ1Bernstein = new Bound({
  id: 'thm-j.1-bernstein',
  statement: 'Thm J.1 by variance',
  source,
  quantity,
  kind: 'upper',
  formula:
    'ratio / rounds + alpha * extrapolation / (2 * beta) + sqrt(c * range^2 * L2 * extrapolation / rounds) ' +
    '+ 2 * deviation * sqrt(2 * L / rounds) + spread * L * (1 + log(rounds)) / (3 * rounds)',
  where: { ...logs, c: freedman },
  parameters: {
    ...classed,
    spread,
    deviation: {
      meaning: 'largest standard deviation of beta log pi/pi*_beta under the base policy, nats',
      tex: 's',
      domain: 'a finite number at least 0',
      allows: (v) => v >= 0 && v < Infinity,
    },
    alpha,
    beta,
  },
});

/** Thm J.1 for a class that is not finite, by a net of it in max |log pi/pi'|. */
export const thmJ1Covering = new Bound({
  id: 'thm-j.1-covering',
  statement: 'Thm J.1 by a net',
  source,
  quantity,
  kind: 'upper',
  formula:
    'ratio / rounds + alpha * extrapolation / beta ' +
    '+ sqrt((c * sqrt(2) * range^2 * L + 4 * (2 + sqrt(2)) * (1 + 2 * sqrt(2)) * beta^2 * e^2 * rounds) * extrapolation / rounds) ' +
    '+ spread * sqrt(2 * L / rounds) + 2 * beta * e',
  where: { L: { formula: 'logCovering + log(2 * rounds / rho)', tex: 'L' }, c: freedman },
  parameters: {
    ratio,
    range,
    spread,
    rounds,
    extrapolation,
    logCovering: {
      meaning: "log N(Pi, e): so many members come within e of every policy of the class in max |log pi/pi'|, nats",
      tex: '\\log N(\\Pi, e)',
      domain: 'a finite number at least 0',
      allows: (v) => v >= 0 && v < Infinity,
    },
    e: { meaning: 'e, nats', tex: 'e', ...positive },
    rho,
    alpha,
    beta,
  },
});

/** (A0): optimism by the mean of log pi under the base policy, among the policies that fit all pairs. */
export const exactOptimism = new Bound({
  id: 'exact-optimism',
  statement: 'Exact optimism',
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm J.1',
  quantity:
    'regret of XPO with E_base[log pi] for its sum and alpha -> 0+, averaged over T rounds, with probability at least 1 - rho',
  kind: 'upper',
  formula: 'ratio / rounds + range * sqrt(extrapolation * (logClassSize + log(1 / rho)) / rounds)',
  parameters: { ...classed, extrapolation: { ...extrapolation, meaning: 'SEC at lambda = B^2 log(|Pi| / rho)' } },
});

const differing = {
  meaning: 'S01, the coefficient of P[g != 0] at lambda = the logarithm in the bound',
  tex: 'S_{01}',
  domain: 'a finite number at least 0',
  allows: (v: number) => v >= 0 && v < Infinity,
};

/** (X): at the rate 1/T, because rewards are noiseless. */
export const exactOptimismRate = new Bound({
  id: 'exact-optimism-rate',
  statement: 'Exact optimism, rate 1/T',
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm J.1',
  quantity: exactOptimism.spec.quantity,
  kind: 'upper',
  formula: '(ratio + range * (logClassSize + log(1 / rho)) * differing) / rounds',
  parameters: { ratio, range, rounds, differing, logClassSize, rho },
});

/** (X) for the sum that Alg. 1 draws, alpha -> 0+. */
export const sampledOptimismRate = new Bound({
  id: 'sampled-optimism-rate',
  statement: 'Sampled optimism, rate 1/T',
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm J.1',
  quantity: 'regret of XPO, alpha -> 0+, averaged over T rounds, with probability at least 1 - rho',
  kind: 'upper',
  formula: '(ratio + range * L2 * differing) / rounds + spread * sqrt(2 * L / rounds)',
  where: logs,
  parameters: { ratio, range, spread, rounds, differing, logClassSize, rho },
});
