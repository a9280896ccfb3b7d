import type { BackendWith } from '../../access/remote/backend.ts';
import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { ModelError } from '../modelError.ts';
import type { Neural } from '../neural.ts';
import { encodePrompt } from './encodePrompt.ts';
import type { EncodedPrompt } from './encodePrompt.ts';
import { filePath, inspectModelFile } from './modelFile.ts';
import { loadRuntime } from './runtime.ts';
import type { LlamaEngine, LlamaModel, LlamaRuntime } from './runtime.ts';
import { sampleTogether } from './sampleTogether.ts';
import { nextTokenLaws, requireResponse, scoreResponses } from './score.ts';
import type { Vocabulary } from './score.ts';
import { Seats } from './seats.ts';

export interface LlamaOptions {
  /** A GGUF file: its path, or its file: URL. */
  readonly path: string | URL;
  /** The most tokens of a response, its end token included; a longer one is cut there. 64 by default. */
  readonly maxTokens?: number;
  /** How many responses are written at once, 1 to 256; 32 by default. Each needs memory of its own. */
  readonly sequences?: number;
  /** By default the number of cores, or 1 for a model below 32 MB, which more threads only slow down. */
  readonly threads?: number;
  /** The most tokens of prompt and response together; by default what the model was trained on. */
  readonly contextSize?: number;
  /** Whether a prompt may name special tokens, such as `<|im_start|>` of a chat template; by default they are text. */
  readonly specialTokens?: boolean;
}

/** A model in this process. `dispose` frees its memory; nothing can be asked afterwards. */
export interface LlamaBackend extends BackendWith<Neural, 'evaluate' | 'nextTokenLaws' | 'checkPrompt'> {
  /** What a response that begins after the prompt reads as; an end token is left out. */
  textOf(prompt: string, tokens: readonly number[]): string;
  dispose(): Promise<void>;
}

const CANNOT_FIT = 'llama.cpp cannot fit (train) a policy; run this learner on a backend that trains';
const ONE_POLICY = 'llama.cpp has the base policy only; run this learner on a backend that trains';
const refusals = {
  maximumLikelihood: CANNOT_FIT,
  bayesFit: CANNOT_FIT,
  regressRewards: CANNOT_FIT,
  optimisticFit: CANNOT_FIT,
  sampleFrom: ONE_POLICY,
  basePolicy: ONE_POLICY,
  release: ONE_POLICY,
  objective: ONE_POLICY,
};

/** Requests a call, for each sequence: while the last responses of a call end, sequences stand idle. */
const CALLS_PER_SEQUENCE = 8;
const SMALL_MODEL_BYTES = 32e6;

/**
 * A language model in a GGUF file, run in this process by node-llama-cpp (`npm install node-llama-cpp`).
 *
 * Prompts are continued as they are: no chat template is put around them. Responses are drawn at temperature 1 from
 * the whole vocabulary, and their log-likelihoods, nats, count the end token. llama.cpp normalises in single
 * precision, which costs up to about 4e-4 nats a token (measured, 262,144 tokens). Rows are evaluated in fours only, so that
 * on the processors that were tried the same seed gives the same response whatever else is under way and however many
 * sequences there are; another processor, number of threads or version of llama.cpp may give others.
 *
 * @throws ModelError where the runtime is not installed or the file cannot be loaded; DomainError
 */
