import { requireInteger, requireList } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { PolicySamples, Spaces } from '../spaces.ts';

/** Responses of a policy that the learner holds, with likelihoods under it and the base policy (footnote 7). */
export interface SampleFrom<S extends Spaces> extends Query<PolicySamples<S>> {
  readonly kind: 'sampleFrom';
  readonly policy: S['Policy'];
  readonly prompts: ArrayLike<S['Prompt']>;
  readonly count: number;
}

/** Draws `count` responses of `policy` to each of the prompts. */
export function* sampleFrom<S extends Spaces>(
  policy: S['Policy'],
  prompts: ArrayLike<S['Prompt']>,
  count: number,
): Program<SampleFrom<S>, PolicySamples<S>> {
  requireList('sampleFrom', 'prompts', prompts);
  requireInteger('sampleFrom', 'count', count, 1);
  return yield* ask<SampleFrom<S>>({ kind: 'sampleFrom', policy, prompts, count });
}
