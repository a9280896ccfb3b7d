import type { Spaces } from '../access/spaces.ts';

/** A response of a language model. Plain JSON, so that it can be logged. */
export interface NeuralResponse {
  readonly text: string;
  /** How many tokens it took, the end token included. Logs of older versions lack it: `tokenCountOf` counts there. */
  readonly tokenCount: number;
  /** Whether the model ended the response itself; false where it was cut at the most tokens allowed. */
  readonly ended: boolean;
  /**
   * The tokens that were sampled, the end token last where there is one: then they are the response, and the text is for
   * reading. A server that answers with text alone leaves them out; `tokenIdsOf` asks for them.
   */
  readonly tokens?: readonly number[];
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
