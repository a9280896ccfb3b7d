import type { TokenLaw } from '../../access/queries/tokenLaw.ts';
import type { BackendWith } from '../../access/remote/backend.ts';
import { requireInteger } from '../../math/checks.ts';
import { ModelError } from '../modelError.ts';
import { requirePrefix, requireResponse, requireStop, stopsBehind, textOfResponse } from '../endRule.ts';
import type { EndRule, ReadTokens } from '../endRule.ts';
import type { Neural } from '../neural.ts';
import { requireNeuralSample } from '../requireNeuralSample.ts';
import { encodePrompt } from './encodePrompt.ts';
import type { EncodedPrompt } from './encodePrompt.ts';
import { baseOnly } from '../baseOnly.ts';
import { chatTemplate } from '../chatTemplate.ts';
import type { ChatTemplateSource } from '../chatTemplate.ts';
import { filePath, inspectModelFile } from './modelFile.ts';
import { loadRuntime } from './runtime.ts';
import type { LlamaEngine, LlamaModel, LlamaRuntime } from './runtime.ts';
import { sampleTogether } from './sampleTogether.ts';
import { nextTokenLaws, scoreResponses } from './score.ts';
import type { Vocabulary } from './listedLaw.ts';
import { Seats } from './seats.ts';

export interface LlamaOptions {
  /** A GGUF file: its path, or its file: URL. */
  readonly path: string | URL;
  /** The most tokens of a response, its end token included; a longer one is cut there. 64 by default. */
  readonly maxTokens?: number;
  /** How many responses are written at once, 1 to 256; 32 by default. Each needs memory of its own. */
  readonly sequences?: number;
  /** 1 to 256; by default the number of cores, or 1 for a model below 32 MB, which more threads only slow down. */
  readonly threads?: number;
  /** The most tokens of prompt and response together; by default what the model was trained on. */
  readonly contextSize?: number;
  /** Whether a prompt may name special tokens, such as `<|im_start|>` of a chat template; by default they are text. */
  readonly specialTokens?: boolean;
  /**
   * Whether a prompt is put into the model's own chat template, as the one message of a user; then it may name special tokens.
   * By default prompts are continued as they are.
   */
  readonly chat?: boolean;
  /** Texts at which a response ends, see `EndRule`; none by default. */
  readonly stop?: readonly string[];
}

/** A model in this process. `dispose` frees its memory; nothing can be asked afterwards. */
export interface LlamaBackend extends BackendWith<Neural, 'evaluate' | 'nextTokenLaws' | 'checkPrompt'> {
  checkPrompt(prompt: string): void;
  /** What a response that begins after the prompt reads as; an end token is left out. */
  textOf(prompt: string, tokens: readonly number[]): string;
  dispose(): Promise<void>;
}

/** Requests a call, for each sequence: while the last responses of a call end, sequences stand idle. */
const CALLS_PER_SEQUENCE = 8;
const SMALL_MODEL_BYTES = 32e6;

/**
 * A language model in a GGUF file, run in this process by node-llama-cpp (`npm install node-llama-cpp`).
 *
 * Prompts are continued as they are, unless `chat` puts the model's own template around them. Responses are drawn at temperature 1 from
 * the whole vocabulary, and their log-likelihoods, nats, count the end token. llama.cpp normalises in single
 * precision, which costs up to about 4e-4 nats a token (measured, 262,144 tokens). Rows are evaluated in fours only, so that
 * on the processors that were tried the same seed gives the same response whatever else is under way and however many
 * sequences there are; another processor, number of threads or version of llama.cpp may give others.
 *
 * @throws ModelError where the runtime is not installed or the file cannot be loaded; DomainError
 */
