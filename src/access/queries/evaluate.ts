import { requireLength, requireList } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { World } from '../world.ts';

/** log pi_base(y | x) of any given pairs, nats: wider than Def 3.2, which shows likelihoods of samples only. */
export interface Evaluate<W extends World> extends Query<ArrayLike<number>> {
  readonly kind: 'evaluate';
  readonly prompts: ArrayLike<W['Prompt']>;
  readonly responses: ArrayLike<W['Response']>;
}

/** The log-likelihood of responses[i] to prompts[i] under the base policy, for each i. */
export function* evaluate<W extends World>(
  prompts: ArrayLike<W['Prompt']>,
  responses: ArrayLike<W['Response']>,
): Program<Evaluate<W>, ArrayLike<number>> {
  requireList('evaluate', 'prompts', prompts);
  requireList('evaluate', 'responses', responses);
  requireLength('evaluate', 'responses', responses, prompts.length);
  return yield* ask<Evaluate<W>>({ kind: 'evaluate', prompts, responses });
}
