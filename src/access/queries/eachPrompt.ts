import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';

/**
 * n fresh prompts, each handled by a program of its own that may ask `draw` as often as it likes (Def D.1).
 *
 * Asked with n = 1 in a loop, a later prompt may depend on what was seen at earlier ones.
 */
export interface EachPrompt<S extends Spaces, Q, A> extends Query<A[]> {
  readonly kind: 'eachPrompt';
  readonly n: number;
  body(prompt: S['Prompt']): Program<Q, A>;
}

/** Runs `body` on n fresh prompts and returns their results in order; a real model works on many at once. */
export function* eachPrompt<S extends Spaces, Q, A>(
  n: number,
  body: (prompt: S['Prompt']) => Program<Q, A>,
): Program<EachPrompt<S, Q, A>, A[]> {
  requireInteger('eachPrompt', 'n', n, 1);
  if (typeof body !== 'function') throw new DomainError('eachPrompt', 'body', 'a function of the prompt', body);
  return yield* ask<EachPrompt<S, Q, A>>({ kind: 'eachPrompt', n, body });
}
