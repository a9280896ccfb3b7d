import { DomainError } from '../../math/domainError.ts';
import type { PointwiseReward } from './selfReward.ts';

/**
 * The length-normalised log-likelihood: r(y | x) = log pi_base(y | x) / |y|, nats a unit of length.
 *
 * @param lengthOf |y|, e.g. the number of tokens; a finite number above 0, asked once a response
 * @throws DomainError where a length is not, when the reward is asked
 * @see Huang et al. 2024, section 2 and App. A
 */
export function lengthNormalised<Prompt = unknown, Response = unknown>(
  lengthOf: (response: Response, prompt: Prompt) => number,
): PointwiseReward<Prompt, Response> {
  if (typeof lengthOf !== 'function') {
    throw new DomainError('lengthNormalised', 'lengthOf', 'a function (response, prompt) => length', lengthOf);
  }
  return {
    kind: 'pointwise',
    name: 'length-normalised log-likelihood',
    of(prompt, response, logLikelihood) {
      const length = lengthOf(response, prompt);
      if (!(typeof length === 'number' && length > 0 && length < Infinity)) {
        throw new DomainError('lengthNormalised', 'lengthOf(response)', 'a finite number above 0', length);
      }
      return logLikelihood / length;
    },
  };
}
