import { requireInteger } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Draws, Spaces } from '../spaces.ts';

/** More responses of the base policy to the prompt at hand; only inside the body of `eachPrompt` (Def D.1). */
export interface Draw<S extends Spaces> extends Query<Draws<S>> {
  readonly kind: 'draw';
  readonly count: number;
}

/** Draws `count` responses to the prompt at hand, with their log-likelihoods. */
export function* draw<S extends Spaces>(count: number): Program<Draw<S>, Draws<S>> {
  requireInteger('draw', 'count', count, 1);
  return yield* ask<Draw<S>>({ kind: 'draw', count });
}
