import { requireList } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';
import type { TokenLaw } from './tokenLaw.ts';

/** A prompt and the tokens of a response so far. */
export interface Prefix<S extends Spaces> {
  readonly prompt: S['Prompt'];
  readonly tokens: readonly number[];
  /**
   * Tokens with a log mass below this need not be listed, nats; all are by default. Of a large vocabulary it keeps
   * answers, and the log of them, short.
   */
  readonly leastLogMass?: number;
}

/** The law of the next token after each prefix: wider than sample-and-evaluate. */
export interface NextTokenLaw<S extends Spaces> extends Query<readonly TokenLaw[]> {
  readonly kind: 'nextTokenLaw';
  readonly prefixes: readonly Prefix<S>[];
}

/** pi_base(token | prefix) of every token, for each prefix. */
export function* nextTokenLaw<S extends Spaces>(
  prefixes: readonly Prefix<S>[],
): Program<NextTokenLaw<S>, readonly TokenLaw[]> {
  requireList('nextTokenLaw', 'prefixes', prefixes);
  prefixes.forEach(({ leastLogMass = -Infinity }, i) => {
    if (typeof leastLogMass === 'number' && leastLogMass <= Infinity) return;
    throw new DomainError('nextTokenLaw', `prefixes[${i}].leastLogMass`, 'a number, or left out', leastLogMass);
  });
  return yield* ask<NextTokenLaw<S>>({ kind: 'nextTokenLaw', prefixes });
}
