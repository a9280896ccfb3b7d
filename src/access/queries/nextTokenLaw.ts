import { requireList } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';
import type { TokenLaw } from './tokenLaw.ts';

/** A prompt and the tokens of a response so far. */
export interface Prefix<W extends World> {
  readonly prompt: W['Prompt'];
  readonly tokens: readonly number[];
  /**
   * Tokens with a log mass below this need not be listed, nats; all are by default. Of a large vocabulary it keeps
   * answers, and the log of them, short.
   */
  readonly leastLogMass?: number;
}

/** The law of the next token after each prefix: wider than sample-and-evaluate. */
export interface NextTokenLaw<W extends World> extends Query<readonly TokenLaw[]> {
  readonly kind: 'nextTokenLaw';
  readonly prefixes: readonly Prefix<W>[];
}

/** pi_base(token | prefix) of every token, for each prefix. */
export function* nextTokenLaw<W extends World>(
  prefixes: readonly Prefix<W>[],
): Program<NextTokenLaw<W>, readonly TokenLaw[]> {
  requireList('nextTokenLaw', 'prefixes', prefixes);
  prefixes.forEach(({ leastLogMass = -Infinity }, i) => {
    if (typeof leastLogMass === 'number' && leastLogMass <= Infinity) return;
    throw new DomainError('nextTokenLaw', `prefixes[${i}].leastLogMass`, 'a number, or left out', leastLogMass);
  });
  return yield* ask<NextTokenLaw<W>>({ kind: 'nextTokenLaw', prefixes });
}
