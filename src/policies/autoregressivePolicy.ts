import { requireInteger, requireObject } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { FiniteLaw } from '../laws/finiteLaw.ts';
import type { ExplicitPolicy } from './explicitPolicy.ts';
import { numberOfString, stringOfNumber, stringsUpTo } from './numberedStrings.ts';

export interface AutoregressiveOptions {
  /** Number of prompts, an integer at least 1. */
  readonly prompts: number;
  /** V, the number of tokens, the end token included; tokens are 0..V-1. An integer in [1, 2^31 - 1]. */
  readonly vocabulary: number;
  /** The token that ends a response, in 0..V-1. */
  readonly end: number;
  /** H: the most tokens of a response, its end token included; a longer one is cut there. An integer at least 1. */
  readonly maxTokens: number;
}

/** The law over the V tokens that come next; the same each time that it is asked. */
export type NextTokenFunction = (prompt: number, tokens: readonly number[]) => FiniteLaw;

/** Beyond this a law would take more than a hundred megabytes. */
const MOST_LISTED = 2 ** 22;

/**
 * A policy that writes its responses token by token:
 *
 *   pi(y | x) = prod_h pi(y_h | x, y_1..y_{h-1}),  until the end token or H tokens.
 *
 * A response either ends with the end token, or has H tokens without it: then it was cut. There are
 * sum_{k=0}^{H} (V - 1)^k of them, numbered by length and, at one length, in the order of a dictionary. So a prefix of
 * number i, followed by the l-th of the V - 1 other tokens (l from 0), is the prefix of number (V - 1) i + l + 1, and a
 * response has the number of its prefix without the end token.
 */
export class AutoregressivePolicy implements ExplicitPolicy {
  readonly prompts: number;
  /** Infinity beyond 2^53 - 1: such a policy is for next-token laws alone. */
  readonly responses: number;
  readonly vocabulary: number;
  readonly end: number;
  readonly maxTokens: number;
  readonly #next: NextTokenFunction;
  readonly #laws = new Map<number, FiniteLaw>();

  /** @param next the laws of the next token, asked for where they are needed */
  constructor(options: AutoregressiveOptions, next: NextTokenFunction) {
    const where = 'AutoregressivePolicy';
    requireObject(where, 'options', options);
    const { prompts, vocabulary, end, maxTokens } = options;
    requireInteger(where, 'prompts', prompts, 1);
    requireInteger(where, 'vocabulary', vocabulary, 1, 2 ** 31 - 1);
    requireInteger(where, 'end', end, 0, vocabulary - 1);
    requireInteger(where, 'maxTokens', maxTokens, 1);
    if (typeof next !== 'function') throw new DomainError(where, 'next', 'a function of prompt and tokens', next);
    this.prompts = prompts;
    this.vocabulary = vocabulary;
    this.end = end;
    this.maxTokens = maxTokens;
    const responses = stringsUpTo(vocabulary - 1, maxTokens);
    this.responses = Number.isSafeInteger(responses) ? responses : Infinity;
    this.#next = next;
  }

  /** The policy with these laws: at each prompt one for each prefix of fewer than H tokens, in the order of their numbers. */
  static fromTable(
    options: Omit<AutoregressiveOptions, 'prompts'>,
    table: readonly (readonly FiniteLaw[])[],
  ): AutoregressivePolicy {
    const where = 'AutoregressivePolicy.fromTable';
    if (!Array.isArray(table)) throw new DomainError(where, 'table', 'a list of lists of laws', table);
    const policy = new AutoregressivePolicy({ ...options, prompts: table.length }, (prompt, tokens) => {
      return table[prompt]![numberOf(tokens, options.vocabulary, options.end)]!;
    });
    const { vocabulary, maxTokens } = policy;
    const prefixes = stringsUpTo(vocabulary - 1, maxTokens - 1);
    for (let prompt = 0; prompt < table.length; prompt++) {
      const row = table[prompt];
      if (!Array.isArray(row) || row.length !== prefixes) {
        throw new DomainError(where, `table[${prompt}]`, `a list of ${prefixes} laws, one for each prefix`, row);
      }
      for (let i = 0; i < prefixes; i++) requireTokenLaw(where, `table[${prompt}][${i}]`, row[i], vocabulary);
    }
    return policy;
  }

