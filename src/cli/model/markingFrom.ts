import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { markedTask } from '../../models/tasks/markedTask.ts';
import type { MarkedTaskOptions } from '../../models/tasks/markedTask.ts';
import { wrongAnswer } from '../../models/tasks/marking.ts';
import type { Marking } from '../../models/tasks/marking.ts';
import { byLastNumber } from '../../models/tasks/markings/lastNumber.ts';
import { byLastWord } from '../../models/tasks/markings/lastWord.ts';
import { byPattern } from '../../models/tasks/markings/pattern.ts';
import { byWholeText } from '../../models/tasks/markings/wholeText.ts';
import type { Question, Task, Written } from '../../models/tasks/task.ts';
import { UsageError } from '../usageError.ts';

/** The way to mark that a command was asked for. */
export interface MarkingFlag {
  /** What is wrong with an answer that it cannot take; undefined where nothing is. */
  wrong(answer: string): string | undefined;
  task(options: Omit<MarkedTaskOptions, 'marking'>): Task;
}

const NAMED: readonly Marking[] = [byLastWord, byLastNumber, byWholeText];
const PATTERN = 'regex:';
const WAYS = `${NAMED.map(({ name }) => name).join(', ')}, ${PATTERN}PATTERN, or a module such as ./mark.js`;

/** The way to mark that `--mark` names. */
export async function markingFrom(flag: string): Promise<MarkingFlag> {
  const named = NAMED.find(({ name }) => name === flag);
  if (named) return marked(named);
  if (flag.startsWith(PATTERN)) return marked(byPattern(flag.slice(PATTERN.length)));
  if (/^\.{0,2}\/|\.[cm]?[jt]s$/.test(flag)) return await fromModule(flag);
  throw new UsageError(`model sharpen: --mark must be ${WAYS}, got ${JSON.stringify(flag)}`);
}

function marked(marking: Marking): MarkingFlag {
  return {
    wrong: (answer) => wrongAnswer(marking, answer),
    task: (options) => markedTask({ ...options, marking }),
  };
}

/** What a module of one's own exports: one of the two at least. */
interface MarkingModule {
  answerOf?(response: Written): string | undefined;
  isRight?(question: Question, response: Written): boolean;
}

async function fromModule(path: string): Promise<MarkingFlag> {
  let module: MarkingModule;
  try {
    module = (await import(pathToFileURL(resolve(path)).href)) as MarkingModule;
  } catch (error) {
    throw new UsageError(`model sharpen: cannot load --mark ${path}: ${(error as Error).message.split('\n')[0]}`);
  }
  const { answerOf, isRight } = module;
  for (const [name, value] of Object.entries({ answerOf, isRight })) {
    if (value === undefined || typeof value === 'function') continue;
    throw new UsageError(`model sharpen: --mark ${path}: ${name} must be a function`);
  }
  if (!answerOf && !isRight) {
    throw new UsageError(
      `model sharpen: --mark ${path} exports neither answerOf(response) nor isRight(question, response); a response is { text, ended }`,
    );
  }
  return {
    wrong: () => undefined,
    task: ({ name, questions, maxTokens }) => ({
      name,
      questions,
      maxTokens,
      // Without it nothing can be voted for.
      answerOf: (response) => answerOf?.(response),
      isRight: (question, response) => {
        if (isRight) return isRight(question, response);
        return question.answer === undefined ? undefined : response.ended && answerOf!(response) === question.answer;
      },
    }),
  };
}
