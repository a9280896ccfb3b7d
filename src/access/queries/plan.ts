import { requireInteger, requireObject } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, World } from '../world.ts';

/** n prompts with N responses each, fixed in advance; a run may ask it once (Huang et al. 2024, Def 3.2). */
export interface Plan<W extends World> extends Query<Batch<W>> {
  readonly kind: 'plan';
  readonly n: number;
  readonly N: number;
}

/** Draws n prompts and N responses of the base policy to each, with their log-likelihoods. */
export function* plan<W extends World>(options: { n: number; N: number }): Program<Plan<W>, Batch<W>> {
  requireObject('plan', 'options', options);
  const { n, N } = options;
  requireInteger('plan', 'n', n, 1);
  requireInteger('plan', 'N', N, 1);
  return yield* ask<Plan<W>>({ kind: 'plan', n, N });
}
