import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';

/** The base policy as something to sample from or return; a learner cannot look into it. */
export interface BasePolicy<S extends Spaces> extends Query<S['Policy']> {
  readonly kind: 'basePolicy';
}

/** The base policy's handle. */
export function* basePolicy<S extends Spaces>(): Program<BasePolicy<S>, S['Policy']> {
  return yield* ask<BasePolicy<S>>({ kind: 'basePolicy' });
}
