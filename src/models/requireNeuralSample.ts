import type { Sample } from '../access/remote/backend.ts';
import { requireInteger } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import type { Neural } from './neural.ts';
import { tokenCountOf } from './tokenCountOf.ts';

/**
 * Refuses a sample that a language model cannot have drawn: a response of another shape, or with more tokens than it
 * may have. A response of an older log may lack the count of its tokens.
 *
 * @throws DomainError in the name of `where`, naming the field
 */
export function requireNeuralSample(where: string, sample: Sample<Neural>, maxTokens: number): void {
  const { response, tokens: counted } = sample;
  if (typeof response !== 'object' || response === null) {
    throw new DomainError(where, 'response', 'a response: { text, tokenCount, ended }', response);
  }
  const { text, ended, tokens, tokenCount } = response as Partial<Neural['Response']>;
  if (typeof text !== 'string') throw new DomainError(where, 'response.text', 'a text', text);
  if (typeof ended !== 'boolean') throw new DomainError(where, 'response.ended', 'true or false', ended);
  if (tokens !== undefined) {
    if (!Array.isArray(tokens)) throw new DomainError(where, 'response.tokens', 'a list of tokens', tokens);
    tokens.forEach((token, i) => requireInteger(where, `response.tokens[${i}]`, token as number, 0));
  }
  if (tokenCount !== undefined || tokens === undefined) {
    requireInteger(where, 'response.tokenCount', tokenCount!, 1, maxTokens);
  }
  const count = tokenCountOf(response);
  const same = (argument: string, value: number): void => {
    if (value !== count) throw new DomainError(where, argument, `the count of tokens of the response, ${count}`, value);
  };
  if (tokens !== undefined) same('the number of response.tokens', tokens.length);
  same('tokens', counted);
  requireInteger(where, 'tokens', counted, 1, maxTokens);
}
