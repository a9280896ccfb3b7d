import { availableParallelism } from 'node:os';
import type { Deliver, StopSignal } from '../../../access/remote/backend.ts';
import { requireInteger } from '../../../math/checks.ts';
import { CACHE_BYTES, openEmbedded } from '../openEmbedded.ts';
import type { EmbeddedBackend, EmbeddedOptions } from '../openEmbedded.ts';
import { ModelThread } from './modelThread.ts';
import type { ThreadedMethod } from './worker.ts';

export interface ThreadedOptions extends EmbeddedOptions {
  /** By default the cores of this machine, at most 4: each thread has the weights once more. It changes the speed and nothing else. */
  readonly threads?: number;
}

const MOST_BY_DEFAULT = 4;
/** Before a thread has been started, a call with fewer requests is answered without. */
const WORTH_A_THREAD = 64;

/** Anything that is asked about a prompt. */
interface OnPrompt {
  readonly prompt: string;
}

/**
 * `openEmbedded` on several threads, with the same answers. They start at the first large call and share `cacheBytes`.
 *
 * @throws ModelError, DomainError
 */
export async function openOnThreads(bytes: Uint8Array, options: ThreadedOptions = {}): Promise<EmbeddedBackend> {
  const { threads = Math.min(MOST_BY_DEFAULT, availableParallelism()), ...rest } = options;
  requireInteger('openOnThreads', 'threads', threads, 1, 256);
  // It refuses what is wrong, and answers small calls.
  const here = await openEmbedded(bytes, rest);
  if (threads === 1) return here;
  const cacheBytes = Math.floor((rest.cacheBytes ?? CACHE_BYTES) / threads);
  const setup = { bytes, options: { ...rest, cacheBytes } };
  let started: ModelThread[] = [];
  const homes = new Homes(threads);

  /** Answers the requests at the places of each part on a thread of its own. */
  const ask = async <Answer>(
    method: ThreadedMethod,
    parts: readonly (readonly number[])[],
    requests: readonly OnPrompt[],
    deliver: Deliver<Answer>,
    signal: StopSignal | undefined,
  ): Promise<void> => {
    if (started.length === 0) started = Array.from({ length: threads }, () => new ModelThread(setup));
    const calls = parts.map((places, i) => {
      const theirs = places.map((place) => requests[place]);
      return started[i]!.ask<Answer>(method, theirs, (index, answer) => deliver(places[index]!, answer), signal);
    });
    const failure = (await Promise.allSettled(calls)).find((each) => each.status === 'rejected');
    if (failure) throw failure.reason;
  };
  const isSmall = (requests: readonly unknown[]): boolean => started.length === 0 && requests.length < WORTH_A_THREAD;
  const check = (requests: readonly OnPrompt[]): void => requests.forEach(({ prompt }) => here.checkPrompt(prompt));
  return {
    ...here,
    batchSize: threads * here.batchSize,
    async sample(requests, deliver, signal) {
      if (isSmall(requests)) return await here.sample(requests, deliver, signal);
      check(requests);
      await ask('sample', inParts(requests, threads), requests, deliver, signal);
    },
    async evaluate(requests, deliver, signal) {
      if (isSmall(requests)) return await here.evaluate(requests, deliver, signal);
      check(requests);
      for (const { response } of requests) here.requireResponse(response);
      await ask('evaluate', inParts(requests, threads), requests, deliver, signal);
    },
    async nextTokenLaws(prefixes, deliver, signal) {
      if (isSmall(prefixes)) return await here.nextTokenLaws(prefixes, deliver, signal);
      check(prefixes);
      for (const { tokens } of prefixes) here.requirePrefix(tokens);
      await ask('nextTokenLaws', homes.parts(prefixes), prefixes, deliver, signal);
    },
    async dispose() {
      await Promise.all(started.map((thread) => thread.close()));
    },
  };
}

/** Places of requests in as many parts as there are threads, equally long, those of one prompt beside each other. */
function inParts(requests: readonly OnPrompt[], threads: number): number[][] {
  const places = new Map<string, number[]>();
  requests.forEach(({ prompt }, place) => {
    const others = places.get(prompt);
    if (others) others.push(place);
    else places.set(prompt, [place]);
  });
  const order = [...places.values()].flat();
  const size = Math.ceil(order.length / threads);
  return Array.from({ length: threads }, (_, part) => order.slice(part * size, (part + 1) * size));
}

/** Which thread has seen which prompt, and so knows what a text on it begins with. */
class Homes {
  readonly #threads: number;
  readonly #homes = new Map<string, number>();

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Places of requests, each on the thread of its prompt; a new prompt goes where the fewest are. */
  parts(requests: readonly OnPrompt[]): number[][] {
    // Only a cache is lost with it.
    if (this.#homes.size > 10_000) this.#homes.clear();
    const parts = Array.from({ length: this.#threads }, (): number[] => []);
    const strangers: number[] = [];
    requests.forEach(({ prompt }, place) => (parts[this.#homes.get(prompt) ?? -1] ?? strangers).push(place));
    for (const place of strangers) {
      const { prompt } = requests[place]!;
      const lengths = parts.map(({ length }) => length);
      const home = this.#homes.get(prompt) ?? lengths.indexOf(Math.min(...lengths));
      this.#homes.set(prompt, home);
      parts[home]!.push(place);
    }
    return parts;
  }
}
