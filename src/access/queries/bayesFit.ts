import type { BayesRequest } from '../../policies/classes/fitRequest.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, Spaces } from '../spaces.ts';

/** The class's most probable member given samples of the base policy and their likelihoods, under a uniform prior. */
export interface BayesFit<S extends Spaces> extends Query<S['Policy']>, BayesRequest<S['Prompt'], S['Response']> {
  readonly kind: 'bayesFit';
}

/** Fits the policy class by its posterior. */
export function* bayesFit<S extends Spaces>(data: Batch<S>): Program<BayesFit<S>, S['Policy']> {
  return yield* ask<BayesFit<S>>({ kind: 'bayesFit', data });
}
