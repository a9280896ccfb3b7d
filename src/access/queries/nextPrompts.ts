import { requireInteger } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';

/** n fresh prompts from mu. */
export interface NextPrompts<W extends World> extends Query<ArrayLike<W['Prompt']>> {
  readonly kind: 'nextPrompts';
  readonly n: number;
}

/** Draws n prompts. */
export function* nextPrompts<W extends World>(n: number): Program<NextPrompts<W>, ArrayLike<W['Prompt']>> {
  requireInteger('nextPrompts', 'n', n, 1);
  return yield* ask<NextPrompts<W>>({ kind: 'nextPrompts', n });
}
