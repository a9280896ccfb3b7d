import type { NeuralResponse } from '../neural.ts';

/** A prompt, and what is known of the answer to it. Plain JSON. */
export interface Question {
  readonly prompt: string;
  /** The right answer as `answerOf` would give it; left out where none is known, or where more than one is right. */
  readonly answer?: string;
  /** A name shared by questions that are alike: each group is reported by itself. */
  readonly form?: string;
}

/** What of a response is read and marked. */
export type Written = Pick<NeuralResponse, 'text' | 'ended'>;

/** Questions, and how responses to them are read and marked. Its functions need no `this`. */
export interface Task {
  readonly name: string;
  readonly questions: readonly Question[];
  /** Tokens that a response needs room for, its end token included. */
  readonly maxTokens: number;
  /** The answer that a response gives; undefined where it gives none, so that it abstains from a vote. */
  answerOf(response: Written): string | undefined;
  /**
   * Whether a response gives a right answer to the question; undefined where none is known, and then whatever the response
   * is.
   */
  isRight(question: Question, response: Written): boolean | undefined;
}
