import type { Spaces } from '../access/spaces.ts';

/** A response of a language model. Plain JSON, so that it can be logged. */
export interface NeuralResponse {
  readonly text: string;
  /** The tokens that were sampled, the end token last where there is one: they are the response, the text is for reading. */
  readonly tokens: readonly number[];
  /** Whether the model ended the response itself; false where it was cut at the most tokens allowed. */
  readonly ended: boolean;
}

/** A policy that a backend holds: opaque to learners. */
export interface NeuralPolicy {
  readonly name: string;
}

/** Text in, tokens out: the world of language models. */
export interface Neural extends Spaces {
  Prompt: string;
  Response: NeuralResponse;
  Policy: NeuralPolicy;
}
