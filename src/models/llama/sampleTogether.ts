import type { Deliver, Sample, SampleRequest, StopSignal } from '../../access/remote/backend.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { endsAt, textOfResponse } from '../endRule.ts';
import type { EndRule } from '../endRule.ts';
import type { Neural } from '../neural.ts';
import type { EncodedPrompt } from './encodePrompt.ts';
import type { LlamaModel, LlamaSequence, TokenSteps } from './runtime.ts';
import type { Seats } from './seats.ts';

/** The law of the model itself: nothing cut off, nothing penalised. */
const UNCHANGED = { temperature: 1, topK: 0, topP: 1, minP: 0, yieldEogToken: true } as const;

/** llama.cpp takes this seed for "draw one at random". */
const RANDOM_SEED = 0xffffffff;

/** A response under way. */
interface Writing {
  readonly index: number;
  readonly prompt: EncodedPrompt;
  readonly sequence: LlamaSequence;
  readonly steps: TokenSteps;
  readonly tokens: number[];
  readonly logProbabilities: number[];
}

/**
 * Draws one response for each request, all sequences one token at a time together; where a response ends, the next
 * request takes its sequence.
 *
 * All sequences wait for each other at every token: so the batches that the model evaluates are the same in every run.
 */
export async function sampleTogether(
  { model, seats, maxTokens, rule }: { model: LlamaModel; seats: Seats; maxTokens: number; rule: EndRule },
  requests: readonly SampleRequest<Neural>[],
  prompts: readonly EncodedPrompt[],
  deliver: Deliver<Sample<Neural>>,
  signal?: StopSignal,
): Promise<void> {
  await seats.makeRoom(Math.max(...prompts.map(({ tokens }) => tokens.length)) + maxTokens);
  let next = 0;
  let writing: Writing[] = [];
  const end = async ({ steps, sequence }: Writing): Promise<void> => {
    await steps.return();
    seats.giveBack(sequence);
  };
  try {
    for (;;) {
      if (signal?.aborted) throw new StoppedError();
      const starting = prompts.slice(next, next + seats.free);
      const sequences = await seats.take(starting.map((prompt) => ({ prompt })));
      for (const [i, sequence] of sequences.entries()) {
        const prompt = starting[i]!;
        const { seed } = requests[next + i]!;
        const options = { ...UNCHANGED, seed: seed === RANDOM_SEED ? seed - 1 : seed };
        const steps = sequence.evaluateWithMetadata(
          prompt.tokens.slice(sequence.nextTokenIndex),
          { confidence: true },
          options,
        );
        writing.push({ index: next + i, prompt, sequence, steps, tokens: [], logProbabilities: [] });
      }
      next += starting.length;
      if (writing.length === 0) return;

      const answers = await Promise.all(writing.map(({ steps }) => steps.next()));
      const going: Writing[] = [];
      for (const [i, each] of writing.entries()) {
        const { token, confidence } = answers[i]!.value!;
        each.tokens.push(token);
        each.logProbabilities.push(Math.log(confidence));
        const read = (tokens: readonly number[]): string => model.detokenize(tokens, false, each.prompt.tokens);
        const ended = endsAt(rule, each.tokens, read);
        if (!ended && each.tokens.length < maxTokens) {
          going.push(each);
          continue;
        }
        await end(each);
        const text = textOfResponse(rule, each.tokens, read);
        deliver(each.index, {
          response: { text, tokenCount: each.tokens.length, ended, tokens: each.tokens },
          logLikelihood: compensatedSum(each.logProbabilities),
          tokens: each.tokens.length,
        });
      }
      writing = going;
      // The runtime looks for more work before it rests: let it rest, or it would take the first few requests alone.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await Promise.all(writing.map(end));
  }
}
