import { requirePositive } from '../../math/checks.ts';
import { tilt } from '../../laws/transforms/tilt.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { rewardsOf } from '../rewards/rewardsOf.ts';
import { requireReward } from '../rewards/selfReward.ts';
import type { PointwiseReward } from '../rewards/selfReward.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

/**
 * pi*_beta of any pointwise reward: proportional to pi_base(y | x) exp(r(y | x) / beta), the optimum of J_beta.
 *
 * Of the log-likelihood it is `powerPolicy(base, 1 + 1/beta)`.
 *
 * @param beta a finite number above 0
 * @see Huang et al. 2024, section 2 (RLHF-Sharpening)
 */
export function tiltedPolicy(
  base: ExplicitPolicy,
  reward: PointwiseReward<number, number>,
  beta: number,
): ExplicitPolicy {
  requirePolicy('tiltedPolicy', 'base', base);
  requireReward('tiltedPolicy', reward, ['pointwise']);
  requirePositive('tiltedPolicy', 'beta', beta);
  return new TransformedPolicy(base, (law, prompt) => tilt(law, rewardsOf(law, prompt, reward), beta));
}
