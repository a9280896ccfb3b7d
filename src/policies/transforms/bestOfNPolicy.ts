import { bestOfNLaw } from '../../laws/transforms/bestOfNLaw.ts';
import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { logLikelihood } from '../rewards/logLikelihood.ts';
import { rewardsOf } from '../rewards/rewardsOf.ts';
import { requireReward } from '../rewards/selfReward.ts';
import type { SelfReward } from '../rewards/selfReward.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

// A replication spends its time on laws and their sampling tables unless the last ones are kept: by policy for worlds
// that are used again, by law for families, whose worlds are many and share their laws. One N each bounds the memory.
const lastPolicy = new WeakMap<ExplicitPolicy, { N: number; reward: unknown; policy: ExplicitPolicy }>();
const lastLaw = new WeakMap<FiniteLaw, { N: number; law: FiniteLaw }>();

/**
 * The policy pi^BoN_N: at each prompt the exact law of the best of N draws from the base policy.
 *
 * @param N draws a prompt, an integer at least 1
 * @param reward pointwise, or set-wise where the law is known, as of `majorityVote`
 * @throws DomainError where it is not known
 * @see Huang et al. 2024, section 2
 */
export function bestOfNPolicy(
  base: ExplicitPolicy,
  N: number,
  reward: SelfReward<number, number> = logLikelihood,
): ExplicitPolicy {
  requirePolicy('bestOfNPolicy', 'base', base);
  requireInteger('bestOfNPolicy', 'N', N, 1);
  requireReward('bestOfNPolicy', reward, ['pointwise', 'setwise']);
  if (reward.kind === 'setwise' && !reward.bestOfNLaw) {
    throw new DomainError(
      'bestOfNPolicy',
      'reward',
      'pointwise, or set-wise with a bestOfNLaw of its own',
      reward.name,
    );
  }
  const last = lastPolicy.get(base);
  if (last?.N === N && last.reward === reward) return last.policy;
  const policy = new TransformedPolicy(base, (law, prompt) => {
    if (reward === logLikelihood) return likeliestOfN(law, N);
    if (reward.kind === 'setwise') return reward.bestOfNLaw!(law, prompt, N);
    return bestOfNLaw(law, N, rewardsOf(law, prompt, reward));
  });
  lastPolicy.set(base, { N, reward, policy });
  return policy;
}

/** `bestOfNLaw` by log-likelihood; asked again with the same N it gives the same object. */
export function likeliestOfN(law: FiniteLaw, N: number): FiniteLaw {
  const last = lastLaw.get(law);
  if (last?.N === N) return last.law;
  const made = bestOfNLaw(law, N);
  lastLaw.set(law, { N, law: made });
  return made;
}
