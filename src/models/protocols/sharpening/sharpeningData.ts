import type { Batch } from '../../../access/spaces.ts';
import type { GreedyResponse } from '../../../learners/decoding/greedy.ts';
import type { SearchedPrompt } from '../../../learners/decoding/bestFirstSearch.ts';
import { requireInteger, requireLength } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';
import type { Neural } from '../../neural.ts';
import type { Task } from '../../tasks/task.ts';
import type { Rescored } from './spread/rescored.ts';

/** What was asked of the model, question by question and in the order of the task. */
export interface SharpeningData {
  readonly task: Task;
  /** S responses to each prompt, drawn from the model. */
  readonly pool: Batch<Neural>;
  /** What greedy decoding wrote, where the model shows next-token laws. */
  readonly greedy?: readonly GreedyResponse<Neural>[];
  /** What a search has found, where the model shows next-token laws. */
  readonly searched?: readonly SearchedPrompt<Neural>[];
  /** Text of a response given by its tokens; needed to mark what was decoded. */
  readonly textOf?: (prompt: string, tokens: readonly number[]) => string;
  /** What was scored again, where the model scores given responses: its spread widens all that is exact. */
  readonly rescored?: readonly Rescored[];
}

/** Refuses data of other prompts than those of the task, or in another order. */
export function requireSharpeningData(where: string, { task, pool, greedy, searched }: SharpeningData): void {
  const { questions } = task;
  if (!(Array.isArray(questions) && questions.length > 0)) {
    throw new DomainError(where, 'task.questions', 'a non-empty list of questions', questions);
  }
  const prompts = task.questions.map(({ prompt }) => prompt);
  requireInteger(where, 'pool.perPrompt', pool.perPrompt, 1);
  requireLength(where, 'pool.responses', pool.responses, prompts.length * pool.perPrompt);
  requireSamePrompts(where, 'pool.prompts', Array.from(pool.prompts), prompts);
  const promptsOf = (asked: readonly { readonly prompt: string }[]): string[] => asked.map(({ prompt }) => prompt);
  if (greedy) requireSamePrompts(where, 'greedy', promptsOf(greedy), prompts);
  if (searched) requireSamePrompts(where, 'searched', promptsOf(searched), prompts);
}

function requireSamePrompts(where: string, name: string, asked: readonly string[], prompts: readonly string[]): void {
  requireLength(where, name, asked, prompts.length);
  prompts.forEach((prompt, i) => {
    if (asked[i] === prompt) return;
    throw new DomainError(where, `prompt of ${name}[${i}]`, JSON.stringify(prompt), asked[i]);
  });
}
