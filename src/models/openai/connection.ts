import type { OpenAI } from 'openai';
import type { LimitFunction } from 'p-limit';
import type { StopSignal } from '../../access/remote/backend.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import { ModelError } from '../modelError.ts';
import { failureOf } from './failure.ts';

export interface ConnectionOptions {
  readonly url: URL;
  /** Sent as a bearer token; never printed. */
  readonly key: string | undefined;
  /** How many requests may be under way at once. */
  readonly concurrency: number;
  /** Seconds without a word after which a request is given up. */
  readonly timeout: number;
  /** How often a request is sent again that failed for what may pass. */
  readonly retries: number;
}

/** Asks again, in a while, what failed in the middle of an answer: a first wait of so many milliseconds, then twice as long. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;
/** How often the signal of a run is looked at, milliseconds. */
const LOOK = 50;

/**
 * Requests to one server, by the client of OpenAI: with a limit on how many are under way, time-outs, and retries that
 * wait longer each time, or as long as the server says.
 */
export class Connection {
  readonly #client: OpenAI;
  readonly #limit: LimitFunction;
  readonly #options: ConnectionOptions;

  private constructor(client: OpenAI, limit: LimitFunction, options: ConnectionOptions) {
    this.#client = client;
    this.#limit = limit;
    this.#options = options;
  }

  /** @throws ModelError where the client is not installed */
  static async to(options: ConnectionOptions): Promise<Connection> {
    const [{ OpenAI }, { default: pLimit }] = await Promise.all([loadClient(), import('p-limit')]);
    const client = new OpenAI({
      baseURL: options.url.href,
      // A key is a must for the client. Those of other services stay where they are: this may be any server.
      apiKey: options.key ?? 'none',
      organization: null,
      project: null,
      maxRetries: options.retries,
      timeout: 1000 * options.timeout,
      logLevel: 'off',
    });
    return new Connection(client, pLimit(options.concurrency), options);
  }

  get url(): URL {
    return this.#options.url;
  }

  /** What a path answers to GET. Paths are from the root of the server, which OpenAI's own begin with /v1. */
  get(path: string): Promise<unknown> {
    return this.#asked(path, undefined, async (signal, heard) =>
      whole(await this.#client.get(this.#at(path), { signal }).asResponse(), heard),
    );
  }

  /** What a path answers to GET; undefined where the server has no such path, or does not let one see it. */
  async find(path: string): Promise<unknown> {
    try {
      return await this.get(path);
    } catch (error) {
      const { status } = ((error as Error).cause ?? {}) as { status?: number };
      if (status !== undefined && status >= 400 && status < 500) return undefined;
      throw error;
    }
  }

  /** What a path answers to a JSON body. */
  post(path: string, body: object, stop?: StopSignal): Promise<unknown> {
    return this.#asked(path, stop, async (signal, heard) =>
      whole(await this.#client.post(this.#at(path), { body, signal }).asResponse(), heard),
    );
  }

  /**
   * Reads an answer as it comes, and asks again from the start where it breaks off.
   *
   * A server works on to the end of a request that is dropped, unless its answer is streamed.
   *
   * @param read takes the parts of one answer; what it throws is not asked again, unless it is a `BrokenAnswer`
   */
  stream<T>(
    path: string,
    body: object,
    read: (parts: AsyncIterable<unknown>) => Promise<T>,
    stop?: StopSignal,
  ): Promise<T> {
    return this.#asked(path, stop, async (signal, heard) => {
      const parts = await this.#client.post<AsyncIterable<unknown>>(this.#at(path), {
        body: { ...body, stream: true },
        stream: true,
        signal,
      });
      return await read(each(parts, heard));
    });
  }

  async #asked<T>(
    path: string,
    stop: StopSignal | undefined,
    ask: (signal: AbortSignal, heard: () => void) => Promise<T>,
  ): Promise<T> {
    return await this.#limit(async () => {
      for (let attempt = 0; ; attempt++) {
        if (stop?.aborted) throw new StoppedError();
        const watch = new Watch(stop, this.#options);
        try {
          return await ask(watch.signal, () => watch.heard());
        } catch (error) {
          if (stop?.aborted) throw new StoppedError({ cause: error });
          if (error instanceof ModelError) throw error;
          const failure = failureOf(error, { silent: watch.silent, path, ...this.#options });
          // The client has asked again itself where nothing had come.
          if (!failure.midway || attempt === this.#options.retries)
            throw new ModelError(failure.message, { cause: error });
        } finally {
          watch.end();
        }
        await waited(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt), stop);
      }
    });
  }

  #at(path: string): string {
    return new URL(path, this.#options.url).href;
  }
}

/** Ends a request where the run is stopped, or where the server has not said anything for too long. */
class Watch {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #last = performance.now();
  silent = false;

  constructor(stop: StopSignal | undefined, { timeout, retries }: ConnectionOptions) {
    // The client counts the time to the first word of each try; this counts that between words, which it does not.
    let patience = 1000 * (timeout + 10) * (retries + 1);
    this.heard = () => {
      this.#last = performance.now();
      patience = 1000 * timeout;
    };
    this.#timer = setInterval(() => {
      if (performance.now() - this.#last > patience) this.silent = true;
      if (this.silent || stop?.aborted) this.#controller.abort();
    }, LOOK);
  }

  readonly heard: () => void;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/** The client waits for the head of an answer, and for ever for what follows. */
async function whole(response: Response, heard: () => void): Promise<unknown> {
  heard();
  return await response.json();
}

async function* each(parts: AsyncIterable<unknown>, heard: () => void): AsyncIterable<unknown> {
  heard();
  for await (const part of parts) {
    heard();
    yield part;
  }
}

async function waited(milliseconds: number, stop: StopSignal | undefined): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    if (stop?.aborted) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK, milliseconds)));
  }
}

async function loadClient(): Promise<{ OpenAI: typeof OpenAI }> {
  try {
    return await import('openai');
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ModelError('server: the client of servers is not installed; run: npm install openai', { cause: error });
  }
}
