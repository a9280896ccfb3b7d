import { DomainError } from '../math/domainError.ts';
import type { NeuralResponse } from './neural.ts';

/**
 * The token ids of a response, for what cannot do with its text: other tokens may read the same.
 *
 * @param where who asks, for the message
 * @throws DomainError where the response came without them, as from a server that answers with text alone
 */
export function tokenIdsOf(where: string, { tokens }: Pick<NeuralResponse, 'tokens'>): readonly number[] {
  if (!Array.isArray(tokens)) {
    const expected = 'the ids of its tokens, which a text alone does not give: ask a backend that answers with them';
    throw new DomainError(where, 'response.tokens', expected, tokens);
  }
  return tokens as readonly number[];
}
