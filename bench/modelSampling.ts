import { getLlama } from 'node-llama-cpp';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { embeddedModel, heldOutPrompts, llama } from 'whetstone/models';
import type { Timer } from './interleaved.ts';

const SEQUENCES = 32;
const REQUESTS = 256;
const MAX_TOKENS = 48;

/** Sampling from the embedded model through whetstone, and by node-llama-cpp alone with the same batch and threads. */
export async function modelSampling() {
  const prompts = heldOutPrompts().slice(0, SEQUENCES);
  const requests = Array.from({ length: REQUESTS }, (_, i) => ({ prompt: prompts[i % SEQUENCES]!, seed: i + 1 }));
  const model = await llama({ path: embeddedModel, maxTokens: MAX_TOKENS, sequences: SEQUENCES, threads: 1 });
  const raw = await rawSampler();
  let tokens = 0;
  await model.sample(requests, (_, sample) => void (tokens += sample.tokens));
  const rawTokens = await raw.sample(requests);
  return {
    name: 'sampling, embedded model',
    against: 'node-llama-cpp alone',
    unit: 'us' as const,
    perCall: tokens,
    goal: 0.9,
    ours: timer(() => model.sample(requests, () => {})),
    // The responses differ, so what is compared is the time of a token.
    peer: timer(() => raw.sample(requests), tokens / rawTokens),
    async dispose() {
      await model.dispose();
      await raw.dispose();
    },
  };
}

function timer(call: () => Promise<unknown>, scale = 1): Timer {
  return async (repeat) => {
    const start = performance.now();
    for (let i = 0; i < repeat; i++) await call();
    return ((performance.now() - start) / 1e3) * scale;
  };
}

/** What a user of node-llama-cpp would write: as many loops at once as there are sequences. */
async function rawSampler() {
  const engine = await getLlama({ build: 'never', skipDownload: true, progressLogs: false, maxThreads: 1 });
  const model = await engine.loadModel({ modelPath: embeddedModel });
  const context = await model.createContext({
    sequences: SEQUENCES,
    contextSize: 256,
    batchSize: 512,
    threads: 1,
    flashAttention: true,
  });
  const sequences = Array.from({ length: SEQUENCES }, () => context.getSequence());
  return {
    async sample(requests: readonly { prompt: string; seed: number }[]): Promise<number> {
      let [next, total] = [0, 0];
      const work = async (sequence: LlamaContextSequence): Promise<void> => {
        while (next < requests.length) {
          const { prompt, seed } = requests[next++]!;
          const read: Token[] = [model.tokens.bos!, ...model.tokenize(prompt)];
          await sequence.adaptStateToTokens(read.slice(0, -1), false);
          const options = { temperature: 1, topK: 0, topP: 1, minP: 0, seed, yieldEogToken: true } as const;
          const steps = sequence.evaluateWithMetadata(
            read.slice(sequence.nextTokenIndex),
            { confidence: true },
            options,
          );
          let length = 0;
          for await (const { token } of steps) {
            length++;
            if (model.isEogToken(token) || length === MAX_TOKENS) break;
          }
          total += length;
        }
      };
      await Promise.all(sequences.map(work));
      return total;
    },
    dispose: () => engine.dispose(),
  };
}
