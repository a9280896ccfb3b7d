import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';

/** The learner will not use this policy again: a network's weights can be freed. */
export interface Release<S extends Spaces> extends Query<'released'> {
  readonly kind: 'release';
  readonly policy: S['Policy'];
}

/** Gives a policy back. */
export function* release<S extends Spaces>(policy: S['Policy']): Program<Release<S>, 'released'> {
  return yield* ask<Release<S>>({ kind: 'release', policy });
}
