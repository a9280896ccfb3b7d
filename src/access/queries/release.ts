import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';

/** The learner will not use this policy again: a network's weights can be freed. */
export interface Release<W extends World> extends Query<'released'> {
  readonly kind: 'release';
  readonly policy: W['Policy'];
}

/** Gives a policy back. */
export function* release<W extends World>(policy: W['Policy']): Program<Release<W>, 'released'> {
  return yield* ask<Release<W>>({ kind: 'release', policy });
}
