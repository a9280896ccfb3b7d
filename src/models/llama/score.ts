import type { TokenLaw } from '../../access/queries/tokenLaw.ts';
import type { Deliver, StopSignal } from '../../access/remote/backend.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import type { NeuralResponse } from '../neural.ts';
import { tokenIdsOf } from '../tokenIdsOf.ts';
import type { EncodedPrompt } from './encodePrompt.ts';
import { listedLaw, MOST_SHOWN } from './listedLaw.ts';
import type { Vocabulary } from './listedLaw.ts';
import type { ControlledInput, ControlledOutput, LlamaSequence } from './runtime.ts';
import type { EncodedPrefix, Seats } from './seats.ts';

// Greedy, because that leaves the logits as they are; nothing is drawn.
const AS_THEY_ARE = { temperature: 0 };

/** log pi_base of given responses, nats: each is read at once, where sampling went token by token. */
export function scoreResponses(
  seats: Seats,
  requests: readonly { readonly prompt: EncodedPrompt; readonly response: NeuralResponse }[],
  deliver: Deliver<number>,
  signal?: StopSignal,
): Promise<void> {
  return inWaves(seats, requests, signal, {
    length: ({ response }) => tokenIdsOf('evaluate', response).length,
    input({ prompt, response }, sequence) {
      const tokens = tokenIdsOf('evaluate', response);
      const known = prompt.tokens.slice(sequence.nextTokenIndex);
      return [...known, ...tokens.slice(0, -1)].map((token, i): ControlledInput => {
        const asked = tokens[i - known.length + 1];
        if (asked === undefined || i < known.length - 1) return token;
        // The greedy choice comes along: its logit is the largest, from which the total weight is counted.
        const logits = { filter: { tokens: [asked], includeSelected: true } };
        return [token, { generateNext: { logits, totalLogitWeight: true, options: AS_THEY_ARE } }];
      });
    },
    async answer(index, outputs) {
      const tokens = tokenIdsOf('evaluate', requests[index]!.response);
      const ofResponse = outputs.slice(-tokens.length);
      deliver(index, compensatedSum(tokens.map((token, i) => logProbability(token, ofResponse[i]!))));
    },
  });
}

function logProbability(token: number, { next }: ControlledOutput): number {
  const logits = next.logits!;
  return logits.get(token)! - Math.max(...logits.values()) - Math.log(next.totalLogitWeight!);
}

/** Where a next-token law is asked for, and the least log mass of a token that must be listed, nats. */
export interface LawRequest extends Required<EncodedPrefix> {
  readonly leastLogMass: number | undefined;
}

/** The law of the next token after each prefix. */
export function nextTokenLaws(
  seats: Seats,
  { size, ends }: Vocabulary,
  prefixes: readonly LawRequest[],
  deliver: Deliver<TokenLaw>,
  signal?: StopSignal,
): Promise<void> {
  const asking = (
    token: ControlledInput,
    logits: true | { filter: { tokens: readonly number[]; includeTop: number } },
  ) => [token, { generateNext: { logits, options: AS_THEY_ARE } }] as ControlledInput;
  return inWaves(seats, prefixes, signal, {
    length: ({ rest }) => rest.length + 1,
    input({ prompt, rest, leastLogMass }, sequence) {
      const input: ControlledInput[] = [...prompt.tokens, ...rest].slice(sequence.nextTokenIndex);
      const some = size > MOST_SHOWN && leastLogMass !== undefined;
      const logits = some ? { filter: { tokens: [], includeTop: MOST_SHOWN } } : true;
      return [...input.slice(0, -1), asking(input.at(-1)!, logits)];
    },
    async answer(index, outputs, sequence) {
      const { prompt, rest, leastLogMass } = prefixes[index]!;
      const listed = listedLaw(outputs.at(-1)!.next.logits!, { size, ends }, leastLogMass);
      if (listed) return deliver(index, listed);
      const text = [...prompt.tokens, ...rest];
      await sequence.adaptStateToTokens(text.slice(0, -1), false);
      const [again] = await seats.evaluate([{ sequence, input: [asking(text.at(-1)!, true)] }]);
      deliver(index, listedLaw(again!.at(-1)!.next.logits!, { size, ends }, leastLogMass)!);
    },
  });
}

/** How requests are put to sequences. */
interface Questions<Request> {
  /** The most tokens that the request needs beyond its prompt. */
  readonly length: (request: Request) => number;
  /** What a sequence that stands near the request is to evaluate. */
  readonly input: (request: Request, sequence: LlamaSequence) => readonly ControlledInput[];
  readonly answer: (
    index: number,
    outputs: readonly (ControlledOutput | undefined)[],
    sequence: LlamaSequence,
  ) => Promise<void>;
}

/**
 * As many at once as there are sequences. Requests that begin alike follow each other on one sequence, which then has
 * read most of what they ask for.
 */
async function inWaves<Request extends EncodedPrefix>(
  seats: Seats,
  requests: readonly Request[],
  signal: StopSignal | undefined,
  { length, input, answer }: Questions<Request>,
): Promise<void> {
  await seats.makeRoom(Math.max(...requests.map((request) => request.prompt.tokens.length + length(request))));
  const order = requests.map((_, index) => index).sort((i, j) => compare(requests[i]!, requests[j]!));
  const waves = Math.ceil(requests.length / seats.count);
  for (let first = 0; first < waves; first++) {
    if (signal?.aborted) throw new StoppedError();
    const wave = order.filter((_, rank) => rank % waves === first);
    const prefixes = wave.map((index) => requests[index]!);
    const sequences = await seats.take(prefixes.map(({ prompt, rest = [] }) => ({ prompt, rest })));
    try {
      const outputs = await seats.evaluate(
        sequences.map((sequence, i) => ({ sequence, input: input(prefixes[i]!, sequence) })),
      );
      for (const [i, sequence] of sequences.entries()) await answer(wave[i]!, outputs[i]!, sequence);
    } finally {
      for (const sequence of sequences) seats.giveBack(sequence);
    }
  }
}

/** By prompt, and for one prompt as a dictionary does. */
function compare(a: EncodedPrefix, b: EncodedPrefix): number {
  if (a.prompt.text !== b.prompt.text) return a.prompt.text < b.prompt.text ? -1 : 1;
  const [tokens, others] = [a.rest ?? [], b.rest ?? []];
  const apart = tokens.findIndex((token, i) => token !== others[i]);
  return apart < 0 ? tokens.length - others.length : tokens[apart]! - (others[apart] ?? -1);
}
