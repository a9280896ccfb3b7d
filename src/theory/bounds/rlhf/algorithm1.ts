import { Bound } from '../bound.ts';
import { positive } from '../parameters.ts';
import { rlhf } from './parameters.ts';

const nonNegative = { domain: 'a finite number at least 0', allows: (v: number) => v >= 0 && v < Infinity };

/** Alg. 1 with the plus of its proof: of two policies the fit takes the one with the smaller error. The paper prints a minus. */
export const algorithm1Sign = new Bound({
  id: 'alg-1-sign',
  statement: 'Alg. 1, sign of the squares',
  source: 'docs/deviations.md, beside Huang et al. 2024, Alg. 1',
  quantity: 'sum of squares of the fit of Alg. 1, alpha -> 0+, in a class of two, equal to the formula',
  kind: 'upper',
  formula: 'min(first, second)',
  parameters: {
    first: { meaning: 'sum of squares of one policy, nats^2', tex: '\\sum g_1^2', ...nonNegative },
    second: { meaning: 'sum of squares of the other, nats^2', tex: '\\sum g_2^2', ...nonNegative },
  },
});

/** The weight at which optimism outweighs an error: alpha as Alg. 1 has it. The proof has alpha (V + R)^2 for it. */
export const algorithm1Alpha = new Bound({
  id: 'alg-1-alpha',
  statement: 'Alg. 1, weight of optimism',
  source: 'docs/deviations.md, beside Huang et al. 2024, Alg. 1 and the proof of Thm J.1',
  quantity: 'alpha from which on the fit of Alg. 1 takes another policy than pi*_beta, equal to the formula',
  kind: 'upper',
  formula: 'squares / logs',
  parameters: {
    squares: { meaning: "the other policy's sum of squares, nats^2", tex: '\\sum g^2', ...positive },
    logs: {
      meaning: "sum of log pi*_beta/pi over the base policy's responses, nats",
      tex: '\\sum \\log \\pi^*_\\beta/\\pi',
      ...positive,
    },
    ratio: rlhf.ratio,
    rewardBound: rlhf.rewardBound,
  },
});

/** The size of pi*_beta that the theorems call V, by the range of rewards. The proof of Thm J.2 has beta R_max. */
export const optimumRatio = new Bound({
  id: 'optimum-ratio',
  statement: 'V of the optimum',
  source: 'docs/deviations.md, beside Huang et al. 2024, proof of Thm J.2',
  quantity: 'largest |beta log pi*_beta/pi_base|, for the log-likelihood',
  kind: 'upper',
  formula: 'mostLog',
  parameters: {
    mostLog: { meaning: 'largest log 1/pi_base less the least one, nats', tex: 'R_{\\max}', ...nonNegative },
    beta: { meaning: 'weight of the divergence from the base policy', tex: '\\beta', ...positive },
  },
});

/** R of the hard family that is mixed with a share s of the uniform law; of App. H's own it is infinite. */
export const smoothedRewards = new Bound({
  id: 'smoothed-rewards',
  statement: 'Rewards of the smoothed hard family',
  source: 'docs/derivations.md, What Alg. 1 and its assumptions print',
  quantity: 'largest log 1/pi_base of the hard family, a share s of each law uniform',
  kind: 'upper',
  formula: 'log((responses + 1) / smoothing)',
  parameters: {
    responses: {
      meaning: 'M, responses to a hard prompt beside y_0',
      tex: 'M',
      domain: 'an integer at least 3',
      allows: (v) => Number.isInteger(v) && v >= 3,
    },
    smoothing: { meaning: 's', tex: 's', domain: 'in (0, 1)', allows: (v) => v > 0 && v < 1 },
  },
});
