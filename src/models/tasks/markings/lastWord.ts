import type { Marking } from '../marking.ts';
import type { Written } from '../task.ts';

/** The answer of a free text: what follows its last space or equals sign, without a full stop; it may be empty. */
export function lastWord({ text }: Pick<Written, 'text'>): string {
  return /([^\s=]*?)[\s.]*$/.exec(text)![1]!;
}

/** Marks by the last word, see `lastWord`. A text that ends in none gives no answer. */
export const byLastWord: Marking = {
  name: 'last-word',
  answerOf: (text) => lastWord({ text }) || undefined,
  expected: (answer) => (answer !== '' && lastWord({ text: answer }) === answer ? answer : undefined),
  takes: 'one word without "=", no full stop after it, where the last word is what is marked',
};