  /**
   * pi(. | prompt, tokens): the law of the next token.
   *
   * @param tokens fewer than H, none of them the end token
   */
  nextTokenLaw(prompt: number, tokens: readonly number[]): FiniteLaw {
    const where = 'AutoregressivePolicy.nextTokenLaw';
    requireInteger(where, 'prompt', prompt, 0, this.prompts - 1);
    const { vocabulary, end, maxTokens } = this;
    if (!Array.isArray(tokens) || tokens.length >= maxTokens) {
      throw new DomainError(where, 'tokens', `a list of fewer than maxTokens = ${maxTokens} tokens`, tokens);
    }
    tokens.forEach((token: number, i) => {
      requireInteger(where, `tokens[${i}]`, token, 0, vocabulary - 1);
      if (token === end) throw new DomainError(where, `tokens[${i}]`, 'another than the end token', token);
    });
    const law = this.#next(prompt, tokens);
    requireTokenLaw(where, `law after ${tokens.length} tokens`, law, vocabulary);
    return law;
  }

  /** The law of whole responses, listed when first asked for: at most 2^22 of them. */
  law(prompt: number): FiniteLaw {
    const where = 'AutoregressivePolicy.law';
    requireInteger(where, 'prompt', prompt, 0, this.prompts - 1);
    if (this.responses > MOST_LISTED) {
      const expected = `at most ${MOST_LISTED} to be listed (ask for next-token laws, or search)`;
      throw new DomainError(where, 'number of responses', expected, this.responses);
    }
    let law = this.#laws.get(prompt);
    if (!law) this.#laws.set(prompt, (law = this.#listed(prompt)));
    return law;
  }

  /** The tokens of a response, its end token last where it has one. */
  tokensOf(response: number): number[] {
    requireInteger('AutoregressivePolicy.tokensOf', 'response', response, 0, this.responses - 1);
    const tokens = this.#prefix(response);
    if (tokens.length < this.maxTokens) tokens.push(this.end);
    return tokens;
  }

  /** The number of a response: the inverse of `tokensOf`. */
  responseOf(tokens: readonly number[]): number {
    const { vocabulary, end, maxTokens } = this;
    const where = 'AutoregressivePolicy.responseOf';
    if (!Array.isArray(tokens)) throw new DomainError(where, 'tokens', 'a list of tokens', tokens);
    tokens.forEach((token: number, i) => requireInteger(where, `tokens[${i}]`, token, 0, vocabulary - 1));
    const ended = tokens.at(-1) === end;
    const before: number[] = ended ? tokens.slice(0, -1) : tokens;
    if (tokens.length > maxTokens || before.includes(end) || (!ended && tokens.length < maxTokens)) {
      const expected = `with the end token ${end} last and nowhere else, or ${maxTokens} tokens without it`;
      throw new DomainError(where, 'tokens', expected, tokens);
    }
    const response = numberOf(before, vocabulary, end);
    if (!Number.isSafeInteger(response)) throw new DomainError(where, 'tokens', 'numbered below 2^53', tokens);
    return response;
  }

  #listed(prompt: number): FiniteLaw {
    const { vocabulary, end, maxTokens } = this;
    const others = vocabulary - 1;
    const prefixes = stringsUpTo(others, maxTokens - 1);
    const logMasses = new Float64Array(this.responses).fill(-Infinity);
    logMasses[0] = 0;
    for (let i = 0; i < prefixes; i++) {
      const logPrefix = logMasses[i]!;
      if (logPrefix === -Infinity) continue;
      const next = this.nextTokenLaw(prompt, this.#prefix(i)).logMasses;
      for (let l = 0; l < others; l++) logMasses[others * i + l + 1] = logPrefix + next[l < end ? l : l + 1]!;
      logMasses[i] = logPrefix + next[end]!;
    }
    return FiniteLaw.fromLogMasses(logMasses);
  }

  #prefix(number: number): number[] {
    return stringOfNumber(number, this.vocabulary - 1).map((l) => (l < this.end ? l : l + 1));
  }
}

function numberOf(prefix: readonly number[], vocabulary: number, end: number): number {
  const others = prefix.map((token) => (token < end ? token : token - 1));
  return numberOfString(others, vocabulary - 1);
}

function requireTokenLaw(where: string, argument: string, law: unknown, vocabulary: number): void {
  if (!(law instanceof FiniteLaw) || law.size !== vocabulary) {
    throw new DomainError(where, argument, `a FiniteLaw over the ${vocabulary} tokens`, law);
  }
}
