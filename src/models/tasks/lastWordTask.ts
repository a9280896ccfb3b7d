import { requireInteger } from '../../math/checks.ts';
import { DomainError, showValue } from '../../math/domainError.ts';
import type { Question, Task, Written } from './task.ts';

export interface LastWordTaskOptions {
  readonly name: string;
  readonly questions: readonly Question[];
  /** An integer at least 1. */
  readonly maxTokens: number;
}

/**
 * Questions whose answer is one word: the last of a response that ended, see `lastWord`.
 *
 * @throws DomainError where an answer is no such word, or maxTokens is not in its domain
 */
export function lastWordTask({ name, questions, maxTokens }: LastWordTaskOptions): Task {
  requireInteger('lastWordTask', 'maxTokens', maxTokens, 1);
  questions.forEach(({ answer }, i) => {
    if (answer === undefined || isLastWord(answer)) return;
    throw new DomainError('lastWordTask', `questions[${i}].answer`, ONE_WORD, answer);
  });
  return {
    name,
    questions,
    maxTokens,
    answerOf: lastWord,
    isRight: ({ answer }, response) =>
      answer === undefined ? undefined : response.ended && lastWord(response) === answer,
  };
}

/** The answer of a free text: what follows its last space or equals sign, without a full stop; it may be empty. */
export function lastWord({ text }: Pick<Written, 'text'>): string {
  return /([^\s=]*?)[\s.]*$/.exec(text)![1]!;
}

const ONE_WORD = 'one word without "=", no full stop after it';

/** What is wrong with an answer that no last word could equal; undefined where nothing is. */
export function wrongLastWord(answer: string): string | undefined {
  return isLastWord(answer) ? undefined : `the answer must be ${ONE_WORD}, got ${showValue(answer)}`;
}

function isLastWord(answer: string): boolean {
  return answer !== '' && lastWord({ text: answer }) === answer;
}
