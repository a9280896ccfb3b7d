import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { logLikelihood } from './logLikelihood.ts';
import type { PointwiseReward } from './selfReward.ts';

/**
 * The reward of every response to one prompt; minus infinity where the base law never gives the response.
 *
 * @param base the law pi_base(. | prompt)
 * @throws DomainError where the reward of a response that can occur is not a number
 */
export function rewardsOf(base: FiniteLaw, prompt: number, reward: PointwiseReward<number, number>): ArrayLike<number> {
  if (reward === logLikelihood) return base.logMasses;
  return Float64Array.from(base.logMasses, (logMass, response) => {
    if (logMass === -Infinity) return -Infinity;
    const value = reward.of(prompt, response, logMass);
    if (typeof value !== 'number' || Number.isNaN(value)) {
      throw new DomainError(
        `reward '${reward.name}'`,
        `value for response ${response} to prompt ${prompt}`,
        'a number',
        value,
      );
    }
    return value;
  });
}
