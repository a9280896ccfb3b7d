import type { Deliver, Sample, SampleRequest, StopSignal } from '../../access/remote/backend.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { Source } from '../../math/random/source.ts';
import { drawableSeed } from '../drawableSeed.ts';
import { endsAt, textOfResponse } from '../endRule.ts';
import type { EndRule } from '../endRule.ts';
import type { Neural } from '../neural.ts';
import type { EncodedPrompt } from './encodePrompt.ts';
import type { ControlledInput, LlamaModel, LlamaSequence } from './runtime.ts';
import type { Seats } from './seats.ts';

/** The law of the model itself: nothing cut off, nothing penalised. */
const UNCHANGED = { temperature: 1, topK: 0, topP: 1, minP: 0 } as const;

/** A response under way. */
interface Writing {
  readonly index: number;
  readonly prompt: EncodedPrompt;
  readonly sequence: LlamaSequence;
  /** Where the seeds of its tokens come from. */
  readonly source: Source;
  readonly tokens: number[];
  readonly logProbabilities: number[];
}

/**
 * Draws one response for each request, all sequences one token at a time together; where a response ends, the next
 * request takes its sequence.
 *
 * Each token has a seed of its own, and what it is drawn from depends on the text before it alone, so that a response is the
 * same in whatever company it is written.
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
  try {
    for (;;) {
      if (signal?.aborted) throw new StoppedError();
      const starting = prompts.slice(next, next + seats.free);
      const sequences = await seats.take(starting.map((prompt) => ({ prompt })));
      const started = sequences.map((sequence, i): Writing => {
        const source = Source.named(`${requests[next + i]!.seed}`);
        return { index: next + i, prompt: starting[i]!, sequence, source, tokens: [], logProbabilities: [] };
      });
      writing.push(...started);
      next += starting.length;
      if (writing.length === 0) return;
      await seats.read(started);

      const answers = await seats.evaluate(writing.map((each) => ({ sequence: each.sequence, input: [nextOf(each)] })));
      for (const [i, each] of [...writing].entries()) {
        const { token, confidence } = answers[i]![0]!.next;
        each.tokens.push(token!);
        each.logProbabilities.push(Math.log(confidence!));
        const read = (tokens: readonly number[]): string => model.detokenize(tokens, false, each.prompt.tokens);
        const ended = endsAt(rule, each.tokens, read);
        if (!ended && each.tokens.length < maxTokens) continue;
        writing = writing.filter((other) => other !== each);
        seats.giveBack(each.sequence);
        const text = textOfResponse(rule, each.tokens, read);
        deliver(each.index, {
          response: { text, tokenCount: each.tokens.length, ended, tokens: each.tokens },
          logLikelihood: compensatedSum(each.logProbabilities),
          tokens: each.tokens.length,
        });
      }
    }
  } finally {
    for (const { sequence } of writing) seats.giveBack(sequence);
  }
}

/** The last token of what is written, and what to draw behind it. */
function nextOf({ prompt, source, tokens }: Writing): ControlledInput {
  const options = { ...UNCHANGED, seed: drawableSeed(source.split(tokens.length).seed) };
  return [tokens.at(-1) ?? prompt.tokens.at(-1)!, { generateNext: { token: true, confidence: true, options } }];
}
