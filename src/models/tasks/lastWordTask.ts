import { markedTaskOf } from './markedTask.ts';
import type { MarkedTaskOptions } from './markedTask.ts';
import { byLastWord } from './markings/lastWord.ts';
import type { Task } from './task.ts';

export type LastWordTaskOptions = Omit<MarkedTaskOptions, 'marking'>;

/**
 * Questions whose answer is one word: the last of a response that ended, see `lastWord`.
 *
 * @throws DomainError where an answer is no such word, or maxTokens is not in its domain
 */
export function lastWordTask(options: LastWordTaskOptions): Task {
  return markedTaskOf('lastWordTask', { ...options, marking: byLastWord });
}
