import { requireInteger, requireObject } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, Spaces } from '../spaces.ts';

/** n prompts with N responses each, fixed in advance; a run may ask it once (Huang et al. 2024, Def 3.2). */
export interface Plan<S extends Spaces> extends Query<Batch<S>> {
  readonly kind: 'plan';
  readonly n: number;
  readonly N: number;
}

/** Draws n prompts and N responses of the base policy to each, with their log-likelihoods. */
export function* plan<S extends Spaces>(options: { n: number; N: number }): Program<Plan<S>, Batch<S>> {
  requireObject('plan', 'options', options);
  const { n, N } = options;
  requireInteger('plan', 'n', n, 1);
  requireInteger('plan', 'N', N, 1);
  return yield* ask<Plan<S>>({ kind: 'plan', n, N });
}
