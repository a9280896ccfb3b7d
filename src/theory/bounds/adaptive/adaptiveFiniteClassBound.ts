import { Bound } from '../bound.ts';
import { gap } from '../gap.ts';
import { shared } from '../parameters.ts';

const { logClassSize, delta, mu, n } = shared;

/**
 * Bound (A) for adaptive SFT-sharpening, in expectation: the stopping rule leaves at most tau = exp(-mu) off y* at every
 * prompt (Lemma I.1), so that no prompt is missed. At mu = log(2/delta) it is below Thm D.1.
 */
export const adaptiveFiniteClassBound = new Bound({
  id: 'bound-a-adaptive',
  statement: 'Bound (A), adaptive',
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm D.1',
  quantity: 'E P_x[ pi-hat(y*(x) | x) <= 1 - delta ] of adaptive SFT-sharpening',
  kind: 'upper',
  formula: '(logClassSize + 1) / (g * n)',
  where: { g: gap, tau: { formula: 'exp(-mu)', tex: '\\tau' } },
  parameters: { logClassSize, delta, mu, n },
  assumptions: [
    { name: 'above log(1/delta)', about: 'mu', holds: ({ delta: most, mu: stop }) => Math.exp(-stop) < most },
  ],
});
