import { requireInteger } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';

/**
 * Coins of the learner's own: independent uniform numbers in [0, 1). They say nothing of any policy, so every framework that
 * samples allows them, and they cost nothing; they come from the run's source, so that a run is repeated or gone on with as it was.
 */
export interface Uniforms extends Query<Float64Array> {
  readonly kind: 'uniforms';
  readonly count: number;
}

/** Draws `count` uniform numbers in [0, 1). */
export function* uniforms(count: number): Program<Uniforms, Float64Array> {
  requireInteger('uniforms', 'count', count, 1);
  return yield* ask<Uniforms>({ kind: 'uniforms', count });
}
