import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText } from '../../files/readText.ts';
import { requireInteger } from '../../math/checks.ts';
import { embeddedModel } from '../../models/embedded/embeddedModel.ts';
import { arithmetic } from '../../models/tasks/arithmetic.ts';
import { lastWordTask, wrongLastWord } from '../../models/tasks/lastWordTask.ts';
import { parseQuestions, QUESTION_LINES } from '../../models/tasks/parseQuestions.ts';
import type { Task } from '../../models/tasks/task.ts';
import { UsageError } from '../usageError.ts';

/** What the flags say of model and task. */
export interface TaskFlags {
  readonly model?: string;
  readonly prompts?: string;
  readonly count?: number;
}

const EMBEDDED = fileURLToPath(embeddedModel);
const MOST_TOKENS = 64;
const COUNT = 128;

/** The model and the task that the flags ask for: the embedded model and its own task unless they say otherwise. */
export function taskFrom({ model: path = EMBEDDED, prompts: file, count }: TaskFlags): {
  readonly path: string;
  readonly task: Task;
} {
  const own = path === EMBEDDED;
  if (file === undefined && !own) {
    throw new UsageError(`model sharpen: no prompts for this model; give --prompts FILE; ${QUESTION_LINES}`);
  }
  const task =
    file === undefined
      ? arithmetic
      : lastWordTask({
          name: basename(file),
          questions: parseQuestions(readText(file), { file, wrong: wrongLastWord }),
          maxTokens: own ? arithmetic.maxTokens : MOST_TOKENS,
        });
  return { path, task: firstOf(task, count) };
}

function firstOf(task: Task, count = Math.min(COUNT, task.questions.length)): Task {
  requireInteger('sharpen', 'count', count, 1, task.questions.length);
  return { ...task, questions: task.questions.slice(0, count) };
}
