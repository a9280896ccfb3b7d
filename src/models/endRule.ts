import { DomainError } from '../math/domainError.ts';
import type { NeuralResponse } from './neural.ts';
import { tokenIdsOf } from './tokenIdsOf.ts';

/** Where responses of a model end: the one rule of its sampling, its scoring and its next-token laws. */
export interface EndRule {
  /** Whether a token ends any response. */
  isEnd(token: number): boolean;
  /**
   * Stop strings: a response ends, as well, with the first token at which its text contains one of them. So they are part of
   * the law of responses: what would go on behind one is one response with all its continuations.
   */
  readonly stop: readonly string[];
}

/** The text of tokens that follow a prompt, without end tokens. */
export type ReadTokens = (tokens: readonly number[]) => string;

/**
 * Refuses what are no stop strings.
 *
 * @throws DomainError
 */
export function requireStop(where: string, stop: readonly string[]): void {
  if (!Array.isArray(stop)) throw new DomainError(where, 'stop', 'a list of texts', stop);
  stop.forEach((text: unknown, i) => {
    if (typeof text === 'string' && text !== '') return;
    throw new DomainError(where, `stop[${i}]`, 'a non-empty text', text);
  });
}

/** Whether a response ends with the last of these tokens; none before it may have ended it. */
export function endsAt({ isEnd, stop }: EndRule, tokens: readonly number[], read: ReadTokens): boolean {
  if (tokens.length === 0) return false;
  return isEnd(tokens.at(-1)!) || (stop.length > 0 && stopPlace(stop, read(tokens)) >= 0);
}

/** The text of a response: what is before its end token, and before the first stop string in it. */
export function textOfResponse({ isEnd, stop }: EndRule, tokens: readonly number[], read: ReadTokens): string {
  const text = read(tokens.length > 0 && isEnd(tokens.at(-1)!) ? tokens.slice(0, -1) : tokens);
  const place = stopPlace(stop, text);
  return place < 0 ? text : text.slice(0, place);
}

/** Those of some tokens that would complete a stop string behind a prefix that has not ended. */
export function stopsBehind(
  { isEnd, stop }: EndRule,
  prefix: readonly number[],
  tokens: readonly number[],
  read: ReadTokens,
): number[] {
  if (stop.length === 0) return [];
  return tokens.filter((token) => !isEnd(token) && stopPlace(stop, read([...prefix, token])) >= 0);
}

/** The place of the first token that ends a response; -1 where none does. */
export function firstEnd(rule: EndRule, tokens: readonly number[], read: ReadTokens): number {
  // Without stop strings no text need be read.
  if (rule.stop.length === 0) return tokens.findIndex((token) => rule.isEnd(token));
  return tokens.findIndex((_, i) => endsAt(rule, tokens.slice(0, i + 1), read));
}

/**
 * Refuses what is not a response of a model: one that ended with its last token, or was cut at the most tokens.
 *
 * @throws DomainError
 */
export function requireResponse(rule: EndRule, response: NeuralResponse, maxTokens: number, read: ReadTokens): void {
  const tokens = tokenIdsOf('evaluate', response);
  const { ended } = response;
  const refuse = (argument: string, expected: string, value: unknown): never => {
    throw new DomainError('evaluate', `response.${argument}`, expected, value);
  };
  if (tokens.length < 1 || tokens.length > maxTokens)
    refuse('tokens.length', `in [1, maxTokens = ${maxTokens}]`, tokens.length);
  const end = firstEnd(rule, tokens, read);
  if (end >= 0 && end < tokens.length - 1) {
    const what = rule.isEnd(tokens[end]!) ? 'an end token' : 'a stop string';
    refuse('tokens', `without ${what} before its last`, tokens);
  }
  if (ended !== end >= 0) refuse('ended', `${!ended}, as its last token says`, ended);
  if (!ended && tokens.length < maxTokens)
    refuse('tokens.length', `maxTokens = ${maxTokens} where the response has no end token`, tokens.length);
}

/**
 * Refuses what cannot be gone on from: a prefix as long as a response may be, or one that has ended.
 *
 * @throws DomainError
 */
export function requirePrefix(rule: EndRule, tokens: readonly number[], maxTokens: number, read: ReadTokens): void {
  if (tokens.length < maxTokens && firstEnd(rule, tokens, read) < 0) return;
  const stops = rule.stop.length > 0 ? ', and no stop string in their text' : '';
  const expected = `fewer than maxTokens = ${maxTokens}, none of them an end token${stops}`;
  throw new DomainError('nextTokenLaw', 'tokens', expected, tokens);
}

/** Where the first stop string of a text begins; -1 where there is none. */
function stopPlace(stop: readonly string[], text: string): number {
  const places = stop.map((each) => text.indexOf(each)).filter((place) => place >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}
