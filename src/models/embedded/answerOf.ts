import type { NeuralResponse } from '../neural.ts';

/**
 * The answer that a response of the embedded model gives: what follows its last `=`, or nothing where there is none.
 *
 * An answer map as `majorityVote` takes it.
 */
export function answerOf({ text }: Pick<NeuralResponse, 'text'>): string {
  const sign = text.lastIndexOf('=');
  return sign < 0 ? '' : text.slice(sign + 1);
}
