import { DomainError } from '../math/domainError.ts';
import type { FiniteLaw } from '../math/finiteLaw.ts';
import { TIE_TOLERANCE, tied } from '../math/tolerance.ts';
import { countPairs } from './observations.ts';
import type { Observations } from './observations.ts';
import type { RewardPairs } from './rewardPairs.ts';

/** What a fit chooses among: at each prompt a list of laws, whose scores lie side by side from an offset on. */
export interface Candidates {
  readonly shape: { readonly prompts: number; readonly responses: number };
  /** How many scores there are in all. */
  readonly scores: number;
  laws(prompt: number): readonly FiniteLaw[];
  offset(prompt: number): number;
}

/**
 * The scores of all candidates, summed over the data; the highest is the fit.
 *
 * What a method returns holds until the next call: one array serves all fits, as to allocate it costs as much as a fit.
 */
export class CandidateScores {
  readonly #candidates: Candidates;
  readonly #scores: Float64Array;
  // For each prompt what all its candidates share.
  readonly #shared: Float64Array;
  // Laws that several prompts share are compared once.
  readonly #columns = new Map<readonly FiniteLaw[], LogMassColumns>();
  readonly #ofPrompt: PromptColumns[] = [];
  readonly #pairSums = new WeakMap<RewardPairs<number, number>, PairSums>();

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
    this.#scores = new Float64Array(candidates.scores);
    this.#shared = new Float64Array(candidates.shape.prompts);
  }

  /** sum log pi(y | x). */
  logLikelihood(data: Observations<number, number>): Float64Array {
    const { scores, shared } = this.logLikelihoodBeyondShared(data);
    for (let prompt = 0; prompt < shared.length; prompt++) {
      if (shared[prompt] === 0) continue;
      const { offset, size } = this.#ofPrompt[prompt]!;
      for (let member = offset; member < offset + size; member++) scores[member] = scores[member]! + shared[prompt]!;
    }
    return scores;
  }

  /** The same in two parts: what all candidates at a prompt share, and what each has beyond it. */
  logLikelihoodBeyondShared(data: Observations<number, number>): { scores: Float64Array; shared: Float64Array } {
    const scores = this.#scores.fill(0);
    const shared = this.#shared.fill(0);
    const times = countPairs(data, this.#candidates.shape);
    if (times) this.#addTable(scores, shared, times);
    else this.#addRows(scores, shared, data);
    return { scores, shared };
  }

  #addTable(scores: Float64Array, shared: Float64Array, times: Float64Array): void {
    const { prompts, responses } = this.#candidates.shape;
    for (let prompt = 0, start = 0; prompt < prompts; prompt++, start += responses) {
      const columns = this.#ofPrompt[prompt] ?? this.#columnsAt(prompt);
      shared[prompt] = addCounted(scores, columns, times, start);
    }
  }

  #addRows(scores: Float64Array, shared: Float64Array, data: Observations<number, number>): void {
    const { prompts, perPrompt, responses, counts } = data;
    for (let row = 0; row < responses.length; row++) {
      const count = counts === undefined ? 1 : counts[row]!;
      if (count === 0) continue;
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      const columns = this.#ofPrompt[prompt] ?? this.#columnsAt(prompt);
      shared[prompt] = shared[prompt]! + addRow(scores, columns, responses[row]!, count);
    }
  }

  /** sum log P(y | x) of each candidate as the base law; minus infinity once an observed likelihood is not its own. */
  posterior(data: Observations<number, number>): Float64Array {
    const { prompts, perPrompt, responses, logLikelihoods, counts } = data;
    const scores = this.#scores.fill(0);
    for (let row = 0; row < responses.length; row++) {
      const count = counts === undefined ? 1 : counts[row]!;
      if (count === 0) continue;
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      const offset = this.#candidates.offset(prompt);
      const laws = this.#candidates.laws(prompt);
      for (let member = 0; member < laws.length; member++) {
        const logMass = laws[member]!.logMasses[responses[row]!]!;
        const agrees = logMass > -Infinity && tied(logMass, logLikelihoods[row]!);
        scores[offset + member] = scores[offset + member]! + (agrees ? count * logMass : -Infinity);
      }
    }
    return scores;
  }

  /** Minus the loss of `optimisticFit`; each pair is visited once, however often the growing data is fitted. */
  optimism(pairs: RewardPairs<number, number>, alpha: number, beta: number): Float64Array {
    let sums = this.#pairSums.get(pairs);
    if (sums?.beta !== beta) {
      const zeros = (): Float64Array => new Float64Array(this.#candidates.scores);
      this.#pairSums.set(pairs, (sums = { beta, seen: 0, logMasses: zeros(), squares: zeros() }));
    }
    const { logMasses, squares } = sums;
    for (const { prompt, response, baseline, rewardGap, baseLogRatio } of pairs.from(sums.seen)) {
      const offset = this.#candidates.offset(prompt);
      this.#candidates.laws(prompt).forEach((law, j) => {
        const member = offset + j;
        const logMass = law.logMasses[response]!;
        const baselineLogMass = law.logMasses[baseline]!;
        if (logMass === -Infinity || baselineLogMass === -Infinity) {
          squares[member] = Infinity;
          return;
        }
        const residual = beta * (logMass - baselineLogMass - baseLogRatio) - rewardGap;
        squares[member] = squares[member]! + residual * residual;
        logMasses[member] = logMasses[member]! + baselineLogMass;
      });
    }
    sums.seen = pairs.length;
    return this.#scores.map((_, member) => -(alpha * logMasses[member]! + squares[member]!));
  }

  #columnsAt(prompt: number): PromptColumns {
    const laws = this.#candidates.laws(prompt);
    let columns = this.#columns.get(laws);
    if (!columns) this.#columns.set(laws, (columns = logMassColumns(laws)));
    // Written out, not spread: objects made by a spread are read several times more slowly.
    const { commonest, starts, members, gains, simple, others } = columns;
    const offset = this.#candidates.offset(prompt);
    return (this.#ofPrompt[prompt] = { commonest, starts, members, gains, simple, others, offset, size: laws.length });
  }
}

