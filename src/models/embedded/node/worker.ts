import { parentPort, workerData } from 'node:worker_threads';
import { openEmbedded } from '../openEmbedded.ts';
import type { EmbeddedOptions } from '../openEmbedded.ts';

/** What a thread is started with. */
export interface WorkerSetup {
  readonly bytes: Uint8Array;
  readonly options: EmbeddedOptions;
}

/** The methods of a backend that threads answer. */
export type ThreadedMethod = 'sample' | 'evaluate' | 'nextTokenLaws';

/** A part of a call. */
export interface WorkerCall {
  readonly call: number;
  readonly method: ThreadedMethod;
  readonly requests: readonly unknown[];
  /** Set to 1 where the call is to end: shared, so that it is seen while the thread computes. */
  readonly stop: Int32Array;
}

/** Some answers, by the places of their requests; the last message of a call says that it is over, or why it failed. */
export interface WorkerAnswers {
  readonly call: number;
  readonly answers: readonly (readonly [index: number, answer: unknown])[];
  readonly over?: boolean;
  readonly failure?: string;
}

/** A message of its own for each answer would take longer than the answer. */
const ANSWERS_A_MESSAGE = 32;

const port = parentPort!;
const { bytes, options } = workerData as WorkerSetup;
const opened = openEmbedded(bytes, options);

port.on('message', (asked: WorkerCall) => void answer(asked));

async function answer({ call, method, requests, stop }: WorkerCall): Promise<void> {
  let answers: [number, unknown][] = [];
  const send = (rest: Partial<WorkerAnswers> = {}): void => {
    port.postMessage({ call, answers, ...rest } satisfies WorkerAnswers);
    answers = [];
  };
  const signal = {
    get aborted() {
      return Atomics.load(stop, 0) === 1;
    },
  };
  try {
    const model = await opened;
    await model[method](
      requests as never,
      (index: number, each: unknown) => {
        answers.push([index, each]);
        if (answers.length === ANSWERS_A_MESSAGE) send();
      },
      signal,
    );
    send({ over: true });
  } catch (error) {
    send({ over: true, failure: error instanceof Error ? error.message : String(error) });
  }
}
