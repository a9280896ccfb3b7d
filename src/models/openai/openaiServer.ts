import type { Backend, Deliver, StopSignal } from '../../access/remote/backend.ts';
import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { baseOnly } from '../baseOnly.ts';
import { requirePrefix, requireResponse, requireStop, stopsBehind, textOfResponse } from '../endRule.ts';
import type { Neural } from '../neural.ts';
import type { OpenedModel } from '../openedModel.ts';
import { requireNeuralSample } from '../requireNeuralSample.ts';
import { ModelError } from '../modelError.ts';
import { Connection } from './connection.ts';
import type { ServedPrompt } from './dialects/dialect.ts';
import { findDialect } from './findDialect.ts';
import type { DialectName } from './findDialect.ts';
import { probed } from './probed.ts';

export interface OpenAiServerOptions {
  /** The root of the server, such as http://localhost:8080; a path of /v1 at its end may stand there or not. */
  readonly url: string | URL;
  /** The model, by the name that the server gives it; by default the one that it serves. */
  readonly model?: string;
  /** The most tokens of a response, its end token included; a longer one is cut there. 64 by default. */
  readonly maxTokens?: number;
  /** Texts at which a response ends, see `EndRule`; none by default. */
  readonly stop?: readonly string[];
  /** Whether a prompt is put into the model's own chat template, as the one message of a user. */
  readonly chat?: boolean;
  /** Whether a prompt may name special tokens; by default they are text. */
  readonly specialTokens?: boolean;
  /** How many requests may be under way at once, 1 to 1,024; 8 by default. */
  readonly concurrency?: number;
  /** Seconds without a word after which a request is given up; 120 by default. */
  readonly timeout?: number;
  /** How often a request is sent again that failed for what may pass, each time after a longer wait; 4 by default. */
  readonly retries?: number;
  /** The key, as it was read from the environment; it is never printed. */
  readonly key?: string;
  /** How the server is spoken to; found out by default. */
  readonly dialect?: DialectName;
}

/** Requests a call, for each that may be under way; two calls at once leave no gap between them. */
const REQUESTS_PER_SLOT = 4;

/**
 * A model behind an OpenAI-compatible server: llama-server and vLLM by what they can do beyond it, others by completions alone.
 *
 * Responses are drawn at temperature 1 from the whole vocabulary; every setting of the sampler is sent, and held against what
 * the server says that it took. Log-likelihoods, nats, count the end token. Scores and next-token laws are offered only where
 * a probe at start finds that they agree with what was drawn; otherwise `refusals` say why not.
 *
 * A server that works on several requests at once may round otherwise from time to time: then a seed gives another response
 * now and then, so two runs need not agree, but one that goes on from its log does.
 *
 * @throws ModelError where the server cannot be reached or does not return log-probabilities; DomainError
 */
export async function openaiServer(options: OpenAiServerOptions): Promise<OpenedModel> {
  const where = 'openaiServer';
  requireObject(where, 'options', options);
  const { maxTokens = 64, stop = [], concurrency = 8, timeout = 120, retries = 4 } = options;
  const { chat = false, specialTokens = false } = options;
  requireInteger(where, 'maxTokens', maxTokens, 1);
  requireInteger(where, 'concurrency', concurrency, 1, 1024);
  requirePositive(where, 'timeout', timeout);
  requireInteger(where, 'retries', retries, 0, 20);
  requireStop(where, stop);
  const connection = await Connection.to({ url: rootOf(options.url), key: options.key, concurrency, timeout, retries });
  const { model } = options;
  const told = { connection, model, maxTokens, stop, chat, specialTokens };
  const dialect = await probed(await findDialect(options.dialect, told));
  const prompts = new Map<string, Promise<ServedPrompt>>();
  const encoded = (prompt: string): Promise<ServedPrompt> => {
    const known = prompts.get(prompt);
    if (known) return known;
    if (typeof prompt !== 'string' || prompt === '')
      throw new DomainError('server', 'prompt', 'a non-empty text', prompt);
    const one = dialect.encode(prompt);
    prompts.set(prompt, one);
    // A server that could not be reached may be there the next time.
    one.catch(() => prompts.delete(prompt));
    return one;
  };
  const { rule, read, score, law } = dialect;
  return {
    name: [
      `${dialect.server} ${dialect.model}`,
      `at most ${maxTokens} tokens`,
      ...dialect.traits,
      ...stop.map((text) => `stop ${JSON.stringify(text)}`),
    ].join(', '),
    settings: { temperature: 1, vocabulary: 'whole', maxTokens, stop, chat, specialTokens, server: dialect.server },
    refusals: { ...baseOnly(dialect.server), ...dialect.refusals },
    batchSize: REQUESTS_PER_SLOT * concurrency,
    concurrentCalls: 2,
    async checkPrompt(prompt) {
      await encoded(prompt);
    },
    checkSample: (name, sample) => requireNeuralSample(name, sample, maxTokens),
    sample: (requests, deliver, signal) =>
      answered(requests, deliver, signal, async ({ prompt, seed }, halt) => {
        const { response, logLikelihood, tokens } = await dialect.draw(await encoded(prompt), seed, halt);
        return { response, logLikelihood, tokens };
      }),
    ...(score && {
      evaluate: (requests, deliver, signal) => {
        if (rule) for (const { response } of requests) requireResponse(rule, response, maxTokens, read ?? unread);
        return answered(requests, deliver, signal, async ({ prompt, response }, halt) =>
          score(await encoded(prompt), response, halt),
        );
      },
    }),
    ...(law && {
      nextTokenLaws: (prefixes, deliver, signal) => {
        if (rule) for (const { tokens } of prefixes) requirePrefix(rule, tokens, maxTokens, read ?? unread);
        return answered(prefixes, deliver, signal, async ({ prompt, tokens, leastLogMass }, halt) => {
          const known = await law(await encoded(prompt), tokens, leastLogMass, halt);
          if (!rule || !read) return known;
          return { ...known, ends: [...known.ends, ...stopsBehind(rule, tokens, known.tokens, read)] };
        });
      },
    }),
    ...(rule && read && { textOf: (_prompt: string, tokens: readonly number[]) => textOfResponse(rule, tokens, read) }),
    async dispose() {},
  } satisfies OpenedModel & Backend<Neural>;
}

/** Answers requests as they come in; where one fails the others end too. */
async function answered<R, A>(
  requests: readonly R[],
  deliver: Deliver<A>,
  signal: StopSignal | undefined,
  answer: (request: R, stop: StopSignal) => Promise<A>,
): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const stop: StopSignal = {
    get aborted() {
      return failure !== undefined || signal?.aborted === true;
    },
  };
  await Promise.all(
    requests.map(async (request, i) => {
      try {
        deliver(i, await answer(request, stop));
      } catch (error) {
        failure ??= { error };
      }
    }),
  );
  if (failure) throw failure.error;
}

/** Asked of nobody: where there are stop strings a dialect has both, or neither. */
function unread(): never {
  throw new ModelError('server: it does not say what its tokens read as');
}

/** The root of a server, with a slash at its end. */
function rootOf(url: string | URL): URL {
  const root = URL.canParse(String(url)) ? new URL(url) : undefined;
  if (!root || !/^https?:$/.test(root.protocol)) {
    throw new DomainError('openaiServer', 'url', 'the address of a server, such as http://localhost:8080', String(url));
  }
  root.pathname = root.pathname.replace(/\/?(v1\/?)?$/, '/');
  return root;
}