interface PromptColumns extends LogMassColumns {
  readonly offset: number;
  readonly size: number;
}

interface PairSums {
  readonly beta: number;
  seen: number;
  readonly logMasses: Float64Array;
  readonly squares: Float64Array;
}

/** Adds to each candidate what is its own and returns what all share. */
function addRow(scores: Float64Array, columns: PromptColumns, response: number, count: number): number {
  const { starts, members, gains, offset } = columns;
  const end = starts[response + 1]!;
  for (let k = starts[response]!; k < end; k++) {
    const member = offset + members[k]!;
    scores[member] = scores[member]! + count * gains[k]!;
  }
  return count * columns.commonest[response]!;
}

/** `addRow` for all responses to one prompt, whose counts stand in `times` from `start` on. */
function addCounted(scores: Float64Array, columns: PromptColumns, times: Float64Array, start: number): number {
  const { commonest, starts, members, gains, simple, others, offset } = columns;
  let sum = 0;
  // To go through all of the simple ones, counted or not, costs less than to ask which were.
  for (let i = 0; i < simple.length; i++) {
    const response = simple[i]!;
    const count = times[start + response]!;
    const k = starts[response]!;
    const member = offset + members[k]!;
    scores[member] = scores[member]! + count * gains[k]!;
    sum += count * commonest[response]!;
  }
  for (let i = 0; i < others.length; i++) {
    const count = times[start + others[i]!]!;
    if (count > 0) sum += addRow(scores, columns, others[i]!, count);
  }
  return sum;
}

/** For each response the commonest log mass, and the candidates that have another one, with how much more it is. */
interface LogMassColumns {
  readonly commonest: Float64Array;
  /** The entries of a response are those from starts[response] up to starts[response + 1] - 1. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly gains: Float64Array;
  /** The responses with one entry that is finite, and those with more, none, or one that makes a candidate impossible. */
  readonly simple: Int32Array;
  readonly others: Int32Array;
}

/**
 * The commonest value is added to all candidates at once, after all else. Candidates that differ in a few masses, as
 * the hypotheses of the lower bounds do, then cost one addition an observation, not one a candidate; and equal counts
 * give exactly equal scores. Values that tie are taken for equal: their difference is the rounding of how each law was
 * made.
 */
function logMassColumns(laws: readonly FiniteLaw[]): LogMassColumns {
  const responses = laws[0]!.size;
  const commonest = new Float64Array(responses);
  const starts = new Int32Array(responses + 1);
  const members: number[] = [];
  const gains: number[] = [];
  for (let response = 0; response < responses; response++) {
    const times = new Map<number, number>();
    let most = 0;
    for (const law of laws) {
      const value = law.logMasses[response]!;
      const seen = (times.get(value) ?? 0) + 1;
      times.set(value, seen);
      if (value > -Infinity && seen > most) [commonest[response], most] = [value, seen];
    }
    laws.forEach((law, member) => {
      const value = law.logMasses[response]!;
      if (most > 0 && tied(value, commonest[response]!)) return;
      members.push(member);
      gains.push(value - commonest[response]!);
    });
    starts[response + 1] = members.length;
  }
  const all = Int32Array.from({ length: responses }, (_, response) => response);
  const isSimple = (response: number): boolean =>
    starts[response + 1] === starts[response]! + 1 && gains[starts[response]!]! > -Infinity;
  return {
    commonest,
    starts,
    members: Int32Array.from(members),
    gains: Float64Array.from(gains),
    simple: all.filter(isSimple),
    others: all.filter((response) => !isSimple(response)),
  };
}

/**
 * The first of the highest scores in [start, end), ties at the relative tolerance.
 *
 * @param shared what all of them have beside: the tolerance is relative to the whole
 * @throws DomainError where no candidate is possible
 */
export function firstBest(scores: Float64Array, start: number, end: number, fit: string, shared = 0): number {
  let highest = -Infinity;
  for (let i = start; i < end; i++) if (scores[i]! > highest) highest = scores[i]!;
  if (highest === -Infinity) {
    throw new DomainError(
      fit,
      'data',
      'possible under some member of the class',
      'responses that every member gives mass 0',
    );
  }
  const floor = highest - TIE_TOLERANCE * Math.abs(highest + shared);
  let best = start;
  while (scores[best]! < floor) best++;
  return best;
}
