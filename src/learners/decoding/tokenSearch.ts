import type { TokenLaw } from '../../access/queries/tokenLaw.ts';
import type { Interval } from '../../math/interval.ts';
import { LogTotal } from '../../math/logTotal.ts';
import { PartialLaw } from '../../laws/partialLaw.ts';
import { tied } from '../../math/tolerance.ts';
import { Frontier } from './frontier.ts';
import type { Candidate } from './frontier.ts';
import { PrefixTree } from './prefixTree.ts';
import { Remainder } from './remainder.ts';
import type { TokenResponse } from './tokenResponse.ts';

/** What a search has found at one prompt. */
export interface SearchedLaw {
  /** All responses that are listed, heaviest first; equal ones in the order of a dictionary. */
  readonly responses: readonly TokenResponse[];
  /**
   * So many at the head of the list are certified: each is heavier than any response that is not listed, beyond the
   * tolerance of ties (relative 1e-12). They are the likeliest of all, in order.
   */
  readonly certified: number;
  /** The heaviest listed: y* where certified, and all that ties with it is then listed too. None where none is listed. */
  readonly mode: (TokenResponse & { readonly certified: boolean }) | undefined;
  /** The listed responses, in their order, the mass of all others and a ceiling on each. */
  readonly law: PartialLaw;
  /** Ends of the mass of all responses that are cut at the length limit: listed, and listed or not. */
  readonly cutMass: Interval;
  /** How many next-token laws were asked for. */
  readonly expansions: number;
}

/**
 * The state of a best-first search over the tokens of one prompt's responses. Its memory is bounded by the budget and
 * the length of the list, whatever the vocabulary is:
 *
 * With room for b more expansions only the b heaviest open prefixes can ever be expanded, for what comes later is no
 * heavier than its own prefix. So lighter ones go to the remainder at once, and the search goes as if they had stayed.
 */
export class TokenSearch {
  readonly #maxTokens: number;
  readonly #leastLogMass: number;
  readonly #remainder = new Remainder();
  readonly #tree = new PrefixTree();
  readonly #open: Frontier;
  /** Responses that are not certified yet. */
  readonly #found: Frontier;
  readonly #certified: Candidate[] = [];
  readonly #certifiedMass = new LogTotal();

  /** @param leastLogMass lighter prefixes and responses go to the remainder, nats */
  constructor(options: { maxTokens: number; budget: number; most: number; leastLogMass: number }) {
    this.#maxTokens = options.maxTokens;
    this.#leastLogMass = options.leastLogMass;
    this.#open = new Frontier(options.budget, this.#remainder);
    this.#found = new Frontier(options.most, this.#remainder);
    this.#open.push(0, -1, -1);
  }

  /** The mass of what is certified. */
  get certifiedMass(): number {
    return Math.exp(this.#certifiedMass.value);
  }

  /** Whether nothing is left to look behind, in the budget or at all, or the list is full. */
  get done(): boolean {
    return this.#open.size === 0 || this.#open.room === 0 || this.#found.room === 0;
  }

  /** The heaviest open prefixes, at most that many, to be looked behind: the search then needs their laws. */
  take(most: number): { readonly logMass: number; readonly prefix: number; readonly tokens: number[] }[] {
    const taken = [];
    while (taken.length < most && this.#open.room > 0 && this.#open.size > 0) {
      const { logMass, parent, token } = this.#open.pop();
      this.#open.room--;
      const prefix = this.#tree.add(parent, token);
      taken.push({ logMass, prefix, tokens: this.#tree.tokens(prefix) });
    }
    return taken;
  }

  /** Puts in place what comes after a prefix that was taken. */
  place({ logMass: logPrefix, prefix }: { logMass: number; prefix: number }, law: TokenLaw): void {
    const { tokens, logMasses, ends, logRestMass, logRestCeiling } = law;
    const ending = new Set(ends);
    const last = this.#tree.depth(prefix) + 1 === this.#maxTokens;
    tokens.forEach((token, i) => {
      // A rounding error above mass 1 would make a response heavier than its prefix.
      const logMass = logPrefix + Math.min(0, logMasses[i]!);
      if (logMass < this.#leastLogMass || logMass === -Infinity) this.#remainder.add(logMass);
      else if (ending.has(token)) this.#found.push(logMass, prefix, token);
      // Which tokens end a response may depend on the prefix: of one that is cut the token is kept inverted, below 0.
      else if (last) this.#found.push(logMass, prefix, ~token);
      else this.#open.push(logMass, prefix, token);
    });
    this.#remainder.add(logPrefix + logRestMass, logPrefix + logRestCeiling);
  }

  /** Certifies what is heavier than all that may still come. */
  certify(): void {
    const ceiling = this.#ceiling;
    while (this.#found.room > 0 && isAbove(this.#found.top, ceiling)) {
      this.#certified.push(this.#found.pop());
      this.#found.room--;
      this.#certifiedMass.add(this.#certified.at(-1)!.logMass);
    }
  }

  /** What has been found; this ends the search. */
  result(): SearchedLaw {
    const expansions = this.#tree.size;
    const responses = [...this.#certified, ...this.#found.list()]
      .map((candidate) => this.#response(candidate))
      .sort((a, b) => b.logLikelihood - a.logLikelihood || compareTokens(a.tokens, b.tokens));
    for (const { logMass } of this.#open.list()) this.#remainder.add(logMass);
    const { logCeiling } = this.#remainder;
    // Counted again: where the list is full, what it had no room for may tie with its end.
    const certified = responses.filter(({ logLikelihood }) => isAbove(logLikelihood, logCeiling)).length;
    // The masses of all prefixes together may come out a rounding error above 1.
    const logRestMass = Math.min(0, this.#remainder.logMass);
    const logMasses = responses.map(({ logLikelihood }) => logLikelihood);
    const law = PartialLaw.fromLogMasses(logMasses, { logRestMass, logRestCeiling: logCeiling });
    const cut = new LogTotal();
    for (const { ended, logLikelihood } of responses) if (!ended) cut.add(logLikelihood);
    const listedCut = Math.exp(Math.min(0, cut.value));
    const cutMass = { lower: listedCut, upper: Math.min(1, listedCut + law.restMass) };
    const mode = responses[0] && { ...responses[0], certified: certified > 0 };
    return { responses, certified, mode, law, cutMass, expansions };
  }

  get #ceiling(): number {
    return Math.max(this.#open.top, this.#remainder.logCeiling);
  }

  #response({ logMass, parent, token }: Candidate): TokenResponse {
    const ended = token >= 0;
    return { tokens: [...this.#tree.tokens(parent), ended ? token : ~token], ended, logLikelihood: logMass };
  }
}

function isAbove(logMass: number, ceiling: number): boolean {
  return logMass > ceiling && !tied(logMass, ceiling);
}

/** In the order of a dictionary. */
function compareTokens(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
