import { requireInteger } from '../math/checks.ts';
import { bestOfNLaw } from '../math/bestOfNLaw.ts';
import type { ExplicitPolicy } from './explicitPolicy.ts';
import { logLikelihood } from './logLikelihood.ts';
import { rewardsOf } from './rewardsOf.ts';
import type { PointwiseReward } from './selfReward.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

// Laws and their sampling tables are what a replication would otherwise spend its time on.
const made = new WeakMap<ExplicitPolicy, WeakMap<PointwiseReward<number, number>, Map<number, ExplicitPolicy>>>();

/**
 * The policy pi^BoN_N: at each prompt the exact law of the best of N draws from the base policy.
 *
 * One policy is made for each (base, N, reward) and kept as long as the base is.
 *
 * @param N draws a prompt, an integer at least 1
 * @see Huang et al. 2024, section 2
 */
export function bestOfNPolicy(
  base: ExplicitPolicy,
  N: number,
  reward: PointwiseReward<number, number> = logLikelihood,
): ExplicitPolicy {
  requireInteger('bestOfNPolicy', 'N', N, 1);
  let ofBase = made.get(base);
  if (!ofBase) made.set(base, (ofBase = new WeakMap()));
  let ofReward = ofBase.get(reward);
  if (!ofReward) ofBase.set(reward, (ofReward = new Map()));
  let policy = ofReward.get(N);
  if (!policy) {
    policy = new TransformedPolicy(base, (law, prompt) => bestOfNLaw(law, N, rewardsOf(law, prompt, reward)));
    ofReward.set(N, policy);
  }
  return policy;
}
