import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, World } from '../world.ts';

/** argmax over the driver's class of sum log pi(y | x): supervised fine-tuning as an optimisation oracle. */
export interface MaximumLikelihood<W extends World> extends Query<W['Policy']> {
  readonly kind: 'maximumLikelihood';
  readonly data: Batch<W>;
}

/** Fits the policy class to responses by maximum likelihood. */
export function* maximumLikelihood<W extends World>(data: Batch<W>): Program<MaximumLikelihood<W>, W['Policy']> {
  return yield* ask<MaximumLikelihood<W>>({ kind: 'maximumLikelihood', data });
}
