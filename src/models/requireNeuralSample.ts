import type { Sample } from '../access/remote/backend.ts';
import { requireInteger, requireList } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import type { Neural, NeuralResponse } from './neural.ts';

/**
 * Refuses a sample that no model gives at this length limit, such as one that was changed in a log without checksums. Logs of
 * older versions have tokens and no count of them.
 *
 * @param where of the sample, for the message
 * @throws DomainError naming the field
 */
export function requireNeuralSample(
  where: string,
  { response, tokens: drawn }: Sample<Neural>,
  maxTokens: number,
): void {
  const { text, ended, tokens, tokenCount = tokens?.length } = Object(response) as Partial<NeuralResponse>;
  if (typeof text !== 'string') throw new DomainError(where, 'response.text', 'a text', text);
  if (typeof ended !== 'boolean') throw new DomainError(where, 'response.ended', 'true or false', ended);
  requireInteger(where, 'response.tokenCount', tokenCount!, 1, maxTokens);
  requireInteger(where, 'tokens', drawn, 1, maxTokens);
  if (tokens === undefined) return;
  requireList(where, 'response.tokens', tokens);
  tokens.forEach((token, i) => requireInteger(where, `response.tokens[${i}]`, token, 0));
  if (tokens.length !== tokenCount) {
    throw new DomainError(where, 'response.tokens', `as many as response.tokenCount, ${tokenCount}`, tokens.length);
  }
}
