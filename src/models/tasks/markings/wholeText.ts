import type { Marking } from '../marking.ts';

/** Marks by the whole text, but for the spaces around it: answers may have several words. */
export const byWholeText: Marking = {
  name: 'exact',
  answerOf: (text) => text.trim(),
  expected: (answer) => answer.trim() || undefined,
  takes: 'a text that is not empty',
};
