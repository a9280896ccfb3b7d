import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bestFirstSearch, promptsInOrder, runAsync, Source } from 'whetstone';
import type { BackendWith, Prefix, SampleRequest } from 'whetstone';
import { embeddedModel, embeddedModelBytes, heldOutPrompts } from 'whetstone/models';
import type { Neural } from 'whetstone/models';
import { openOnThreads } from 'whetstone/models/embedded/node';
import { llama } from 'whetstone/models/llama';
import { cachedPath, fetchModel } from '../scripts/modelsTrial/fetchModel.ts';
import { gemma3 } from '../scripts/modelsTrial/models.ts';
import type { Case } from './cases.ts';
import { timerOf } from './interleaved.ts';
import type { Timer } from './interleaved.ts';
import { rawLlama } from './rawLlama.ts';
import type { Shown } from './rawLlama.ts';

/** A case in which a model has to be opened, for us and for the peer. */
export interface ModelCase extends Omit<Case, 'ours' | 'peer' | 'perCall'> {
  open(): Promise<OpenedCase | { readonly skipped: string }>;
}

export interface OpenedCase {
  readonly ours: Timer;
  readonly peer: Timer;
  dispose(): Promise<void>;
}

/** A model of ours, on one thread. */
type OpenModel = (path: string, sizes: Sizes) => Promise<Model>;
type Model = BackendWith<Neural, 'nextTokenLaws'> & { dispose(): Promise<void> };

interface Sizes {
  readonly sequences: number;
  readonly maxTokens: number;
}

const byLlama: OpenModel = (path, sizes) => llama({ path, threads: 1, ...sizes });
const byOwnPass: OpenModel = async (path, sizes) =>
  openOnThreads(await embeddedModelBytes(pathToFileURL(path)), { threads: 1, ...sizes });

const EMBEDDED: Sizes = { sequences: 32, maxTokens: 48 };
/**
 * The prompts of a call, a call after the other. The forward pass keeps what it has computed: when the first prompts come
 * again it has forgotten them, so that nothing is found there but what a user of it would find.
 */
const embeddedPrompts = inParts(heldOutPrompts(), 32);
const embeddedPath = fileURLToPath(embeddedModel);

/** Models against node-llama-cpp alone, with the same prompts, batch and threads. */
export const modelCases: readonly ModelCase[] = [
  samples({ name: 'sampling, embedded model, llama.cpp', goal: 0.9 }, byLlama),
  samples({ name: 'sampling, embedded model, forward pass', goal: 1 }, byOwnPass),
  laws({ name: 'laws, embedded model, forward pass', goal: 1 }, 'all logits', async () => ({
    path: embeddedPath,
    open: byOwnPass,
    sizes: EMBEDDED,
    prompts: embeddedPrompts,
    budget: 64,
  })),
  laws({ name: 'laws, vocabulary of 262,144, llama.cpp', goal: 1 }, 'all logits', largeVocabulary),
  laws({ name: 'laws, vocabulary of 262,144, llama.cpp', goal: 0.5 }, 'largest logit', largeVocabulary),
];

type Named = Pick<ModelCase, 'name' | 'goal'>;

/** Sampling from the embedded model. */
function samples(named: Named, open: OpenModel): ModelCase {
  return {
    ...named,
    against: 'node-llama-cpp',
    unit: 'us',
    async open() {
      const model = await open(embeddedPath, EMBEDDED);
      const raw = await rawLlama(embeddedPath, EMBEDDED);
      // Eight responses to each prompt, each with a seed of its own.
      const calls = embeddedPrompts.map((prompts, call) =>
        Array.from({ length: 8 * prompts.length }, (_, i): SampleRequest<Neural> => {
          return { prompt: prompts[i % prompts.length]!, seed: 1 + 1000 * call + i };
        }),
      );
      const ours = async (requests: readonly SampleRequest<Neural>[]): Promise<number> => {
        let tokens = 0;
        await model.sample(requests, (_, sample) => void (tokens += sample.tokens));
        return tokens;
      };
      return opened(model, raw, inTurn(calls, ours), inTurn(calls, raw.sample));
    },
  };
}

interface LawsOf {
  readonly path: string;
  readonly open: OpenModel;
  readonly sizes: Sizes;
  /** Of each call. */
  readonly prompts: readonly (readonly string[])[];
  /** Next-token laws that are asked for at a prompt. */
  readonly budget: number;
}

type Waves = readonly (readonly Prefix<Neural>[])[];

/** The next-token laws of a search, against the same prefixes in the same waves. */
function laws(named: Named, shown: Shown, of: () => Promise<LawsOf | { readonly skipped: string }>): ModelCase {
  return {
    ...named,
    against: `node-llama-cpp, ${shown}`,
    unit: 'ms',
    async open() {
      const found = await of();
      if ('skipped' in found) return found;
      const { path, open, sizes, prompts, budget } = found;
      const recorder = await open(path, sizes);
      const waves: Waves[] = [];
      for (const some of prompts) waves.push(await wavesOf(recorder, some, sizes, budget));
      await recorder.dispose();
      const model = await open(path, sizes);
      const raw = await rawLlama(path, sizes);
      const ours = inTurn(prompts, (some) => searched(model, some, sizes, budget));
      const peer = inTurn(waves, (some) => raw.laws(some, shown));
      return opened(model, raw, ours, peer);
    },
  };
}

/** How many laws a search asked for. */
async function searched(
  model: BackendWith<Neural, 'nextTokenLaws'>,
  prompts: readonly string[],
  { sequences, maxTokens }: Sizes,
  budget: number,
): Promise<number> {
  const search = bestFirstSearch<Neural>({ n: prompts.length, maxTokens, budget, width: 4, leastMass: 1e-7 });
  const options = { prompts: promptsInOrder(prompts), source: Source.named('bench'), inFlight: sequences };
  return (await runAsync(search, model, options)).cost.evaluations;
}

async function wavesOf(model: Model, prompts: readonly string[], sizes: Sizes, budget: number): Promise<Waves> {
  const waves: (readonly Prefix<Neural>[])[] = [];
  const heard: typeof model = {
    ...model,
    nextTokenLaws(prefixes, deliver, signal) {
      waves.push(prefixes);
      return model.nextTokenLaws(prefixes, deliver, signal);
    },
  };
  await searched(heard, prompts, sizes, budget);
  return waves;
}

/** Gemma-3-270m, where `npm run models:trial` has fetched it. */
async function largeVocabulary(): Promise<LawsOf | { readonly skipped: string }> {
  if (!existsSync(cachedPath(gemma3))) return { skipped: `no ${cachedPath(gemma3)}: npm run models:trial fetches it` };
  const places = ['France', 'Japan', 'Egypt', 'Peru', 'Kenya', 'Norway', 'India', 'Chile'];
  return {
    path: await fetchModel(gemma3),
    open: byLlama,
    sizes: { sequences: 8, maxTokens: 4 },
    prompts: inParts(
      places.map((place) => `The capital of ${place} is`),
      2,
    ),
    budget: 16,
  };
}

function opened(
  model: Model,
  raw: Awaited<ReturnType<typeof rawLlama>>,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): OpenedCase {
  return {
    ours: timerOf(ours),
    peer: timerOf(peer),
    async dispose() {
      await model.dispose();
      await raw.dispose();
    },
  };
}

/** A call with the first, then with the second, and so on, from the first again. */
function inTurn<T>(list: readonly T[], call: (each: T) => Promise<number>): () => Promise<number> {
  let turn = 0;
  return () => call(list[turn++ % list.length]!);
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
