import { Worker } from 'node:worker_threads';
import type { Deliver, StopSignal } from '../../../access/remote/backend.ts';
import { StoppedError } from '../../../access/remote/remoteRun.ts';
import { ModelError } from '../../modelError.ts';
import type { ThreadedMethod, WorkerAnswers, WorkerCall, WorkerSetup } from './worker.ts';

/** A call that is under way. */
interface Call {
  readonly deliver: Deliver<never>;
  readonly signal: StopSignal | undefined;
  readonly stop: Int32Array;
  readonly end: (failure?: unknown) => void;
  failure?: unknown;
}

/** Little is made anew by a thread, and by default each would keep room for much. */
const LIMITS = { maxYoungGenerationSizeMb: 4 };

/** A thread with a model of its own. It keeps no process alive that has nothing else to do. */
export class ModelThread {
  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  #made = 0;
  /** Why nothing can be asked any more. */
  #gone: Error | undefined;

  constructor(setup: WorkerSetup) {
    const { file, execArgv } = workerModule();
    this.#worker = new Worker(file, { workerData: setup, execArgv, resourceLimits: LIMITS });
    this.#worker.unref();
    this.#worker.on('message', (answers: WorkerAnswers) => this.#take(answers));
    this.#worker.on('error', (cause) =>
      this.#fail(new ModelError(`embedded: a thread failed: ${cause.message}`, { cause })),
    );
    this.#worker.on('exit', () => this.#fail(new ModelError('embedded: a thread has ended; open the model again')));
  }

  /** A call of the backend, on this thread. */
  ask<Answer>(
    method: ThreadedMethod,
    requests: readonly unknown[],
    deliver: Deliver<Answer>,
    signal: StopSignal | undefined,
  ): Promise<void> {
    if (this.#gone) return Promise.reject(this.#gone);
    if (signal?.aborted) return Promise.reject(new StoppedError());
    const call = this.#made++;
    const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    return new Promise((resolve, reject) => {
      const end = (failure?: unknown): void => {
        this.#calls.delete(call);
        if (this.#calls.size === 0) this.#worker.unref();
        if (failure === undefined) resolve();
        else reject(failure);
      };
      this.#calls.set(call, { deliver, signal, stop, end });
      this.#worker.ref();
      this.#worker.postMessage({ call, method, requests, stop } satisfies WorkerCall, []);
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #take({ call, answers, over, failure }: WorkerAnswers): void {
    const asked = this.#calls.get(call)!;
    const stop = (why: unknown): void => {
      asked.failure ??= why;
      Atomics.store(asked.stop, 0, 1);
    };
    // What was answered before the stop is delivered, as without threads.
    try {
      if (asked.failure === undefined) for (const [index, answer] of answers) asked.deliver(index, answer as never);
    } catch (error) {
      stop(error);
    }
    if (asked.signal?.aborted) stop(new StoppedError());
    if (over) asked.end(asked.failure ?? (failure === undefined ? undefined : new ModelError(failure)));
  }

  #fail(error: Error): void {
    this.#gone ??= error;
    for (const { end } of this.#calls.values()) end(error);
  }
}

/** The file that a thread runs: compiled code as it is, TypeScript through a loader. */
function workerModule(): { file: URL; execArgv: string[] } {
  const compiled = import.meta.url.endsWith('.js');
  const file = new URL(compiled ? './worker.js' : './worker.ts', import.meta.url);
  if (compiled) return { file, execArgv: [] };
  // `--import tsx` does nothing in a thread: its hooks have to be registered there.
  const hooks = `register('tsx/esm', { parentURL: ${JSON.stringify(import.meta.url)}, data: true })`;
  const register = `import { register } from 'node:module'; ${hooks};`;
  return { file, execArgv: ['--import', `data:text/javascript,${encodeURIComponent(register)}`] };
}
