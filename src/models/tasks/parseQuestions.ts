import type { Question } from './task.ts';

/** Questions that cannot be read: the message names the file and the line. */
export class QuestionsError extends Error {
  override readonly name = 'QuestionsError';
}

export interface ParseQuestionsOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
  /** Says what is wrong with an answer, where the way of marking cannot take it. */
  readonly wrong?: (answer: string) => string | undefined;
}

const LINE = '{"prompt": "text", "answer": "text or number"}';
/** What a file of questions is, for messages. */
export const QUESTION_LINES = `each of its lines is ${LINE}, or all are without an answer`;

/**
 * Questions from lines of JSON, `{"prompt": "text", "answer": "text or number"}`, or all of them without an answer; blank
 * lines are skipped and other fields ignored.
 *
 * @throws QuestionsError where a line is something else, a prompt comes twice, some have an answer and some have none, or
 * there is no line
 */
export function parseQuestions(
  text: string,
  { file = 'questions', wrong = () => undefined }: ParseQuestionsOptions = {},
): readonly Question[] {
  const questions = new Map<string, Question>();
  let first: { readonly line: number; readonly answered: boolean } | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const refuse = (why: string): never => {
      throw new QuestionsError(`${file}:${i + 1}: ${why}`);
    };
    const question = readQuestion(line) ?? refuse(`must be ${LINE}`);
    const { prompt, answer } = question;
    const complaint = answer === undefined ? undefined : wrong(answer);
    if (complaint !== undefined) refuse(complaint);
    if (questions.has(prompt)) refuse('this prompt is there already');
    first ??= { line: i + 1, answered: answer !== undefined };
    if (first.answered !== (answer !== undefined)) {
      const other = `line ${first.line} ${first.answered ? 'has one' : 'has none'}`;
      refuse(`${first.answered ? 'has no answer' : 'has an answer'}, but ${other}; give all of them one, or none`);
    }
    questions.set(prompt, question);
  }
  if (questions.size === 0) throw new QuestionsError(`${file} holds no prompts; ${QUESTION_LINES}`);
  return [...questions.values()];
}

/** The question of a line; undefined where it is none. */
function readQuestion(line: string): Question | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { prompt, answer } = Object(value) as { prompt?: unknown; answer?: unknown };
  if (typeof prompt !== 'string' || prompt === '') return undefined;
  if (answer === undefined) return { prompt };
  return typeof answer === 'string' || typeof answer === 'number' ? { prompt, answer: String(answer) } : undefined;
}
