import { Bound } from '../bound.ts';
import type { Parameter } from '../bound.ts';
import { logLess } from '../gap.ts';
import { shared } from '../parameters.ts';

const { prompts, responses, hardMass, n, N } = shared;
const risk: Omit<Parameter, 'meaning' | 'tex'> = { domain: 'in [0, 1]', allows: (v) => v >= 0 && v <= 1 };

/** Of a budget of m = nN samples the minimax learner does best with m prompts and one response to each. */
export const bestSplitOfMinimax = new Bound({
  id: 'minimax-split',
  statement: 'N = 1 is the best split of the minimax learner',
  source: 'docs/derivations.md, Bound (L): no learner does better',
  quantity: 'minimax risk of n prompts with N responses each on the hard family',
  kind: 'lower',
  formula: 'single',
  parameters: { single: { meaning: 'minimax risk of nN prompts with one response each', tex: 'R_{nN, 1}', ...risk } },
});

/** The fit guesses from what a learner has seen, and no guess is better than the Bayes learner's. */
export const minimaxBelowSft = new Bound({
  id: 'minimax-sft',
  statement: 'No fit beats the minimax learner',
  source: 'docs/derivations.md, Exact minimax risk',
  quantity: 'identification risk of SFT-sharpening on the hard family',
  kind: 'lower',
  formula: 'minimax',
  parameters: { minimax: { meaning: 'minimax risk of the same plan', tex: 'R_{n, N}', ...risk } },
});

/** The mode is right where the majority is: SFT-sharpening beside voting. */
export const majorityAboveSft = new Bound({
  id: 'majority-sft',
  statement: 'The majority errs more often than the mode',
  source: 'docs/derivations.md, Bound (C)',
  quantity: 'identification risk of SFT-sharpening on the hard family',
  kind: 'upper',
  formula: 'hardMass * (fewer + half / 2 + unseen * (1 - 1 / responses))',
  parameters: {
    hardMass,
    responses,
    fewer: { meaning: 'P[the hidden response has less than half of the K >= 1 draws]', tex: 'P_<', ...risk },
    half: { meaning: 'P[the hidden response has just half of the K >= 1 draws]', tex: 'P_=', ...risk },
    unseen: { meaning: 'P[K = 0]', tex: 'P_0', ...risk },
  },
});

/** What majority voting risks at most: the first part of bound (C). */
export const majorityBound = new Bound({
  id: 'majority-bound',
  statement: 'Majority voting',
  source: 'docs/derivations.md, Bound (C)',
  quantity: 'risk of majority voting among best-of-N responses on the hard family',
  kind: 'upper',
  formula: 'hardMass * exp(n * logOne)',
  where: {
    p: { formula: 'hardMass / prompts', tex: 'p' },
    s: { formula: '-expm1(N * log1p(-2 / responses))', tex: 's' },
    u: { formula: 'exp(N * log1p(-2 / responses))', tex: '(1 - s)' },
    g1: { formula: '(sqrt(s) - sqrt(u))^2', tex: 'g_1' },
    x1: { formula: '1 - p + 2 * p * sqrt(s * u)', tex: '(1 - p g_1)' },
    logOne: { formula: logLess('g1', 'x1'), tex: '\\log(1 - p g_1)' },
  },
  parameters: { prompts, responses, hardMass, n, N },
  assumptions: [
    {
      name: 'so large that best-of-N has more than half on the hidden response: (1 - 2/M)^N < 1/2',
      about: 'N',
      holds: (v) => v.N * Math.log1p(-2 / v.responses) < -Math.LN2,
    },
  ],
});
