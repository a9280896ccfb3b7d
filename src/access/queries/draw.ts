import { requireInteger } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Draws, World } from '../world.ts';

/** More responses of the base policy to the prompt at hand; only inside the body of `eachPrompt` (Def D.1). */
export interface Draw<W extends World> extends Query<Draws<W>> {
  readonly kind: 'draw';
  readonly count: number;
}

/** Draws `count` responses to the prompt at hand, with their log-likelihoods. */
export function* draw<W extends World>(count: number): Program<Draw<W>, Draws<W>> {
  requireInteger('draw', 'count', count, 1);
  return yield* ask<Draw<W>>({ kind: 'draw', count });
}
