import { getLlama } from 'node-llama-cpp';
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Prefix, SampleRequest } from 'whetstone';
import type { Neural } from 'whetstone/models';

/** What is shown of a law: the logit of each token, or the largest alone, for which next to nothing is handed over. */
export type Shown = 'all logits' | 'largest logit';

const CONTEXT = 256;

/** What a user of node-llama-cpp would write without whetstone: as many loops at once as there are sequences, on one thread. */
export async function rawLlama(
  path: string,
  { sequences: count, maxTokens }: { readonly sequences: number; readonly maxTokens: number },
) {
  const quiet = { progressLogs: false, logger() {} };
  const engine = await getLlama({ build: 'never', skipDownload: true, maxThreads: 1, ...quiet });
  const model = await engine.loadModel({ modelPath: path });
  const options = { contextSize: CONTEXT, batchSize: 512, threads: 1, flashAttention: true, swaFullCache: true };
  const context = await model.createContext({ sequences: count, ...options });
  const sequences = Array.from({ length: count }, () => context.getSequence());
  const begin = model.tokens.shouldPrependBosToken ? [model.tokens.bos!] : [];
  const read = (prompt: string): Token[] => [...begin, ...model.tokenize(prompt)];

  /** Puts a sequence behind all of a text but what is returned, the last token at least. */
  const standBefore = async (sequence: LlamaContextSequence, text: readonly Token[]): Promise<Token[]> => {
    await sequence.adaptStateToTokens(text.slice(0, -1), false);
    return text.slice(sequence.nextTokenIndex);
  };

  return {
    /** Draws a response to each; how many tokens they have. */
    async sample(requests: readonly SampleRequest<Neural>[]): Promise<number> {
      let [next, total] = [0, 0];
      const work = async (sequence: LlamaContextSequence): Promise<void> => {
        while (next < requests.length) {
          const { prompt, seed } = requests[next++]!;
          const unread = await standBefore(sequence, read(prompt));
          const drawing = { temperature: 1, topK: 0, topP: 1, minP: 0, seed, yieldEogToken: true } as const;
          let length = 0;
          for await (const { token } of sequence.evaluateWithMetadata(unread, { confidence: true }, drawing)) {
            length++;
            if (model.isEogToken(token) || length === maxTokens) break;
          }
          total += length;
        }
      };
      await Promise.all(sequences.map(work));
      return total;
    },

    /**
     * The next-token law behind each prefix, a wave after the other; how many there are. A sequence goes on from what the
     * prefix shares with the one that it read before.
     */
    async laws(waves: readonly (readonly Prefix<Neural>[])[], shown: Shown): Promise<number> {
      const logits = shown === 'all logits' || { filter: { tokens: [], includeTop: 1 } };
      const law = async (sequence: LlamaContextSequence, { prompt, tokens }: Prefix<Neural>): Promise<void> => {
        const input: ControlledEvaluateInputItem[] = await standBefore(sequence, [
          ...read(prompt),
          ...(tokens as Token[]),
        ]);
        input.push([input.pop() as Token, { generateNext: { logits, options: { temperature: 0 } } }]);
        await sequence.controlledEvaluate(input);
      };
      for (const wave of waves) {
        for (let first = 0; first < wave.length; first += count) {
          const together = wave.slice(first, first + count);
          await Promise.all(together.map((prefix, i) => law(sequences[i]!, prefix)));
        }
      }
      return waves.flat().length;
    },

    dispose: () => engine.dispose(),
  };
}
