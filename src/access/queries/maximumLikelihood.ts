import type { MaximumLikelihoodRequest } from '../../policies/classes/fitRequest.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, Spaces } from '../spaces.ts';

/** argmax over the driver's class of sum log pi(y | x): supervised fine-tuning as an optimisation oracle. */
export interface MaximumLikelihood<S extends Spaces>
  extends Query<S['Policy']>, MaximumLikelihoodRequest<S['Prompt'], S['Response']> {
  readonly kind: 'maximumLikelihood';
}

/** Fits the policy class to responses by maximum likelihood. */
export function* maximumLikelihood<S extends Spaces>(data: Batch<S>): Program<MaximumLikelihood<S>, S['Policy']> {
  return yield* ask<MaximumLikelihood<S>>({ kind: 'maximumLikelihood', data });
}
