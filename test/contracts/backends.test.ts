import { afterAll } from 'vitest';
import {
  ExplicitWorld,
  FiniteClass,
  FiniteLaw,
  powerPolicy,
  randomAutoregressivePolicy,
  Source,
} from '../../src/index.ts';
import type { Backend, ExplicitPolicy, Spaces } from '../../src/index.ts';
import { embeddedModel } from '../../src/models/embedded/embeddedModel.ts';
import { embeddedModelBytes } from '../../src/models/embedded/embeddedModelBytes.ts';
import { heldOutPrompts } from '../../src/models/embedded/heldOutPrompts.ts';
import { openOnThreads } from '../../src/models/embedded/node/openOnThreads.ts';
import type { EmbeddedBackend } from '../../src/models/embedded/openEmbedded.ts';
import { llama } from '../../src/models/llama/llama.ts';
import type { LlamaBackend, LlamaOptions } from '../../src/models/llama/llama.ts';
import type { LlamaRuntime } from '../../src/models/llama/runtime.ts';
import type { Neural } from '../../src/models/neural.ts';
import { backendContract } from '../../src/testing/index.ts';
import { fakeLlama, fakeModelFile } from '../models/fakeLlama.ts';
import { fakeRemote } from '../support/fakeRemote.ts';
import type { Wire } from '../support/fakeRemote.ts';
import { tinyLlama } from '../support/ggufFile.ts';
import { runContract } from './runContract.ts';

const source = Source.named('test/contracts/backends');

const base = randomAutoregressivePolicy(
  { prompts: 3, vocabulary: 3, end: 0, maxTokens: 3, concentration: 3 },
  source.split('base'),
);
const members = Array.from({ length: 40 }, (_, i) => powerPolicy(base, 0.5 + i / 10));
const world = new ExplicitWorld(FiniteLaw.uniform(3), base, new FiniteClass(members));
// A disk that both of them write to, as a worker that is started again finds what the first has trained.
const weights = new Map<string, ExplicitPolicy>();

runContract(
  'backendContract: an explicit world behind a wire, which fits',
  backendContract<Wire>({
    backend: () => fakeRemote(world, { weights }).backend,
    reopened: () => fakeRemote(world, { weights }).backend,
    prompts: [0, 1, 2],
    source: source.split('wire'),
    tokensOf: (response) => [...base.tokensOf(response)],
  }),
);

runContract(
  'backendContract: the same with several calls at a time, which forgets what it has fitted when it is closed',
  backendContract<Wire>({
    backend: () => fakeRemote(world, { concurrentCalls: 3, batchSize: 5 }).backend,
    reopened: () => fakeRemote(world).backend,
    prompts: [0, 1, 2],
    source: source.split('calls'),
  }),
);

/** A server as there are some: texts and their log-likelihoods, no token ids, nothing but samples. */
interface Strings extends Spaces {
  Prompt: string;
  Response: { readonly text: string; readonly tokenCount: number; readonly ended: boolean };
  Policy: never;
}

const strings: Backend<Strings> = {
  name: 'a server that answers with texts',
  batchSize: 16,
  concurrentCalls: 4,
  refusals: { evaluate: 'it scores nothing but what it samples', maximumLikelihood: 'it does not train' },
  async sample(requests, deliver, signal) {
    const texts = ['yes', 'no', 'it depends', ''];
    const law = FiniteLaw.fromMasses([0.5, 0.3, 0.15, 0.05]);
    for (const [i, { seed }] of requests.entries()) {
      if (signal?.aborted) return;
      const drawn = law.draw(Source.named(`${seed}`));
      const text = texts[drawn]!;
      const tokenCount = text.split(' ').length + 1;
      const response = { text, tokenCount, ended: true };
      deliver(i, { response, logLikelihood: law.logMasses[drawn]!, tokens: tokenCount });
    }
  },
};

runContract(
  'backendContract: a server that answers with texts only',
  backendContract<Strings>({ backend: () => strings, prompts: ['Is it?', 'Will it?'], source: source.split('texts') }),
);

const opened: Pick<LlamaBackend, 'dispose'>[] = [];
const open = async (options: LlamaOptions, load?: () => Promise<LlamaRuntime>): Promise<LlamaBackend> => {
  const backend = await llama(options, load);
  opened.push(backend);
  return backend;
};
afterAll(async () => {
  for (const backend of opened) await backend.dispose();
});
const tokensOf = ({ tokens }: Neural['Response']) => tokens;

runContract(
  'backendContract: llama.cpp, with a runtime of our own in its place',
  backendContract<Neural>({
    backend: () => open({ path: fakeModelFile(), maxTokens: 6, sequences: 4 }, fakeLlama().load),
    prompts: ['abc', 'bad: ', 'cab?'],
    source: source.split('fake runtime'),
    tokensOf,
  }),
);

const shipped = { bytes: await embeddedModelBytes(), maxTokens: 40, prompts: heldOutPrompts().slice(0, 3) };
const tiny = { bytes: tinyLlama(), maxTokens: 6, prompts: ['ab', 'deed', 'c a'] };
const ownRuntimes = [
  { how: 'in single precision', ...shipped },
  { how: 'on two threads', ...shipped, threads: 2 },
  { how: 'on a tiny model in double precision', ...tiny, precision: 'float64' },
  { how: 'on a tiny model with a stop string and little memory', ...tiny, stop: ['b'], sequences: 3, cacheBytes: 1e3 },
] as const;
for (const { how, bytes, prompts, ...options } of ownRuntimes) {
  const backend = async (): Promise<EmbeddedBackend> => {
    const backend = await openOnThreads(bytes, { threads: 1, ...options });
    opened.push(backend);
    return backend;
  };
  runContract(
    `backendContract: the forward pass of whetstone, ${how}`,
    backendContract<Neural>({ backend, reopened: backend, prompts, source: source.split(how), draws: 1000, tokensOf }),
  );
}

runContract(
  'backendContract: llama.cpp, with a runtime of our own and stop strings',
  backendContract<Neural>({
    backend: () => open({ path: fakeModelFile(), maxTokens: 6, sequences: 4, stop: ['ab', 'c'] }, fakeLlama().load),
    prompts: ['abc', 'bad: ', 'cab?'],
    source: source.split('fake runtime with stop strings'),
    tokensOf,
  }),
);

runContract(
  'backendContract: llama.cpp, on the model that ships',
  backendContract<Neural>({
    backend: () => open({ path: embeddedModel, maxTokens: 40 }),
    prompts: heldOutPrompts().slice(0, 3),
    source: source.split('embedded'),
    // Scored against sampled, and laws against both: single precision, and activations rounded to 16 bits.
    tolerance: 1e-3,
    draws: 1000,
    tokensOf,
  }),
);
