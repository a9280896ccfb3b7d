import { requireInteger, requireObject } from '../math/checks.ts';
import { RefusedError, requireAllowed } from './frameworks.ts';
import type { AnyQuery, Framework, Kind } from './frameworks.ts';
import type { Program } from './query.ts';
import type { AnswerLog } from './remote/answerLog.ts';
import type { Backend, StopSignal } from './remote/backend.ts';
import { remoteHandlers, SiblingFailed } from './remote/handlers.ts';
import { RemoteRun } from './remote/remoteRun.ts';
import type { Place, Progress } from './remote/remoteRun.ts';
import type { RunResult } from './run.ts';
import { requireRunArguments } from './runArguments.ts';
import type { CommonOptions } from './runArguments.ts';
import type { Spaces } from './spaces.ts';

export interface RunAsyncOptions extends CommonOptions {
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
export async function runAsync<S extends Spaces, K extends Kind, R>(
  program: Program<Extract<AnyQuery<S>, { readonly kind: NoInfer<K> }>, R>,
  backend: Backend<S, K>,
  options: RunAsyncOptions,
): Promise<RunResult<R>> {
  const meter = requireRunArguments('runAsync', program, options);
  requireObject('runAsync', 'backend', backend);
  requireInteger('runAsync', 'backend.batchSize', backend.batchSize, 1);
  requireObject('runAsync', 'backend.framework', backend.framework);
  const { source, framework, log, signal, onProgress, inFlight = 2 * backend.batchSize } = options;
  requireInteger('runAsync', 'inFlight', inFlight, 1);
  log?.open({ format: 'whetstone answers 1', source: source.key, backend: backend.name });
  const run = new RemoteRun(backend, {
    source,
    meter,
    inFlight,
    runProgram: (child, place) => runProgram(child, place, framework),
    ...(log && { log }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  run.flight.enter();
  const place: Place = { run, prefix: '', queries: 0 };
  const result = await runProgram(program as Program<AnyQuery<Spaces>, R>, place, framework);
  return { result, cost: meter.cost };
}

/** Runs a program to its end; an error goes to the program first, so that it can clean up. */
async function runProgram<R>(
  program: Program<AnyQuery<Spaces>, R>,
  place: Place,
  framework: Framework | undefined,
): Promise<R> {
  let step = program.next();
  while (!step.done) {
    let answer: unknown;
    try {
      if (place.siblings?.failed) throw new SiblingFailed();
      answer = await answerQuery(step.value, place, framework);
    } catch (error) {
      step = program.throw(error);
      continue;
    }
    step = program.next(answer);
  }
  return step.value;
}

async function answerQuery(query: AnyQuery<Spaces>, place: Place, framework: Framework | undefined): Promise<unknown> {
  requireObject('runAsync', 'query', query);
  requireAllowed(framework, query.kind);
  const { backend } = place.run;
  if (!backend.framework.kinds.has(query.kind)) {
    const reason = backend.refusals?.[query.kind] ?? `it answers ${[...backend.framework.kinds].join(', ')}`;
    throw new RefusedError(query.kind, `${backend.name} does not answer it: ${reason}`);
  }
  if ('definition' in query) return await place.run.runProgram<unknown>(query.definition(), place);
  const handler = remoteHandlers[query.kind] as (query: AnyQuery<Spaces>, place: Place) => Promise<unknown>;
  return await handler(query, place);
}
