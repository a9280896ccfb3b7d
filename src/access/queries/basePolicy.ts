import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';

/** The base policy as something to sample from or return; a learner cannot look into it. */
export interface BasePolicy<W extends World> extends Query<W['Policy']> {
  readonly kind: 'basePolicy';
}

/** The base policy's handle. */
export function* basePolicy<W extends World>(): Program<BasePolicy<W>, W['Policy']> {
  return yield* ask<BasePolicy<W>>({ kind: 'basePolicy' });
}
