import { importModule } from '../../files/importModule.ts';
import { DomainError, showValue } from '../../math/domainError.ts';
import { markedTask } from '../../models/tasks/markedTask.ts';
import type { MarkedTaskOptions } from '../../models/tasks/markedTask.ts';
import { wrongAnswer } from '../../models/tasks/marking.ts';
import type { Marking } from '../../models/tasks/marking.ts';
import { byLastNumber } from '../../models/tasks/markings/lastNumber.ts';
import { byLastWord } from '../../models/tasks/markings/lastWord.ts';
import { byPattern } from '../../models/tasks/markings/pattern.ts';
import { byWholeText } from '../../models/tasks/markings/wholeText.ts';
import { requireAnswer, requireMark } from '../../models/tasks/requireMark.ts';
import type { Question, Task, Written } from '../../models/tasks/task.ts';
import { UsageError } from '../usageError.ts';

/** The way to mark that a command was asked for. */
export interface MarkingFlag {
  /** Whether it marks nothing where a question comes without an answer. */
  readonly needsAnswers: boolean;
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
    needsAnswers: true,
    wrong: (answer) => wrongAnswer(marking, answer),
    task: (options) => markedTask({ ...options, marking }),
  };
}

/** What a module of one's own exports: one of the two at least. What they return is not known before. */
interface MarkingModule {
  answerOf?(response: Written): unknown;
  isRight?(question: Question, response: Written): unknown;
}

async function fromModule(path: string): Promise<MarkingFlag> {
  const where = `--mark ${path}`;
  const module = (await importModule(where, path)) as MarkingModule;
  const { answerOf, isRight } = module;
  for (const [name, value] of Object.entries({ answerOf, isRight })) {
    if (value === undefined || typeof value === 'function') continue;
    throw new DomainError(where, name, 'a function', value);
  }
  if (!answerOf && !isRight) {
    throw new UsageError(
      `model sharpen: ${where} exports neither answerOf(response) nor isRight(question, response); a response is { text, ended }`,
    );
  }
  const read = (response: Written): string | undefined => {
    const answer = asked(where, 'answerOf', response, () => answerOf!(response));
    requireAnswer(where, `what answerOf returns of ${shown(response)}`, answer);
    return answer;
  };
  const mark = (question: Question, response: Written): boolean | undefined => {
    if (!isRight)
      return question.answer === undefined ? undefined : response.ended && read(response) === question.answer;
    const right = asked(where, 'isRight', response, () => isRight(question, response), question);
    requireMark(where, `what isRight returns at the prompt ${showValue(question.prompt)}`, right);
    return right;
  };
  return {
    needsAnswers: !isRight,
    wrong: () => undefined,
    task({ name, questions, maxTokens }) {
      // A module that cannot mark shows it before anything is drawn: a response such as there may be to each question.
      for (const question of questions) {
        const response = { text: question.answer ?? '', ended: true };
        mark(question, response);
        if (answerOf) read(response);
      }
      // Without answerOf nothing can be voted for.
      return { name, questions, maxTokens, answerOf: answerOf ? read : () => undefined, isRight: mark };
    },
  };
}

/** What a function of the module returns; where it throws, a message that says at what. */
function asked(where: string, name: string, response: Written, call: () => unknown, question?: Question): unknown {
  try {
    return call();
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const at = question ? ` at the prompt ${showValue(question.prompt)} and` : ' at';
    throw new UsageError(`model sharpen: ${where}: ${name} throws${at} ${shown(response)}: ${why.split('\n')[0]}`);
  }
}

function shown({ text, ended }: Written): string {
  return `the response { text: ${showValue(text)}, ended: ${ended} }`;
}
