import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { maximisers, gamma, beta } = shared;
const responses = { domain: 'an integer at least 0', allows: (v: number) => Number.isInteger(v) && v >= 0 };

/**
 * Def 3.1 and F.1 on laws of three levels: the least delta at which pi*_beta is sharpened at a prompt, an equality.
 *
 * Responses of mass P*, near P* and well below it; pi*_beta raises masses to the power 1 + 1/beta.
 */
export const def31 = new Bound({
  id: 'def-3.1',
  statement: 'Def 3.1 and F.1',
  source: 'Huang et al. 2024, Def 3.1 and F.1 (docs/derivations.md)',
  quantity: 'least delta at which pi*_beta has mass at least 1 - delta on y*_gamma, equal to the formula',
  kind: 'upper',
  formula:
    '1 - (maximisers + (nearRatio >= 1 - gamma) * near * nearRatio^exponent) / ' +
    '(maximisers + near * nearRatio^exponent + others * ratio^exponent)',
  where: { exponent: { formula: '1 + 1 / beta', tex: '(1 + 1/\\beta)' } },
  parameters: {
    maximisers,
    near: { meaning: 'number of responses near the likeliest', tex: 'k_\\gamma', ...responses },
    nearRatio: {
      meaning: 'their mass over P*',
      tex: 'r_\\gamma',
      domain: 'in (0, 1)',
      allows: (v) => v > 0 && v < 1,
    },
    others: { meaning: 'number of the other responses', tex: 'k', ...responses },
    ratio: { meaning: 'their mass over P*', tex: 'r', domain: 'in (0, 1)', allows: (v) => v > 0 && v < 1 },
    gamma,
    beta,
  },
  assumptions: [{ name: 'below 1 - gamma', about: 'ratio', holds: ({ ratio, gamma }) => ratio < 1 - gamma }],
});
