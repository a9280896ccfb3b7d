import type { PointwiseReward } from './selfReward.ts';

/** The self-reward of maximum-likelihood sharpening: r(y | x) = log pi_base(y | x), nats (Huang et al. 2024, section 2). */
export const logLikelihood: PointwiseReward = {
  kind: 'pointwise',
  name: 'log-likelihood',
  of: (_prompt, _response, logLikelihood) => logLikelihood,
};
