import { DomainError } from '../../math/domainError.ts';
import type { PolicySamples, Spaces } from '../../access/spaces.ts';
import type { RewardPairs } from '../../policies/data/rewardPairs.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';

/** What is known of the responses on one side of pairs, one to each prompt. */
export type Compared<S extends Spaces> = Pick<PolicySamples<S>, 'responses' | 'baseLogLikelihoods'>;

/**
 * Appends a pair (x_i, y_i, y'_i) for each prompt, with r(y | x) - r(y' | x) and log pi_base(y | x) - log pi_base(y' | x).
 *
 * @param explored the responses y, one to each prompt
 * @param baseline the responses y' of the base policy
 * @throws DomainError where a reward is not a finite number
 */
export function appendPairs<S extends Spaces>(
  pairs: RewardPairs<S['Prompt'], S['Response']>,
  prompts: ArrayLike<S['Prompt']>,
  explored: Compared<S>,
  baseline: Compared<S>,
  reward: PointwiseReward<S['Prompt'], S['Response']>,
): void {
  for (let i = 0; i < prompts.length; i++) {
    const [x, y, z] = [prompts[i]!, explored.responses[i]!, baseline.responses[i]!];
    const [logY, logZ] = [explored.baseLogLikelihoods[i]!, baseline.baseLogLikelihoods[i]!];
    const [ofY, ofZ] = [finiteReward(reward, x, y, logY), finiteReward(reward, x, z, logZ)];
    pairs.append({ prompt: x, response: y, baseline: z, rewardGap: ofY - ofZ, baseLogRatio: logY - logZ });
  }
}

/** An infinite or missing reward would make every loss of the fit NaN, or infinite. */
function finiteReward<S extends Spaces>(
  reward: PointwiseReward<S['Prompt'], S['Response']>,
  prompt: S['Prompt'],
  response: S['Response'],
  logLikelihood: number,
): number {
  const value = reward.of(prompt, response, logLikelihood);
  if (Number.isFinite(value)) return value;
  const of = `value for response ${JSON.stringify(response)} to prompt ${JSON.stringify(prompt)}`;
  const none = logLikelihood === -Infinity ? ' (the base policy never draws it: give every response a mass)' : '';
  throw new DomainError(`reward '${reward.name}'`, of, `a finite number${none}`, value);
}
