import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';

/** A prompt and the tokens of a response so far. */
export interface Prefix<W extends World> {
  readonly prompt: W['Prompt'];
  readonly tokens: readonly number[];
}

/** The whole law of the next token after each prefix, as log masses: wider than sample-and-evaluate. */
export interface NextTokenLaw<W extends World> extends Query<readonly ArrayLike<number>[]> {
  readonly kind: 'nextTokenLaw';
  readonly prefixes: readonly Prefix<W>[];
}

/** log pi_base(token | prefix) of every token, nats, for each prefix. */
export function* nextTokenLaw<W extends World>(
  prefixes: readonly Prefix<W>[],
): Program<NextTokenLaw<W>, readonly ArrayLike<number>[]> {
  return yield* ask<NextTokenLaw<W>>({ kind: 'nextTokenLaw', prefixes });
}
