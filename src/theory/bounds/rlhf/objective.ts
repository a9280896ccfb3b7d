import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';
import { rlhf } from './parameters.ts';

const { beta } = shared;
const regret = 'J_beta(pi*_beta) - J_beta(pi)';
const any = { domain: 'a finite number', allows: (v: number) => Number.isFinite(v) };
const source = 'docs/derivations.md, beside Huang et al. 2024, section 4.2';

/** The regret of any policy is beta KL(pi || pi*_beta): an equality. */
export const objectiveGap = new Bound({
  id: 'objective-gap',
  statement: 'Regret as a divergence',
  source,
  quantity: `${regret}, equal to the formula`,
  kind: 'upper',
  formula: 'beta * divergence',
  parameters: {
    beta,
    divergence: { meaning: 'E_x KL(pi || pi*_beta), nats', tex: '\\mathrm{KL}', ...any },
  },
});

/** The regret as what a comparison with the base policy shows, and what it does not: an equality. */
export const objectiveGapByPairs = new Bound({
  id: 'objective-gap-pairs',
  statement: 'Regret by pairs',
  source: 'Huang et al. 2024, proof of Thm J.1 (docs/derivations.md)',
  quantity: `${regret}, equal to the formula`,
  kind: 'upper',
  formula: 'pairs + baseline',
  parameters: {
    pairs: { meaning: "E[g_pi(x, y, y')], y from pi and y' from pi_base, nats", tex: '\\mathbb{E}[g]', ...any },
    baseline: { meaning: 'E_base[beta log pi/pi*_beta], nats', tex: '\\mathbb{E}_{\\mathrm{base}}[h]', ...any },
  },
});

/** The regret is at most 2 V. */
export const objectiveGapMost = new Bound({
  id: 'objective-gap-most',
  statement: 'Largest regret',
  source,
  quantity: regret,
  kind: 'upper',
  formula: '2 * ratio',
  parameters: { ratio: rlhf.ratio },
});

/** The regret of the base policy is at most V: what the first round of XPO costs. */
export const objectiveGapOfBase = new Bound({
  id: 'objective-gap-base',
  statement: 'Regret of the base policy',
  source,
  quantity: 'J_beta(pi*_beta) - J_beta(pi_base)',
  kind: 'upper',
  formula: 'ratio',
  parameters: { ratio: { ...rlhf.ratio, meaning: 'V, at least |beta log pi*_beta/pi_base|, nats' } },
});

/** The optimum under the log-likelihood reward: an equality. */
export const objectiveOptimum = new Bound({
  id: 'objective-optimum',
  statement: 'Optimum of the objective',
  source,
  quantity: 'J_beta(pi*_beta), equal to the formula',
  kind: 'upper',
  formula: 'beta * logPowerSum',
  parameters: {
    beta,
    logPowerSum: {
      meaning: 'E_x log sum_y pi_base(y | x)^(1 + 1/beta), nats',
      tex: '\\mathbb{E}_x \\log Z_\\beta',
      ...any,
    },
  },
});
