import type { NeuralResponse } from '../neural.ts';
import { answerOf } from './answerOf.ts';
import { valueOf } from './expression.ts';

/**
 * Whether a response gives the value of its prompt. One that was cut gives no answer; steps before the last are not
 * looked at.
 *
 * @throws DomainError where the prompt is no expression, see `valueOf`
 */
export function correct(prompt: string, response: Pick<NeuralResponse, 'text' | 'ended'>): boolean {
  const value = valueOf(prompt);
  return response.ended && answerOf(response) === String(value);
}
