import type { NextTokenAccess } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { eachPrompt } from '../../access/queries/eachPrompt.ts';
import { nextTokenLaw } from '../../access/queries/nextTokenLaw.ts';
import type { NextTokenLaw } from '../../access/queries/nextTokenLaw.ts';
import type { Spaces } from '../../access/spaces.ts';
import { requireHalfOpenUnit, requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { TokenSearch } from './tokenSearch.ts';
import type { SearchedLaw } from './tokenSearch.ts';

export interface BestFirstSearchOptions {
  /** Number of prompts, an integer at least 1. */
  readonly n: number;
  /** H: the most tokens of a response, its end token included; a longer one is cut there. An integer at least 1. */
  readonly maxTokens: number;
  /** The most next-token laws that are asked for at a prompt, an integer in [1, 2^26]. */
  readonly budget: number;
  /** A prompt is done when the certified responses have this mass together, in (0, 1]; at 1, the default, it is never done by mass. */
  readonly mass?: number;
  /**
   * The most responses that are listed at a prompt, an integer in [1, 2^26], 2^16 by default; 1 asks for y* alone, which is
   * certified where no other response ties with it.
   */
  readonly most?: number;
  /**
   * Prefixes and responses of less mass are not looked at one by one, in [0, 1); 0 by default. With it a model need not
   * show the light tokens of a large vocabulary, which keeps the log of a run short.
   */
  readonly leastMass?: number;
  /**
   * Prefixes that are looked behind at once at a prompt, an integer at least 1, the default. More make use of a model
   * that works on many; those beyond the first are guesses, so a few more laws may be asked for than are needed.
   */
  readonly width?: number;
}

/** What a search has found at a prompt. */
export interface SearchedPrompt<S extends Spaces> extends SearchedLaw {
  readonly prompt: S['Prompt'];
}

/** Numbered in 32 bits, with room to spare. */
const MOST = 2 ** 26;

/**
 * Best-first search over the tree of tokens, at each of n prompts: the responses in the order of their likelihood, from
 * y* down, each with a certificate.
 *
 * A prefix is at least as likely as any response that begins with it. So the heaviest open prefix is looked behind
 * first, and what is heavier than every open prefix is heavier than all that has not been seen. The search ends when
 * the certified responses reach `mass` or are `most`, at `budget` laws, or where nothing is left. What it has not seen
 * is a remainder with a mass and a ceiling, never dropped.
 *
 * Time is that of the policy, plus O(V) a law and O(log(budget)) for each prefix that is kept; memory is
 * O(budget + most) a prompt, whatever V is.
 */
export function* bestFirstSearch<S extends Spaces>(
  options: BestFirstSearchOptions,
): Program<NextTokenAccess<S>, readonly SearchedPrompt<S>[]> {
  const where = 'bestFirstSearch';
  requireObject(where, 'options', options);
  const { n, maxTokens, budget, mass = 1, most = 2 ** 16, leastMass = 0, width = 1 } = options;
  requireInteger(where, 'n', n, 1);
  requireInteger(where, 'maxTokens', maxTokens, 1);
  requireInteger(where, 'budget', budget, 1, MOST);
  if (!(typeof mass === 'number' && mass > 0 && mass <= 1)) {
    throw new DomainError(where, 'mass', 'a number in (0, 1]', mass);
  }
  requireInteger(where, 'most', most, 1, MOST);
  requireHalfOpenUnit(where, 'leastMass', leastMass);
  requireInteger(where, 'width', width, 1);
  const leastLogMass = Math.log(leastMass);
  // All of the mass may seem to be listed, by rounding, while light responses are not.
  const enough = mass === 1 ? Infinity : mass;
  return yield* eachPrompt<S, NextTokenLaw<S>, SearchedPrompt<S>>(n, function* (prompt) {
    const search = new TokenSearch({ maxTokens, budget, most, leastLogMass });
    while (!search.done && search.certifiedMass < enough) {
      const taken = search.take(width);
      const laws = yield* nextTokenLaw<S>(
        taken.map(({ logMass, tokens }) => ({
          prompt,
          tokens,
          ...(leastMass > 0 && { leastLogMass: leastLogMass - logMass }),
        })),
      );
      taken.forEach((each, i) => search.place(each, laws[i]!));
      search.certify();
    }
    return { prompt, ...search.result() };
  });
}
