import type { ExplicitPolicy } from '../policies/explicitPolicy.ts';
import type { Observations } from '../policies/data/observations.ts';

/** What prompts, responses and policies are. Learners are generic in it; drivers fix it. */
export interface Spaces {
  Prompt: unknown;
  Response: unknown;
  Policy: unknown;
}

/** Finite spaces: prompts and responses are numbers from 0, a policy is a table of laws. */
export interface Explicit extends Spaces {
  Prompt: number;
  Response: number;
  Policy: ExplicitPolicy;
}

/** Responses of the base policy with their log-likelihoods, `perPrompt` a prompt, or as rows with counts. */
export type Batch<S extends Spaces> = Observations<S['Prompt'], S['Response']>;

/** Responses to one prompt with their log-likelihoods under the base policy, nats. */
export interface Draws<S extends Spaces> {
  readonly responses: ArrayLike<S['Response']>;
  readonly logLikelihoods: ArrayLike<number>;
}

/** Responses of some policy, `perPrompt` a prompt, with log-likelihoods under it and under the base policy, nats. */
export interface PolicySamples<S extends Spaces> extends Draws<S> {
  readonly perPrompt: number;
  readonly baseLogLikelihoods: ArrayLike<number>;
}
