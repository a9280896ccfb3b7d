import { requireInteger } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';

/** n fresh prompts from mu. */
export interface NextPrompts<S extends Spaces> extends Query<ArrayLike<S['Prompt']>> {
  readonly kind: 'nextPrompts';
  readonly n: number;
}

/** Draws n prompts. */
export function* nextPrompts<S extends Spaces>(n: number): Program<NextPrompts<S>, ArrayLike<S['Prompt']>> {
  requireInteger('nextPrompts', 'n', n, 1);
  return yield* ask<NextPrompts<S>>({ kind: 'nextPrompts', n });
}
