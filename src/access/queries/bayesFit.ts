import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, World } from '../world.ts';

/** The class's most probable member given samples of the base policy and their likelihoods, under a uniform prior. */
export interface BayesFit<W extends World> extends Query<W['Policy']> {
  readonly kind: 'bayesFit';
  readonly data: Batch<W>;
}

/** Fits the policy class by its posterior. */
export function* bayesFit<W extends World>(data: Batch<W>): Program<BayesFit<W>, W['Policy']> {
  return yield* ask<BayesFit<W>>({ kind: 'bayesFit', data });
}
