import { DomainError } from '../../math/domainError.ts';
import type { Source } from '../../math/random/source.ts';

/** The prompt with that place in the run; where it is random, the source alone decides it. */
export type PromptStream<Prompt> = (index: number, source: Source) => Prompt;

/** Independent uniform draws from a list, with replacement: mu is uniform on the list. */
export function promptsAtRandom<Prompt>(list: readonly Prompt[]): PromptStream<Prompt> {
  requireList('promptsAtRandom', list);
  return (_index, source) => list[source.index(list.length)]!;
}

/** Each prompt of a list once, in order, for evaluations on a fixed set. Asking for more is refused. */
export function promptsInOrder<Prompt>(list: readonly Prompt[]): PromptStream<Prompt> {
  requireList('promptsInOrder', list);
  return (index) => {
    if (index >= list.length) {
      throw new DomainError(
        'promptsInOrder',
        'number of prompts asked for',
        `at most ${list.length}, the length of the list`,
        index + 1,
      );
    }
    return list[index]!;
  };
}

function requireList(where: string, list: readonly unknown[]): void {
  if (!Array.isArray(list) || list.length === 0)
    throw new DomainError(where, 'list', 'a non-empty list of prompts', list);
}
