import { requireLength, requireList } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';

/** log pi_base(y | x) of any given pairs, nats: wider than Def 3.2, which shows likelihoods of samples only. */
export interface Evaluate<S extends Spaces> extends Query<ArrayLike<number>> {
  readonly kind: 'evaluate';
  readonly prompts: ArrayLike<S['Prompt']>;
  readonly responses: ArrayLike<S['Response']>;
}

/** The log-likelihood of responses[i] to prompts[i] under the base policy, for each i. */
export function* evaluate<S extends Spaces>(
  prompts: ArrayLike<S['Prompt']>,
  responses: ArrayLike<S['Response']>,
): Program<Evaluate<S>, ArrayLike<number>> {
  requireList('evaluate', 'prompts', prompts);
  requireList('evaluate', 'responses', responses);
  requireLength('evaluate', 'responses', responses, prompts.length);
  return yield* ask<Evaluate<S>>({ kind: 'evaluate', prompts, responses });
}
