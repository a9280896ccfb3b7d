import { showValue } from '../../math/domainError.ts';

/** How answers are read off free texts. Its functions need no `this`. */
export interface Marking {
  readonly name: string;
  /** What a text answers; undefined where it gives no answer. */
  answerOf(text: string): string | undefined;
  /** What `answerOf` says of a right response to a question with this answer; undefined where no response could be right. */
  expected(answer: string): string | undefined;
  /** The answers that it can expect, in words. */
  readonly takes: string;
}

/** What is wrong with an answer that no response could give; undefined where nothing is. */
export function wrongAnswer({ expected, takes }: Marking, answer: string): string | undefined {
  return expected(answer) === undefined ? `the answer must be ${takes}, got ${showValue(answer)}` : undefined;
}
