import { requireInteger } from '../math/checks.ts';
import { requireAllowed } from './frameworks.ts';
import type { AnyQuery, Framework, Kind } from './frameworks.ts';
import type { Program } from './query.ts';
import { answeredKinds, requireAnswered, requireBackend, requireNotRefused } from './remote/answeredBy.ts';
import type { AnsweredQuery } from './remote/answeredBy.ts';
import { LOG_FORMAT } from './remote/answerLog.ts';
import type { AnswerLog } from './remote/answerLog.ts';
import type { Backend, StopSignal } from './remote/backend.ts';
import { remoteHandlers, SiblingFailed } from './remote/handlers.ts';
import { RemoteRun } from './remote/remoteRun.ts';
import type { Position, Progress } from './remote/remoteRun.ts';
import { promptStreamOf } from './remote/promptStreams.ts';
import type { PromptStream } from './remote/promptStreams.ts';
import { requireLogged } from './remote/requireAnswer.ts';
import type { RunResult } from './run.ts';
import { requireProgram, requireQuery, requireRunArguments, resultOf, unknownQuery } from './runArguments.ts';
import type { CommonOptions } from './runArguments.ts';
import type { Spaces } from './spaces.ts';

export interface RunAsyncOptions<Prompt = unknown> extends CommonOptions {
  /**
   * The prompts of the run: a list, which is drawn from uniformly with replacement, or any stream, such as
   * `promptsInOrder(list)`, which goes through a list once.
   */
  readonly prompts: readonly Prompt[] | PromptStream<Prompt>;
  /** How many bodies of `eachPrompt` run at once; by default twice the backend's batch. */
  readonly inFlight?: number;
  /** Keeps every answer: the same run, started again with it, asks the model for nothing twice. */
  readonly log?: AnswerLog;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Runs a learner on a model: many prompts at once, their requests gathered into batches.
 *
 * Every response has a seed of its own, derived from the source and its path in the run, so the result depends
 * neither on the order in which answers come nor on how often the run was interrupted.
 *
 * @throws RefusedError where it asks outside the framework or what the backend does not answer; BudgetError;
 *   StoppedError; LogMismatchError; whatever the backend throws
 */
export async function runAsync<S extends Spaces, B extends Backend<S>, R>(
  program: Program<AnsweredQuery<S, NoInfer<B>>, R>,
  backend: B & Backend<S>,
  options: RunAsyncOptions<S['Prompt']>,
): Promise<RunResult<R>> {
  const meter = requireRunArguments('runAsync', program, options);
  requireBackend('runAsync', backend);
  const prompts = promptStreamOf('runAsync', options.prompts);
  for (const prompt of prompts.list ?? []) await backend.checkPrompt?.(prompt);
  const { source, framework, log, signal, onProgress, inFlight = 2 * backend.batchSize } = options;
  requireInteger('runAsync', 'inFlight', inFlight, 1);
  const { name, settings } = backend;
  log?.open({ format: LOG_FORMAT, source: source.key, backend: name, ...(settings && { settings }) }, (entry) =>
    requireLogged('log', entry, backend),
  );
  const answered = answeredKinds(backend);
  const asker: Asker = { framework, answered };
  const run = new RemoteRun(backend, {
    prompts,
    source,
    meter,
    inFlight,
    runProgram: (child, position) => runProgram(child, position, asker),
    ...(log && { log }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  run.flight.enter();
  const position: Position = { run, prefix: '', queries: 0, handles: 0 };
  const result = await runProgram(program as Program<AnyQuery<Spaces>, R>, position, asker);
  return { result, cost: meter.cost };
}

/** What a run may be asked, and what its backend answers. */
interface Asker {
  readonly framework: Framework | undefined;
  readonly answered: ReadonlySet<Kind>;
}

/** Runs a program to its end; an error goes to the program first, so that it can clean up. */
async function runProgram<R>(program: Program<AnyQuery<Spaces>, R>, position: Position, asker: Asker): Promise<R> {
  requireProgram('runAsync', program);
  let step = program.next();
  const asked = !step.done;
  while (!step.done) {
    let answer: unknown;
    try {
      if (position.siblings?.failed) throw new SiblingFailed();
      answer = await answerQuery(step.value, position, asker);
    } catch (error) {
      step = program.throw(error);
      continue;
    }
    step = program.next(answer);
  }
  return resultOf('runAsync', step.value, asked);
}

async function answerQuery(query: AnyQuery<Spaces>, position: Position, asker: Asker): Promise<unknown> {
  requireQuery('runAsync', query);
  requireAllowed(asker.framework, query.kind);
  const { backend, runProgram } = position.run;
  if ('definition' in query) {
    // Answered where all that its definition asks is, also where the query is somebody's own.
    requireNotRefused(backend, query.kind);
    return await runProgram<unknown>(query.definition(), position);
  }
  if (!Object.hasOwn(remoteHandlers, query.kind)) throw unknownQuery(query.kind);
  requireAnswered(backend, asker.answered, query.kind);
  const handler = remoteHandlers[query.kind] as (query: AnyQuery<Spaces>, position: Position) => Promise<unknown>;
  return await handler(query, position);
}
