import type { EndedChoice } from '../../access/queries/ended.ts';
import { isCut, mayWin } from '../../access/queries/ended.ts';
import { keepBest } from '../../access/queries/bestOfN.ts';
import type { Progress } from '../../access/remote/remoteRun.ts';
import type { RunResult } from '../../access/run.ts';
import type { Batch } from '../../access/spaces.ts';
import { table } from '../../display/table.ts';
import { wrap } from '../../display/wrap.ts';
import type { Interval } from '../../math/interval.ts';
import type { Neural, NeuralResponse } from '../../models/neural.ts';
import { tokenCountOf } from '../../models/tokenCountOf.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { modeCertificate } from '../../theory/coverage/fromSamples/modeCertificate.ts';
import type { ModeCertificate } from '../../theory/coverage/fromSamples/modeCertificate.ts';
import { missable, peakFromSamples } from '../../theory/coverage/fromSamples/peakFromSamples.ts';
import { plural } from '../plural.ts';

/** What the command was asked for. */
export interface BestOfNRequest {
  readonly N: number;
  readonly maxTokens: number;
  readonly seed: string;
  readonly ended: EndedChoice;
  readonly json?: boolean;
}

/** The failure probability of all intervals of one run together, and of all its certificates. */
export const FAILURE = 1e-3;

/** A response, and how often it was drawn. */
interface Distinct {
  readonly response: NeuralResponse;
  readonly logLikelihood: number;
  readonly tokens: number;
  readonly count: number;
  readonly best: boolean;
}

/** What the draws say of the likeliest response to a prompt, among those that may win. */
interface Likeliest {
  /** Of its probability. */
  readonly peak: Interval;
  /** Whether it is the winner; none where nothing that may win was drawn. */
  readonly certificate: ModeCertificate | undefined;
}

/** Prints the distinct responses to each prompt from best to worst, as tables or as lines of JSON, and what the run took. */
export function printBestOfN(
  { N, json, maxTokens, seed, ended }: BestOfNRequest,
  { result: pool, cost }: RunResult<Batch<Neural>>,
  { replayed, tokens, seconds, model }: Progress & { seconds: number; model: string },
): void {
  const chosen = keepBest<Neural>(pool, logLikelihood, ended);
  const speed = tokens / seconds;
  const winners = { cut: 0, empty: 0 };
  for (const [i, prompt] of Array.from(pool.prompts).entries()) {
    const responses = Array.from({ length: N }, (_, j) => pool.responses[i * N + j]!);
    const logLikelihoods = responses.map((_, j) => pool.logLikelihoods[i * N + j]!);
    const winner = chosen.responses[i]!;
    const drawn = distinct(responses, logLikelihoods, winner);
    const running = logLikelihoods.filter((_, j) => mayWin(responses[j], ended));
    const likeliest = likeliestOf(running, N, FAILURE / pool.prompts.length);
    if (isCut(winner)) winners.cut++;
    if (isEmpty(winner)) winners.empty++;
    if (json) {
      drawn.forEach(({ response, count, ...rest }, k) => {
        const perToken = rest.logLikelihood / rest.tokens;
        const { text, ended: whole } = response;
        const said = { kind: 'response', prompt, rank: k + 1, count, ...rest, perToken, ended: whole, text };
        console.log(JSON.stringify(said));
      });
      const { peak, certificate } = likeliest;
      const shown = { cut: isCut(winner), empty: isEmpty(winner), text: winner.text };
      console.log(JSON.stringify({ kind: 'prompt', prompt, winner: shown, peak, ...(certificate && { certificate }) }));
      continue;
    }
    const rows = drawn.flatMap(({ response, logLikelihood, tokens, count, best }) => {
      const [first, ...others] = pieces(JSON.stringify(response.text) + (response.ended ? '' : ' …'));
      return [
        [
          best ? '*' : '',
          count,
          logLikelihood.toFixed(2).padStart(8),
          (logLikelihood / tokens).toFixed(2).padStart(9),
          tokens,
          first!,
        ],
        ...others.map((piece) => ['', '', '', '', '', piece]),
      ];
    });
    console.log(
      `${JSON.stringify(prompt)}\n${table(['', 'times', '    nats', 'per token', 'tokens', 'response'], rows)}`,
    );
    const words = [...ofWinner(winner, { ended, maxTokens }), ofLikeliest(likeliest, ended)];
    console.log(`${words.map((word) => wrap(word, 80, '  ')).join('\n')}\n`);
  }
  if (json) {
    const run = { kind: 'run', model, seed, ended, winners, cost, replayed, seconds, tokensPerSecond: speed };
    console.log(JSON.stringify(run));
    return;
  }
  const cutWinners = winners.cut > 0 ? `${plural(winners.cut, 'winner')} cut` : '';
  const emptyWinners = winners.empty > 0 ? `${plural(winners.empty, 'winner')} empty` : '';
  const odd = [cutWinners, emptyWinners].filter((each) => each !== '').join(', ');
  const legend =
    `* the likeliest ${whichOf(N, ended, winners.cut)}; … cut at ${plural(maxTokens, 'token')}` +
    (odd === '' ? '' : `; ${odd}`);
  const run =
    `${plural(cost.prompts, 'prompt')}, ${plural(cost.samples, 'response')}, ${plural(cost.tokens, 'token')}` +
    `${replayed > 0 ? `, of which ${plural(replayed, 'response')} came from the log` : ''}; ` +
    `${seconds.toFixed(1)} s, ${speed.toFixed(0)} tokens/s`;
  console.log([legend, run].map((line) => wrap(line, 80, '  ')).join('\n'));
}

