import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { Marking } from './marking.ts';
import type { Question, Task } from './task.ts';

export interface MarkedTaskOptions {
  readonly name: string;
  readonly questions: readonly Question[];
  /** An integer at least 1. */
  readonly maxTokens: number;
  readonly marking: Marking;
}

/**
 * Questions whose answers are read off free texts: a response is right where it ended and answers what is expected. One that was
 * cut is wrong, whatever it shows.
 *
 * @throws DomainError where the marking cannot take an answer, or maxTokens is not in its domain
 */
export function markedTask(options: MarkedTaskOptions): Task {
  return markedTaskOf('markedTask', options);
}

/** A task made by a function of another name, for messages. */
export function markedTaskOf(where: string, { name, questions, maxTokens, marking }: MarkedTaskOptions): Task {
  requireInteger(where, 'maxTokens', maxTokens, 1);
  questions.forEach(({ answer }, i) => {
    if (answer === undefined || marking.expected(answer) !== undefined) return;
    throw new DomainError(where, `questions[${i}].answer`, marking.takes, answer);
  });
  return {
    name,
    questions,
    maxTokens,
    answerOf: ({ text }) => marking.answerOf(text),
    isRight: ({ answer }, { text, ended }) =>
      answer === undefined ? undefined : ended && marking.answerOf(text) === marking.expected(answer),
  };
}
