import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText } from '../../files/readText.ts';
import { requireInteger } from '../../math/checks.ts';
import { embeddedModel } from '../../models/embedded/embeddedModel.ts';
import { arithmetic } from '../../models/tasks/arithmetic.ts';
import { byLastWord } from '../../models/tasks/markings/lastWord.ts';
import { parseQuestions, QUESTION_LINES } from '../../models/tasks/parseQuestions.ts';
import type { Task } from '../../models/tasks/task.ts';
import { UsageError } from '../usageError.ts';
import { markingFrom } from './markingFrom.ts';

/** What the flags say of model and task. */
export interface TaskFlags {
  readonly model?: string;
  readonly prompts?: string;
  readonly count?: number;
  readonly mark?: string;
}

const EMBEDDED = fileURLToPath(embeddedModel);
const MOST_TOKENS = 64;
const COUNT = 128;

/** The model and the task that the flags ask for: the embedded model and its own task unless they say otherwise. */
export async function taskFrom({ model: path = EMBEDDED, prompts: file, count, mark }: TaskFlags): Promise<{
  readonly path: string;
  readonly task: Task;
}> {
  const own = path === EMBEDDED;
  if (file === undefined && !own) {
    throw new UsageError(`model sharpen: no prompts for this model; give --prompts FILE; ${QUESTION_LINES}`);
  }
  if (file === undefined && mark === undefined) return { path, task: firstOf(arithmetic, count) };
  const { wrong, task, needsAnswers } = await markingFrom(mark ?? byLastWord.name);
  const questions = file === undefined ? arithmetic.questions : parseQuestions(readText(file), { file, wrong });
  if (mark !== undefined && needsAnswers && questions[0]!.answer === undefined) {
    throw new UsageError(
      `model sharpen: --mark ${mark} has nothing to compare with: the prompts of ${file} have no answers; ` +
        'give them answers, leave out --mark, or give a module that exports isRight(question, response)',
    );
  }
  const all = task({
    name: file === undefined ? arithmetic.name : basename(file),
    questions,
    maxTokens: own ? arithmetic.maxTokens : MOST_TOKENS,
  });
  return { path, task: firstOf(all, count) };
}

function firstOf(task: Task, count = Math.min(COUNT, task.questions.length)): Task {
  requireInteger('sharpen', 'count', count, 1, task.questions.length);
  return { ...task, questions: task.questions.slice(0, count) };
}
