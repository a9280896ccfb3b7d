import { DomainError } from '../math/domainError.ts';
import type { NeuralResponse } from './neural.ts';

/** What a log holds of a response: those of older versions have tokens and no count of them. */
export type LoggedResponse = Partial<Pick<NeuralResponse, 'tokenCount' | 'tokens'>>;

/**
 * How many tokens a response took, the end token included, also where it comes from a log of an older version. The length
 * of length-normalised log-likelihood: `lengthNormalised(tokenCountOf)`.
 *
 * @throws DomainError where the response has neither a count of at least 1 nor tokens
 */
export function tokenCountOf({ tokenCount, tokens }: LoggedResponse): number {
  const count = tokenCount ?? tokens?.length;
  if (!Number.isSafeInteger(count) || count! < 1) {
    throw new DomainError('tokenCountOf', 'response.tokenCount', 'an integer at least 1', count);
  }
  return count!;
}
