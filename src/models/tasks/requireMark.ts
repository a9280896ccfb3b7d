import { DomainError } from '../../math/domainError.ts';

/** Refuses what is no mark of a response, such as a promise of one: added up, it would be none of the right ones, or NaN. */
export function requireMark(where: string, argument: string, mark: unknown): asserts mark is boolean | undefined {
  if (mark === undefined || typeof mark === 'boolean') return;
  throw new DomainError(where, argument, 'true or false, or undefined where no answer is known', mark);
}

/** Refuses what is no answer that was read off a response: answers are compared as texts. */
export function requireAnswer(where: string, argument: string, answer: unknown): asserts answer is string | undefined {
  if (answer === undefined || typeof answer === 'string') return;
  throw new DomainError(where, argument, 'a text, or undefined where a response gives no answer', answer);
}