export async function llama(options: LlamaOptions, load?: () => Promise<LlamaRuntime>): Promise<LlamaBackend> {
  const { maxTokens = 64, sequences = 32, specialTokens = false } = options;
  const path = filePath(options.path);
  requireInteger('llama', 'maxTokens', maxTokens, 1);
  requireInteger('llama', 'sequences', sequences, 1, 256);
  if (options.threads !== undefined) requireInteger('llama', 'threads', options.threads, 1);
  if (options.contextSize !== undefined) requireInteger('llama', 'contextSize', options.contextSize, maxTokens + 1);

  const file = await inspectModelFile(path);
  const runtime = await loadRuntime(load);
  const { engine, model } = await loadModel(runtime, path, options.threads);
  try {
    const contextSize = options.contextSize ?? model.trainContextSize;
    requireInteger('llama', 'maxTokens', maxTokens, 1, contextSize - 1);
    requireInteger('llama', 'contextSize', contextSize, maxTokens + 1, model.trainContextSize);
    const room = contextSize - maxTokens;
    const encode = (prompt: string): EncodedPrompt => encodePrompt(model, prompt, { room, specialTokens });
    const threads = options.threads ?? (file.bytes < SMALL_MODEL_BYTES ? 1 : engine.cpuMathCores);
    const seats = new Seats(model, { sequences, threads, mostTokens: contextSize });
    let known: Vocabulary | undefined;
    const vocabulary = (): Vocabulary => (known ??= vocabularyOf(model));
    const alone = oneAtATime();
    return {
      name: `llama.cpp ${file.name}, rows in fours, at most ${maxTokens} tokens${specialTokens ? ', special tokens in prompts' : ''}`,
      refusals,
      batchSize: CALLS_PER_SEQUENCE * sequences,
      checkPrompt: (prompt) => void encode(prompt),
      textOf(prompt, tokens) {
        const written = model.isEogToken(tokens.at(-1)) ? tokens.slice(0, -1) : tokens;
        return model.detokenize(written, false, encode(prompt).tokens);
      },
      sample: (requests, deliver, signal) =>
        alone(() => {
          const prompts = requests.map(({ prompt }) => encode(prompt));
          return sampleTogether({ model, seats, maxTokens }, requests, prompts, deliver, signal);
        }),
      evaluate: (requests, deliver, signal) =>
        alone(() => {
          for (const { response } of requests) requireResponse(model, response, maxTokens);
          const encoded = requests.map(({ prompt, response }) => ({ prompt: encode(prompt), response }));
          return scoreResponses(seats, encoded, deliver, signal);
        }),
      nextTokenLaws: (prefixes, deliver, signal) =>
        alone(() => {
          for (const { tokens } of prefixes) requirePrefix(model, tokens, maxTokens);
          const places = prefixes.map(({ prompt, tokens, leastLogMass }) => {
            return { prompt: encode(prompt), rest: tokens, leastLogMass };
          });
          return nextTokenLaws(seats, vocabulary(), places, deliver, signal);
        }),
      dispose: () =>
        alone(async () => {
          seats.dispose();
          await engine.dispose();
        }),
    };
  } catch (error) {
    await engine.dispose();
    throw error;
  }
}

async function loadModel(
  runtime: LlamaRuntime,
  path: string,
  threads: number | undefined,
): Promise<{ engine: LlamaEngine; model: LlamaModel }> {
  const complaints: string[] = [];
  const engine = await runtime.getLlama({
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logger: (_level, message) => complaints.push(message.trim()),
    ...(threads !== undefined && { maxThreads: threads }),
  });
  try {
    return { engine, model: await engine.loadModel({ modelPath: path }) };
  } catch (error) {
    // What llama.cpp has to say comes a while after the error, and says more.
    const complaint = (): string | undefined =>
      complaints.map((line) => /error loading model: (.*)/.exec(line)?.[1]).find(Boolean);
    for (let waited = 0; complaint() === undefined && waited < 1000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await engine.dispose();
    const reason = complaint() ?? (error instanceof Error ? error.message : String(error));
    throw new ModelError(
      `llama: cannot load the model ${JSON.stringify(path)}; is the file cut short or damaged? llama.cpp says: ${reason}`,
      { cause: error },
    );
  }
}

function vocabularyOf(model: LlamaModel): Vocabulary {
  const tokens = [...model.iterateAllTokens()];
  return { size: tokens.length, ends: tokens.filter((token) => model.isEogToken(token)) };
}

/** Sequences are shared: one call at a time, in the order in which they come. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

function requirePrefix(model: LlamaModel, tokens: readonly number[], maxTokens: number): void {
  if (tokens.length >= maxTokens || tokens.some((token) => model.isEogToken(token))) {
    const expected = `fewer than maxTokens = ${maxTokens}, none of them an end token`;
    throw new DomainError('nextTokenLaw', 'tokens', expected, tokens);
  }
}
