import { showValue } from '../../math/domainError.ts';
import { pathText } from '../../text/jsonProblem.ts';
import { JsonTextError, PlainJson } from '../../text/plainJson.ts';
import { plainText } from '../../text/plainText.ts';
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
 * lines are skipped and other fields ignored. A prompt may be called `question`, as in GSM8K, whose answers are worked
 * solutions: there the answer is what follows the last `####`, without commas between digits.
 *
 * @throws QuestionsError where a line is something else, a prompt comes twice, some have an answer and some have none, or
 * there is no line; with the number of the line, and the column where it is no JSON
 */
export function parseQuestions(
  text: string,
  { file = 'questions', wrong = () => undefined }: ParseQuestionsOptions = {},
): readonly Question[] {
  const questions = new Map<string, Question>();
  let first: { readonly line: number; readonly answered: boolean } | undefined;
  for (const [i, line] of plainText(text).split('\n').entries()) {
    if (line.trim() === '') continue;
    const refuse = (why: string): never => {
      throw new QuestionsError(`${file}:${i + 1}: ${why}`);
    };
    const question = questionOf(parseLine(line, `${file}:${i + 1}`), refuse);
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

function parseLine(line: string, place: string): unknown {
  try {
    return new PlainJson(line).value;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const [{ column, path, message }] = error.problems as [(typeof error.problems)[0]];
    const at = path.length === 0 ? '' : `${pathText(path)} `;
    throw new QuestionsError(`${place}:${column}: ${at}${message}; a line must be ${LINE}`);
  }
}

function questionOf(value: unknown, refuse: (why: string) => never): Question {
  const { prompt, question, answer } = Object(value) as { prompt?: unknown; question?: unknown; answer?: unknown };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(`must be ${LINE}, got ${showValue(value)}`);
  }
  if (prompt !== undefined && question !== undefined)
    return refuse('has both a "prompt" and a "question"; leave one out');
  const text = prompt ?? question;
  if (text === undefined) {
    const names = Object.keys(value).map((name) => JSON.stringify(name));
    return refuse(
      `must be ${LINE}; it has no "prompt", but ${names.length === 0 ? 'no field at all' : names.join(', ')}`,
    );
  }
  if (typeof text !== 'string' || text === '') return refuse(`must be ${LINE}, got ${showValue(text)} as its prompt`);
  if (answer === undefined) return { prompt: text };
  if (typeof answer !== 'string' && typeof answer !== 'number') {
    return refuse(`must be ${LINE}, got ${showValue(answer)} as its answer`);
  }
  return { prompt: text, answer: question === undefined ? String(answer) : finalAnswer(String(answer)) };
}

/** The answer of a worked solution of GSM8K: what follows its last `####`; any other answer as it is. */
function finalAnswer(solution: string): string {
  const mark = solution.lastIndexOf('####');
  if (mark < 0) return solution;
  return solution
    .slice(mark + 4)
    .trim()
    .replace(/(\d),(?=\d)/g, '$1');
}
