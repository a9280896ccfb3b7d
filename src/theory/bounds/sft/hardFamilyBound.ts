import { Bound } from '../bound.ts';
import { logLess } from '../gap.ts';
import { shared } from '../parameters.ts';

const { prompts, responses, hardMass, n, N } = shared;

/**
 * The expected risk of SFT-sharpening on the hard family, delta = 1/2, where best-of-N has more than half on y*.
 *
 *   Delta min{ 1, (1 - p g1)^n, (M - 1)(1 - p g2)^n },  p = Delta/d,  g1 = (sqrt s - sqrt(1 - s))^2,  g2 = (sqrt s - sqrt r)^2
 *
 * with s = 1 - (1 - 2/M)^N what best-of-N has on y* and r = (1 - s)/(M - 1) on each other response.
 */
export const hardFamilyBound = new Bound({
  id: 'bound-c',
  statement: 'Bound (C)',
  source: 'docs/derivations.md',
  quantity: 'E P_x[ pi-hat(y*(x) | x) <= 1/2 ] on the hard family',
  kind: 'upper',
  formula: 'hardMass * min(1, exp(n * logOne), (responses - 1) * exp(n * logTwo))',
  where: {
    p: { formula: 'hardMass / prompts', tex: 'p' },
    s: { formula: '-expm1(N * log1p(-2 / responses))', tex: 's' },
    u: { formula: 'exp(N * log1p(-2 / responses))', tex: '(1 - s)' },
    r: { formula: 'u / (responses - 1)', tex: 'r' },
    logOne: { formula: logLess('g1', 'x1'), tex: '\\log(1 - p g_1)' },
    logTwo: { formula: logLess('g2', 'x2'), tex: '\\log(1 - p g_2)' },
    g1: { formula: '(sqrt(s) - sqrt(u))^2', tex: 'g_1' },
    g2: { formula: '(sqrt(s) - sqrt(r))^2', tex: 'g_2' },
    x1: { formula: '1 - p + 2 * p * sqrt(s * u)', tex: '(1 - p g_1)' },
    x2: { formula: '1 - p + p * (u - r + 2 * sqrt(s * r))', tex: '(1 - p g_2)' },
  },
  parameters: { prompts, responses, hardMass, n, N },
  assumptions: [
    {
      name: 'so large that best-of-N has more than half on y*: (1 - 2/M)^N < 1/2',
      about: 'N',
      holds: ({ responses: M, N: draws }) => draws * Math.log1p(-2 / M) < -Math.LN2,
    },
  ],
});
