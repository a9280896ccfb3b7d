import { bestOfNLaw } from '../../laws/transforms/bestOfNLaw.ts';
import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { rememberLast } from '../../math/rememberLast.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { logLikelihood } from '../rewards/logLikelihood.ts';
import { rewardsOf } from '../rewards/rewardsOf.ts';
import { requireReward } from '../rewards/selfReward.ts';
import type { SelfReward } from '../rewards/selfReward.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

// A replication spends its time on laws and their sampling tables unless the last ones are kept: by policy for worlds
// that are used again, by law for families, whose worlds are many and share their laws.

/** `bestOfNLaw` by log-likelihood; asked again with the same N it gives the same object. */
export const likeliestOfN = rememberLast((law: FiniteLaw, N: number): FiniteLaw => bestOfNLaw(law, N));

const lastPolicy = rememberLast(
  (base: ExplicitPolicy, N: number, reward: SelfReward<number, number>): ExplicitPolicy =>
    new TransformedPolicy(base, (law, prompt) => {
      if (reward === logLikelihood) return likeliestOfN(law, N);
      if (reward.kind === 'setwise') return reward.bestOfNLaw!(law, prompt, N);
      return bestOfNLaw(law, N, rewardsOf(law, prompt, reward));
    }),
);

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
  return lastPolicy(base, N, reward);
}