/** What stands beside a response in its line. */
const BESIDE = 38;

/** A text in lines that fit a terminal; one line where the output goes elsewhere. */
function pieces(text: string): string[] {
  const room = Math.max(20, (process.stdout.columns ?? Infinity) - BESIDE);
  return Number.isFinite(room) ? text.match(new RegExp(`.{1,${room}}`, 'gsu'))! : [text];
}

/** Equal responses as one, likeliest first: those of the same tokens, or of the same text where tokens are not known. */
function distinct(
  responses: readonly NeuralResponse[],
  logLikelihoods: readonly number[],
  winner: NeuralResponse,
): Distinct[] {
  const groups = new Map<string, Distinct>();
  responses.forEach((response, j) => {
    const { tokens: ids, text, ended } = response;
    const key = JSON.stringify([ids ?? text, ended]);
    const { count, best, ...first } = groups.get(key) ?? {
      response,
      logLikelihood: logLikelihoods[j]!,
      tokens: tokenCountOf(response),
      count: 0,
      best: false,
    };
    groups.set(key, { ...first, count: count + 1, best: best || response === winner });
  });
  return [...groups.values()].sort((a, b) => b.logLikelihood - a.logLikelihood);
}

/** @param running log-likelihoods of what may win, of N draws, nats */
function likeliestOf(running: readonly number[], draws: number, failure: number): Likeliest {
  // Nothing that may win was seen: so what could be missed in as many draws.
  if (running.length === 0) return { peak: { lower: 0, upper: missable(draws, failure) }, certificate: undefined };
  const seen = { logBest: Math.min(0, Math.max(...running)), draws };
  return { peak: peakFromSamples(seen, failure), certificate: modeCertificate(seen, failure) };
}

function isEmpty({ text }: NeuralResponse): boolean {
  return text.trim() === '';
}

/** What a winner is the likeliest of. */
function whichOf(N: number, ended: EndedChoice, cutWinners: number): string {
  if (ended === 'all') return `of ${N}`;
  return `that ended of ${N}${cutWinners > 0 ? ', or the first where none did' : ''}`;
}

function ofWinner(
  winner: NeuralResponse,
  { ended, maxTokens }: { readonly ended: EndedChoice; readonly maxTokens: number },
): string[] {
  const at = `cut at ${plural(maxTokens, 'token')}`;
  const cut =
    ended === 'only'
      ? `All were ${at}, so that the first stands for them and is no answer; --stop TEXT ends a response, and a larger ` +
        '--max-tokens gives it room.'
      : `The winner was ${at}: its likelihood is that of all its continuations together.`;
  return [
    ...(isCut(winner) ? [cut] : []),
    ...(isEmpty(winner) ? ['The winner is empty: the likeliest response says nothing.'] : []),
  ];
}

function ofLikeliest({ peak, certificate }: Likeliest, ended: EndedChoice): string {
  const among = ended === 'only' ? ', among those that end' : '';
  const sure = !certificate
    ? 'none of them was drawn'
    : certificate.certified
      ? 'the winner is certified as the likeliest'
      : `the winner is not certified as the likeliest: ${moreDraws(certificate)} would`;
  return `P* of the likeliest response${among}: ${probability(peak.lower)} to ${probability(peak.upper)}; ${sure}.`;
}

function moreDraws({ moreDraws: count }: ModeCertificate): string {
  if (count < 1e6) return `${plural(count, 'more draw')} without a better one`;
  return count === Infinity ? 'no number of draws' : `${count.toExponential(1)} more draws without a better one`;
}

/** Three digits, also of what is small. */
function probability(value: number): string {
  return value === 0 || value >= 1e-3 ? value.toFixed(3) : value.toExponential(1);
}
