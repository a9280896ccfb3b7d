import type { Marking } from '../marking.ts';

/** A minus behind a word or a bracket subtracts; commas stand between groups of three digits. */
const NUMBER = /(?:(?<![\w).])-)?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?/g;

/** The last number of a text, such as -3 or 1,234.50, in digits as JavaScript writes them; undefined where there is none. */
export function lastNumber(text: string): string | undefined {
  const found = text.match(NUMBER);
  return found ? String(Number(found.at(-1)!.replaceAll(',', ''))) : undefined;
}

/** Marks by the last number, of the response and of the answer: 7, 7.0 and "it is 7 %" are one. */
export const byLastNumber: Marking = {
  name: 'number',
  answerOf: lastNumber,
  expected: lastNumber,
  takes: 'a text with a number in it, where the last number is what is marked',
};
