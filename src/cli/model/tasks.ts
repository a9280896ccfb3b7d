import { readFileSync } from 'node:fs';
import { requireInteger } from '../../math/checks.ts';
import { answerOf } from '../../models/embedded/answerOf.ts';
import { correct } from '../../models/embedded/correct.ts';
import { embeddedModel } from '../../models/embedded/embeddedModel.ts';
import { formOf } from '../../models/embedded/expression.ts';
import { heldOutPrompts } from '../../models/embedded/heldOutPrompts.ts';
import type { Marking } from '../../models/protocols/sharpeningReport.ts';
import { UsageError } from '../usageError.ts';
import type { SharpenFlags } from './sharpen.ts';

const LINES = 'each of its lines is {"prompt": "text", "answer": "text or number"}';

/** A model with prompts, and how its responses are judged. */
interface Task {
  readonly path: string;
  readonly prompts: readonly string[];
  readonly maxTokens: number;
  readonly marking: Omit<Marking, 'textOf'>;
}

/** The longest response of the embedded model, with room to spare. */
const EMBEDDED_TOKENS = 48;
const MOST_TOKENS = 64;
const COUNT = 128;

/** What the flags ask for: the embedded model on its held-out prompts unless they say otherwise. */
export function taskFrom({ model: path = embeddedModel, prompts: file, count }: SharpenFlags): Task {
  if (file !== undefined) return questionsFrom(path, file, count);
  if (path !== embeddedModel) {
    throw new UsageError(`model sharpen: no prompts for this model; give --prompts FILE; ${LINES}`);
  }
  const prompts = heldOutPrompts();
  return {
    path,
    prompts: firstOf(prompts, count),
    maxTokens: EMBEDDED_TOKENS,
    marking: {
      answerOf: (text) => answerOf({ text }),
      correct: (prompt, text, ended) => correct(prompt, { text, ended }),
      formOf,
    },
  };
}

function questionsFrom(path: string, file: string, count: number | undefined): Task {
  const answers = new Map<string, string>();
  for (const [i, line] of readLines(file).entries()) {
    if (line.trim() === '') continue;
    const { prompt, answer } = question(file, i + 1, line);
    if (answers.has(prompt)) throw new UsageError(`model sharpen: ${file}:${i + 1}: this prompt is there already`);
    answers.set(prompt, answer);
  }
  if (answers.size === 0) throw new UsageError(`model sharpen: ${file} holds no prompts; ${LINES}`);
  return {
    path,
    prompts: firstOf([...answers.keys()], count),
    maxTokens: path === embeddedModel ? EMBEDDED_TOKENS : MOST_TOKENS,
    marking: {
      answerOf: lastWord,
      correct: (prompt, text, ended) => ended && lastWord(text) === answers.get(prompt),
    },
  };
}

function firstOf(prompts: readonly string[], count = Math.min(COUNT, prompts.length)): readonly string[] {
  requireInteger('sharpen', 'count', count, 1, prompts.length);
  return prompts.slice(0, count);
}

/** The answer of a free text: what follows its last space or equals sign, without a full stop. */
function lastWord(text: string): string {
  return /([^\s=]*?)[\s.]*$/.exec(text)![1]!;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    throw new UsageError(`model sharpen: cannot read ${file}: ${(error as Error).message}`);
  }
}

function question(file: string, line: number, text: string): { prompt: string; answer: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { prompt, answer } = Object(value) as { prompt?: unknown; answer?: unknown };
  if (typeof prompt !== 'string' || prompt === '' || !(typeof answer === 'string' || typeof answer === 'number')) {
    throw new UsageError(`model sharpen: ${file}:${line}: must be {"prompt": "text", "answer": "text or number"}`);
  }
  const word = String(answer);
  // Anything else would never be right.
  if (word === '' || lastWord(word) !== word) {
    throw new UsageError(
      `model sharpen: ${file}:${line}: the answer must be one word without "=", no full stop after it, got ${JSON.stringify(answer)}`,
    );
  }
  return { prompt, answer: word };
}
