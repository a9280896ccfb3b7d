import { requireInteger, requireLength } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { beforeLast, lastLetter, numberOfString, stringOfNumber, stringsUpTo } from '../numberedStrings.ts';
import { FeatureTable } from './featureTable.ts';

/** Prefixes and responses beyond this would take more than some hundred megabytes. */
const MOST_LISTED = 2 ** 22;

/** phi(x, y_1..y_h), d finite numbers, the same d for every prefix of 1 to H tokens. */
export type PrefixFeature = (prompt: number, tokens: readonly number[]) => ArrayLike<number>;

export interface PrefixShape {
  /** Number of prompts, an integer at least 1. */
  readonly prompts: number;
  /** V, the number of tokens; tokens are 0..V-1. An integer at least 1. */
  readonly vocabulary: number;
  /** H: how many tokens each response has. An integer at least 1. */
  readonly length: number;
}

/** A step in writing a response: which row of the features its prefix is, and the token that comes next. */
export interface Step {
  readonly row: number;
  readonly token: number;
}

/**
 * The features of all responses of H tokens, as one table: a row for each prompt and each prefix of fewer than H tokens, which has
 * the features of the V tokens that may come next. Responses are numbered in the order of a dictionary.
 */
export class PrefixFeatures {
  readonly prompts: number;
  readonly vocabulary: number;
  readonly length: number;
  /** V^H. */
  readonly responses: number;
  /** H d. */
  readonly parameters: number;
  readonly table: FeatureTable;
  /** The same by layer: for each h, for each prompt and prefix of h tokens, for each token that comes next, d numbers. */
  readonly layers: readonly (readonly (readonly ArrayLike<number>[])[])[];
  /** Prefixes of fewer than H tokens. */
  readonly #prefixes: number;

  /**
   * @param feature asked once for each prompt and each prefix of 1 to H tokens
   * @throws DomainError beyond 2^22 of them in all, and where one gives another number of features or what is not finite
   */
  constructor(where: string, { prompts, vocabulary, length }: PrefixShape, feature: PrefixFeature) {
    requireInteger(where, 'prompts', prompts, 1);
    requireInteger(where, 'vocabulary', vocabulary, 1);
    requireInteger(where, 'length', length, 1);
    const prefixes = stringsUpTo(vocabulary, length - 1);
    const listed = prompts * (stringsUpTo(vocabulary, length) - 1);
    if (!(listed <= MOST_LISTED)) {
      const expected = `at most ${MOST_LISTED} to be listed (take fewer prompts, tokens or layers)`;
      throw new DomainError(where, 'number of prompts times prefixes', expected, listed);
    }
    if (typeof feature !== 'function') {
      throw new DomainError(where, 'features', 'a function of prompt and tokens', feature);
    }
    this.prompts = prompts;
    this.vocabulary = vocabulary;
    this.length = length;
    this.responses = vocabulary ** length;
    this.#prefixes = prefixes;
    let dimension = 0;
    const featuresOf = (prompt: number, tokens: readonly number[]): ArrayLike<number> => {
      const phi = feature(prompt, tokens);
      const called = `features(${prompt}, [${tokens.join(', ')}])`;
      if (dimension === 0) {
        if (!(phi?.length >= 1)) throw new DomainError(where, called, 'a list of numbers', phi);
        dimension = phi.length;
      }
      requireLength(where, called, phi, dimension);
      for (let k = 0; k < dimension; k++) {
        if (!Number.isFinite(phi[k])) throw new DomainError(where, `${called}[${k}]`, 'a finite number', phi[k]);
      }
      // A copy: the function may fill one list again and again.
      return Float64Array.from(phi);
    };
    const rows = Array.from({ length: prompts * prefixes }, (_, row) => {
      const tokens = stringOfNumber(row % prefixes, vocabulary);
      const prompt = Math.floor(row / prefixes);
      return Array.from({ length: vocabulary }, (_token, token) => featuresOf(prompt, [...tokens, token]));
    });
    this.table = new FeatureTable(where, rows);
    this.parameters = length * this.table.dimension;
    this.layers = Array.from({ length }, (_, h) => {
      const [first, count] = [stringsUpTo(vocabulary, h - 1), vocabulary ** h];
      return Array.from({ length: prompts * count }, (_row, i) => {
        return rows[Math.floor(i / count) * prefixes + first + (i % count)]!;
      });
    });
  }

  /** The H steps in which a response is written. */
  stepsOf(prompt: number, response: number): Step[] {
    const { vocabulary, length } = this;
    const steps = new Array<Step>(length);
    let string = this.#prefixes + response;
    for (let h = length - 1; h >= 0; h--) {
      const before = beforeLast(string, vocabulary);
      steps[h] = { row: prompt * this.#prefixes + before, token: lastLetter(string, vocabulary) };
      string = before;
    }
    return steps;
  }

  /** The tokens of a response. */
  tokensOf(where: string, response: number): number[] {
    requireInteger(where, 'response', response, 0, this.responses - 1);
    return stringOfNumber(this.#prefixes + response, this.vocabulary);
  }

  /** The number of a response. */
  responseOf(where: string, tokens: readonly number[]): number {
    this.#requireTokens(where, tokens, `a list of ${this.length} tokens`, this.length, this.length);
    return numberOfString(tokens, this.vocabulary) - this.#prefixes;
  }

  /** The place of a prompt and a prefix of fewer than H tokens in its layer, the h-th for h tokens. */
  placeOf(where: string, prompt: number, tokens: readonly number[]): number {
    requireInteger(where, 'prompt', prompt, 0, this.prompts - 1);
    const { vocabulary, length } = this;
    this.#requireTokens(where, tokens, `a list of fewer than ${length} tokens`, 0, length - 1);
    const h = tokens.length;
    return prompt * vocabulary ** h + numberOfString(tokens, vocabulary) - stringsUpTo(vocabulary, h - 1);
  }

  #requireTokens(where: string, tokens: readonly number[], expected: string, least: number, most: number): void {
    if (!(Array.isArray(tokens) && tokens.length >= least && tokens.length <= most)) {
      throw new DomainError(where, 'tokens', expected, tokens);
    }
    for (let i = 0; i < tokens.length; i++) {
      requireInteger(where, `tokens[${i}]`, tokens[i] as number, 0, this.vocabulary - 1);
    }
  }
}
