import { formOf, valueOf } from '../embedded/expression.ts';
import { heldOutPrompts } from '../embedded/heldOutPrompts.ts';
import type { Question, Task, Written } from './task.ts';

/** The longest response of the embedded model, with room to spare. */
const MAX_TOKENS = 48;

/**
 * What the embedded model was trained for: the value of an expression such as `7*8+6*9:`, on its held-out prompts, each
 * with its form.
 */
export const arithmetic = {
  name: 'arithmetic',
  questions: heldOutPrompts().map((prompt): Question => ({
    prompt,
    answer: String(valueOf(prompt)),
    form: formOf(prompt),
  })),
  maxTokens: MAX_TOKENS,
  /** What follows the last `=`, or the empty answer where there is none. */
  answerOf({ text }: Pick<Written, 'text'>): string {
    const sign = text.lastIndexOf('=');
    return sign < 0 ? '' : text.slice(sign + 1);
  },
  /**
   * Whether a response gives the answer to its question, or the value of the prompt where the question has none. One that
   * was cut gives no answer; steps before the last are not looked at.
   *
   * @throws DomainError where the question has no answer and the prompt is no expression, see `valueOf`
   */
  isRight({ prompt, answer = String(valueOf(prompt)) }: Question, response: Written): boolean {
    return response.ended && arithmetic.answerOf(response) === answer;
  },
} satisfies Task;