export async function llama(options: LlamaOptions, load?: () => Promise<LlamaRuntime>): Promise<LlamaBackend> {
  const { maxTokens = 64, sequences = 32, stop = [], chat = false } = options;
  const specialTokens = chat || options.specialTokens === true;
  const path = filePath(options.path);
  requireInteger('llama', 'maxTokens', maxTokens, 1);
  requireInteger('llama', 'sequences', sequences, 1, 256);
  requireStop('llama', stop);
  if (options.threads !== undefined) requireInteger('llama', 'threads', options.threads, 1, 256);
  if (options.contextSize !== undefined) requireInteger('llama', 'contextSize', options.contextSize, maxTokens + 1);

  const file = await inspectModelFile(path);
  const runtime = await loadRuntime(load);
  const { engine, model } = await loadModel(runtime, path, options.threads);
  try {
    const contextSize = options.contextSize ?? model.trainContextSize;
    requireInteger('llama', 'maxTokens', maxTokens, 1, contextSize - 1);
    requireInteger('llama', 'contextSize', contextSize, maxTokens + 1, model.trainContextSize);
    const room = contextSize - maxTokens;
    const template = chat ? await chatTemplate(chatSource(file.name, model)) : undefined;
    const encode = (prompt: string): EncodedPrompt => {
      // An empty prompt is refused as it is.
      const text = template && prompt !== '' ? template.render(prompt) : prompt;
      return encodePrompt(model, text, { room, specialTokens });
    };
    const threads = options.threads ?? (file.bytes < SMALL_MODEL_BYTES ? 1 : engine.cpuMathCores);
    const seats = new Seats(model, { sequences, threads, mostTokens: contextSize });
    const rule: EndRule = { isEnd: (token) => model.isEogToken(token), stop };
    const reader =
      (prompt: EncodedPrompt): ReadTokens =>
      (tokens) =>
        model.detokenize(tokens, false, prompt.tokens);
    let known: Vocabulary | undefined;
    const vocabulary = (): Vocabulary => (known ??= vocabularyOf(model));
    const alone = oneAtATime();
    return {
      name: [
        `llama.cpp ${file.name}`,
        'rows in fours',
        `at most ${maxTokens} tokens`,
        ...(template ? [template.name] : specialTokens ? ['special tokens in prompts'] : []),
        ...stop.map((text) => `stop ${JSON.stringify(text)}`),
      ].join(', '),
      settings: { temperature: 1, vocabulary: 'whole', maxTokens, stop, chat, specialTokens, contextSize },
      refusals: baseOnly('llama.cpp'),
      batchSize: CALLS_PER_SEQUENCE * sequences,
      checkPrompt: (prompt) => void encode(prompt),
      checkSample: (where, sample) => requireNeuralSample(where, sample, maxTokens),
      textOf: (prompt, tokens) => textOfResponse(rule, tokens, reader(encode(prompt))),
      sample: (requests, deliver, signal) =>
        alone(() => {
          const prompts = requests.map(({ prompt }) => encode(prompt));
          return sampleTogether({ model, seats, maxTokens, rule }, requests, prompts, deliver, signal);
        }),
      evaluate: (requests, deliver, signal) =>
        alone(() => {
          const encoded = requests.map(({ prompt, response }) => ({ prompt: encode(prompt), response }));
          for (const { prompt, response } of encoded) requireResponse(rule, response, maxTokens, reader(prompt));
          return scoreResponses(seats, encoded, deliver, signal);
        }),
      nextTokenLaws: (prefixes, deliver, signal) =>
        alone(() => {
          const places = prefixes.map(({ prompt, tokens, leastLogMass }) => {
            return { prompt: encode(prompt), rest: tokens, leastLogMass };
          });
          for (const { prompt, rest } of places) requirePrefix(rule, rest, maxTokens, reader(prompt));
          const withStops = (i: number, law: TokenLaw): void => {
            const { prompt, rest } = places[i]!;
            deliver(i, { ...law, ends: [...law.ends, ...stopsBehind(rule, rest, law.tokens, reader(prompt))] });
          };
          return nextTokenLaws(seats, vocabulary(), places, withStops, signal);
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

function chatSource(file: string, { fileInfo, tokens }: LlamaModel): ChatTemplateSource {
  const template = fileInfo?.metadata.tokenizer?.chat_template;
  return { file, template, beginning: tokens.bosString, end: tokens.eosString };
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
