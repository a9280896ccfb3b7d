import { requireNonNegative } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import type { ExplicitWorld } from './explicitWorld.ts';
import type { ExplicitPolicy } from './explicitPolicy.ts';
import { rewardsOf } from './rewards/rewardsOf.ts';
import type { PointwiseReward } from './rewards/selfReward.ts';

/**
 * The regularised reward J_beta(pi) = E_x [ E_pi r(y | x) - beta KL(pi(. | x) || pi_base(. | x)) ], exactly; nats.
 *
 * Minus infinity where the policy leaves the support of the base policy.
 *
 * @param beta at least 0
 * @throws DomainError where the policy has other prompts or responses than the base policy
 * @see Huang et al. 2024, section 2 (RLHF-Sharpening)
 */
export function exactObjective(
  policy: ExplicitPolicy,
  world: ExplicitWorld,
  reward: PointwiseReward<number, number>,
  beta: number,
): number {
  requireNonNegative('exactObjective', 'beta', beta);
  if (policy.prompts !== world.base.prompts || policy.responses !== world.base.responses) {
    const shape = `${world.base.prompts} x ${world.base.responses}`;
    throw new DomainError('exactObjective', 'shape of policy', shape, `${policy.prompts} x ${policy.responses}`);
  }
  const terms: number[] = [];
  for (let prompt = 0; prompt < world.base.prompts; prompt++) {
    const weight = Math.exp(world.promptLaw.logMasses[prompt]!);
    if (weight === 0) continue;
    const rewards = rewardsOf(world.base.law(prompt), prompt, reward);
    const law = policy.law(prompt).logMasses;
    const base = world.base.law(prompt).logMasses;
    for (let response = 0; response < law.length; response++) {
      if (law[response] === -Infinity) continue;
      if (base[response] === -Infinity) return -Infinity;
      const mass = weight * Math.exp(law[response]!);
      // A mass that rounds to zero adds nothing, also where the reward is infinite.
      if (mass > 0) terms.push(mass * (rewards[response]! - beta * (law[response]! - base[response]!)));
    }
  }
  return compensatedSum(terms);
}
