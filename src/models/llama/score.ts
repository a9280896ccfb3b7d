import { tokenLaw } from '../../access/queries/tokenLaw.ts';
import type { TokenLaw } from '../../access/queries/tokenLaw.ts';
import type { Deliver, StopSignal } from '../../access/remote/backend.ts';
import { StoppedError } from '../../access/remote/remoteRun.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { logSumExp } from '../../math/logSpace.ts';
import type { NeuralResponse } from '../neural.ts';
import { tokenIdsOf } from '../tokenIdsOf.ts';
import type { EncodedPrompt } from './encodePrompt.ts';
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
  return inWaves(
    seats,
    requests,
    signal,
    ({ response }) => tokenIdsOf('evaluate', response).length,
    async (index, sequence) => {
      const { prompt, response } = requests[index]!;
      const tokens = tokenIdsOf('evaluate', response);
      const known = prompt.tokens.slice(sequence.nextTokenIndex);
      const input = [...known, ...tokens.slice(0, -1)].map((token, i): ControlledInput => {
        const asked = tokens[i - known.length + 1];
        if (asked === undefined || i < known.length - 1) return token;
        // The greedy choice comes along: its logit is the largest, from which the total weight is counted.
        const logits = { filter: { tokens: [asked], includeSelected: true } };
        return [token, { generateNext: { logits, totalLogitWeight: true, options: AS_THEY_ARE } }];
      });
      const outputs = (await sequence.controlledEvaluate(input)).slice(known.length - 1);
      deliver(index, compensatedSum(tokens.map((token, i) => logProbability(token, outputs[i]!))));
    },
  );
}

function logProbability(token: number, { next }: ControlledOutput): number {
  const logits = next.logits!;
  return logits.get(token)! - Math.max(...logits.values()) - Math.log(next.totalLogitWeight!);
}

/** Where a next-token law is asked for, and the least log mass of a token that must be listed, nats. */
export interface LawRequest extends Required<EncodedPrefix> {
  readonly leastLogMass: number | undefined;
}

/**
 * The law of the next token after each prefix.
 *
 * @param ends the tokens that end a response, given the size of the vocabulary
 */
export function nextTokenLaws(
  seats: Seats,
  ends: (vocabulary: number) => readonly number[],
  prefixes: readonly LawRequest[],
  deliver: Deliver<TokenLaw>,
  signal?: StopSignal,
): Promise<void> {
  return inWaves(
    seats,
    prefixes,
    signal,
    ({ rest }) => rest.length + 1,
    async (index, sequence) => {
      const { prompt, rest, leastLogMass } = prefixes[index]!;
      const input: ControlledInput[] = [...prompt.tokens, ...rest].slice(sequence.nextTokenIndex);
      const last = input.length - 1;
      input[last] = [input[last] as number, { generateNext: { logits: true, options: AS_THEY_ARE } }];
      const { logits } = (await sequence.controlledEvaluate(input))[last]!.next;
      const law = new Float64Array(logits!.size);
      for (const [token, logit] of logits!) law[token] = logit;
      const normaliser = logSumExp(law);
      const logMasses = law.map((logit) => logit - normaliser);
      deliver(index, tokenLaw(logMasses, ends(law.length), leastLogMass));
    },
  );
}

/**
 * As many at once as there are sequences. Requests that begin alike follow each other on one sequence, which then has
 * read most of what they ask for.
 */
async function inWaves<Request extends EncodedPrefix>(
  seats: Seats,
  requests: readonly Request[],
  signal: StopSignal | undefined,
  length: (request: Request) => number,
  answer: (index: number, sequence: LlamaSequence) => Promise<void>,
): Promise<void> {
  await seats.makeRoom(Math.max(...requests.map((request) => request.prompt.tokens.length + length(request))));
  const order = requests.map((_, index) => index).sort((i, j) => compare(requests[i]!, requests[j]!));
  const waves = Math.ceil(requests.length / seats.count);
  for (let first = 0; first < waves; first++) {
    if (signal?.aborted) throw new StoppedError();
    const wave = order.filter((_, rank) => rank % waves === first);
    const prefixes = wave.map((index) => requests[index]!);
    const sequences = await seats.take(prefixes.map(({ prompt, rest = [] }) => ({ prompt, rest })));
    const ended = await Promise.allSettled(sequences.map((sequence, i) => answer(wave[i]!, sequence)));
    for (const sequence of sequences) seats.giveBack(sequence);
    const failure = ended.find((each) => each.status === 'rejected');
    if (failure) throw failure.reason;
  }
}

/** By prompt, and for one prompt as a dictionary does. */
function compare(a: EncodedPrefix, b: EncodedPrefix): number {
  if (a.prompt.text !== b.prompt.text) return a.prompt.text < b.prompt.text ? -1 : 1;
  const [tokens, others] = [a.rest ?? [], b.rest ?? []];
  const apart = tokens.findIndex((token, i) => token !== others[i]);
  return apart < 0 ? tokens.length - others.length : tokens[apart]! - (others[apart] ?? -1);
}
