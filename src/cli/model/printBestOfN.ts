import type { EndedChoice } from '../../access/queries/ended.ts';
import { isCut, mayWin } from '../../access/queries/ended.ts';
import { keepBest } from '../../access/queries/bestOfN.ts';
import type { RunResult } from '../../access/run.ts';
import type { Batch } from '../../access/spaces.ts';
import { table } from '../../display/table.ts';
import { wrap } from '../../display/wrap.ts';
import type { Interval } from '../../math/interval.ts';
import type { Neural, NeuralResponse } from '../../models/neural.ts';
import type { Spread } from '../../models/protocols/sharpening/spread/spread.ts';
import { tokenCountOf } from '../../models/tokenCountOf.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { modeCertificate } from '../../theory/coverage/fromSamples/modeCertificate.ts';
import type { ModeCertificate } from '../../theory/coverage/fromSamples/modeCertificate.ts';
import { missable, peakFromSamples } from '../../theory/coverage/fromSamples/peakFromSamples.ts';
import { plural } from '../plural.ts';
import { atSpread, spreadSentences } from './spreadWords.ts';

/** What the command was asked for. */
export interface BestOfNRequest {
  readonly N: number;
  readonly maxTokens: number;
  readonly seed: string;
  readonly ended: EndedChoice;
  readonly json?: boolean;
}

/** What was drawn, and how far apart scores of one response lie, where the model could be asked. */
export interface Drawn {
  readonly pool: Batch<Neural>;
  readonly spread: Spread | undefined;
}

/** What the run took. */
export interface Took {
  readonly model: string;
  /** Tokens drawn, without those of a log, and the time that it took. */
  readonly tokens: number;
  readonly seconds: number;
  /** Responses that came from a log. */
  readonly replayed: number;
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
  /** Whether another response that was drawn may be likelier than the winner, at the spread. */
  readonly contested: boolean;
  readonly spread: Spread | undefined;
}

/** Prints the distinct responses to each prompt from best to worst, as tables or as lines of JSON, and what the run took. */
export function printBestOfN(
  { N, json, maxTokens, seed, ended }: BestOfNRequest,
  { result: { pool, spread }, cost }: RunResult<Drawn>,
  { replayed, tokens, seconds, model }: Took,
): void {
  const chosen = keepBest<Neural>(pool, logLikelihood, ended);
  const speed = tokens / seconds;
  const winners = { cut: 0, empty: 0 };
  for (const [i, prompt] of Array.from(pool.prompts).entries()) {
    const responses = Array.from({ length: N }, (_, j) => pool.responses[i * N + j]!);
    const logLikelihoods = responses.map((_, j) => pool.logLikelihoods[i * N + j]!);
    const winner = chosen.responses[i]!;
    const drawn = distinct(responses, logLikelihoods, winner);
    const running = drawn.filter(({ response }) => mayWin(response, ended));
    const likeliest = likeliestOf(running, { draws: N, failure: FAILURE / pool.prompts.length, spread });
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
    const took = { cost, replayed, seconds, tokensPerSecond: speed };
    console.log(JSON.stringify({ kind: 'run', model, seed, ended, winners, ...(spread && { spread }), ...took }));
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
  console.log(wrap(spreadSentences(spread, undefined).join(' '), 80, '  '));
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

/**
 * Where scores are off by a spread s, so is the mass of the winner; and one that was drawn and scores at most 2 s less may
 * be likelier than it, unless the winner has half of the mass.
 *
 * @param running what may win, likeliest first
 */
function likeliestOf(
  running: readonly Distinct[],
  { draws, failure, spread }: { readonly draws: number; readonly failure: number; readonly spread: Spread | undefined },
): Likeliest {
  const [best, next] = running;
  // Nothing that may win was seen: so what could be missed in as many draws.
  if (!best)
    return {
      peak: { lower: 0, upper: missable(draws, failure) },
      certificate: undefined,
      contested: false,
      spread,
    };
  const off = spread?.nats ?? 0;
  const seen = { logBest: Math.max(Math.min(0, best.logLikelihood) - off, -Number.MAX_VALUE), draws };
  const certificate = modeCertificate(seen, failure);
  const close = off > 0 && next !== undefined && next.logLikelihood >= best.logLikelihood - 2 * off;
  const contested = close && certificate.failure > 0;
  const { lower, upper } = peakFromSamples(seen, failure);
  return {
    peak: { lower, upper: Math.max(upper, Math.min(1, Math.exp(best.logLikelihood + off))) },
    certificate: contested ? { certified: false, failure: 1, moreDraws: Infinity } : certificate,
    contested,
    spread,
  };
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

function ofLikeliest({ peak, certificate, contested, spread }: Likeliest, ended: EndedChoice): string {
  const among = ended === 'only' ? ', among those that end' : '';
  const sure = !certificate
    ? 'none of them was drawn'
    : certificate.certified
      ? `the winner is certified as the likeliest${atSpread(spread)}`
      : contested
        ? 'the winner is not certified as the likeliest: another is within twice the spread'
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
