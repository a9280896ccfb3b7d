import { requireInteger, requireList } from '../../math/checks.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { PolicySamples, World } from '../world.ts';

/** Responses of a policy that the learner holds, with likelihoods under it and the base policy (footnote 7). */
export interface SampleFrom<W extends World> extends Query<PolicySamples<W>> {
  readonly kind: 'sampleFrom';
  readonly policy: W['Policy'];
  readonly prompts: ArrayLike<W['Prompt']>;
  readonly count: number;
}

/** Draws `count` responses of `policy` to each of the prompts. */
export function* sampleFrom<W extends World>(
  policy: W['Policy'],
  prompts: ArrayLike<W['Prompt']>,
  count: number,
): Program<SampleFrom<W>, PolicySamples<W>> {
  requireList('sampleFrom', 'prompts', prompts);
  requireInteger('sampleFrom', 'count', count, 1);
  return yield* ask<SampleFrom<W>>({ kind: 'sampleFrom', policy, prompts, count });
}
