import { DomainError } from '../../math/domainError.ts';
import type { Source } from '../../math/random/source.ts';

/** The prompt with that place in the run; where it is random, the source alone decides it. */
export interface PromptStream<Prompt> {
  (index: number, source: Source): Prompt;
  /** The prompts that it takes from, where they are a list: a model that cannot read one of them says so at once. */
  readonly list?: readonly Prompt[];
}

/** Independent uniform draws from a list, with replacement: mu is uniform on the list. */
export function promptsAtRandom<Prompt>(list: readonly Prompt[]): PromptStream<Prompt> {
  requirePrompts('promptsAtRandom', list);
  return Object.assign((_index: number, source: Source) => list[source.index(list.length)]!, { list });
}

/** Each prompt of a list once, in order, for evaluations on a fixed set. Asking for more is refused. */
export function promptsInOrder<Prompt>(list: readonly Prompt[]): PromptStream<Prompt> {
  requirePrompts('promptsInOrder', list);
  const stream = (index: number): Prompt => {
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
  return Object.assign(stream, { list });
}

/** The stream of a run's prompts: as given, or independent draws from a list. */
export function promptStreamOf<Prompt>(
  where: string,
  prompts: readonly Prompt[] | PromptStream<Prompt>,
): PromptStream<Prompt> {
  if (typeof prompts === 'function') return prompts;
  if (!Array.isArray(prompts)) {
    const expected = 'a list of prompts, or a stream of them such as promptsInOrder(list)';
    throw new DomainError(where, 'prompts', expected, prompts);
  }
  return promptsAtRandom(prompts as readonly Prompt[]);
}

function requirePrompts(where: string, list: readonly unknown[]): void {
  if (!Array.isArray(list) || list.length === 0)
    throw new DomainError(where, 'list', 'a non-empty list of prompts', list);
}
