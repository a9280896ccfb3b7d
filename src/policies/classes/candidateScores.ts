import { DomainError } from '../../math/domainError.ts';
import { firstBest } from '../../math/firstBest.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { TIE_TOLERANCE, tied } from '../../math/tolerance.ts';
import { countPairs, observed } from '../data/observations.ts';
import type { Observations } from '../data/observations.ts';
import type { RewardPairs } from '../data/rewardPairs.ts';
import type { FitKind, FitRequest } from './fitRequest.ts';

/** What a fit chooses among: at each prompt a list of laws, whose scores lie side by side from an offset on. */
export interface Candidates {
  readonly shape: { readonly prompts: number; readonly responses: number };
  /** How many scores there are in all. */
  readonly scores: number;
  laws(prompt: number): readonly FiniteLaw[];
  /** For each of the laws the base law that it was made from: what a posterior is over. */
  hypotheses(prompt: number): readonly FiniteLaw[];
  offset(prompt: number): number;
}

/** Scores of all candidates, the highest being the fit. They hold until the next call: one array serves all fits. */
interface Scores {
  /** Up to a constant that the candidates at a prompt share. */
  readonly values: Float64Array;
  /** By how much scores may differ and tie. */
  readonly slack: number;
}

/** Sums up the scores of candidates over data: what the fits of finite and of product classes share. */
export class CandidateScores {
  readonly #candidates: Candidates;
  // To allocate an array costs as much as to add up hundreds of observations: these are kept.
  readonly #values: Float64Array;
  // Laws that several prompts share are compared once.
  readonly #columns = new Map<readonly FiniteLaw[], LogMassColumns>();
  readonly #ofPrompt: PromptColumns[] = [];
  readonly #pairSums = new WeakMap<RewardPairs<number, number>, PairSums>();

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
    this.#values = new Float64Array(candidates.scores);
  }

  /** The scores of what is asked for. */
  of(request: FitRequest<number, number>): Scores {
    switch (request.kind) {
      case 'maximumLikelihood':
        return this.#logLikelihood(request.data);
      case 'bayesFit':
        return this.#posterior(request.data);
      case 'regressRewards':
        return this.#optimism(request.pairs, 0, request.beta);
      case 'optimisticFit':
        return this.#optimism(request.pairs, request.alpha, request.beta);
      default:
        throw new DomainError('fit', 'kind', 'a kind of fit, such as maximumLikelihood', (request as FitRequest).kind);
    }
  }

  /** sum log pi(y | x). Scores that differ by at most 1e-12 nats an observation tie. */
  #logLikelihood(data: Observations<number, number>): Scores {
    const values = this.#values.fill(0);
    const times = countPairs(data, this.#candidates.shape);
    if (times) this.#addTable(values, times);
    else this.#addRows(values, data);
    return { values, slack: TIE_TOLERANCE * observed(data) };
  }

  #addTable(values: Float64Array, times: Int32Array | Float64Array): void {
    const { prompts, responses } = this.#candidates.shape;
    for (let prompt = 0, start = 0; prompt < prompts; prompt++, start += responses) {
      addCounted(values, this.#ofPrompt[prompt] ?? this.#columnsAt(prompt), times, start);
    }
  }

  #addRows(values: Float64Array, data: Observations<number, number>): void {
    const { prompts, perPrompt, responses, counts } = data;
    for (let row = 0; row < responses.length; row++) {
      const count = counts === undefined ? 1 : counts[row]!;
      if (count === 0) continue;
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      addRow(values, this.#ofPrompt[prompt] ?? this.#columnsAt(prompt), responses[row]!, count);
    }
  }

  /** sum log P(y | x) of each candidate as the base law; minus infinity once an observed likelihood is not its own. */
  #posterior(data: Observations<number, number>): Scores {
    const { prompts, perPrompt, responses, logLikelihoods, counts } = data;
    const values = this.#values.fill(0);
    for (let row = 0; row < responses.length; row++) {
      const count = counts === undefined ? 1 : counts[row]!;
      if (count === 0) continue;
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      const [response, seen] = [responses[row]!, logLikelihoods[row]!];
      const offset = this.#candidates.offset(prompt);
      const laws = this.#candidates.hypotheses(prompt);
      const { commonest, starts, members } = this.#columnsOf(laws);
      const common = commonest[response]!;
      const add = (member: number): void => {
        const logMass = laws[member]!.logMasses[response]!;
        const agrees = logMass > -Infinity && tied(logMass, seen);
        values[offset + member] = values[offset + member]! + (agrees ? count * (logMass - common) : -Infinity);
      };
      // What all others give it adds nothing to any of them where it is what was seen.
      if (tied(common, seen)) for (let k = starts[response]!; k < starts[response + 1]!; k++) add(members[k]!);
      else for (let member = 0; member < laws.length; member++) add(member);
    }
    return { values, slack: TIE_TOLERANCE * observed(data) };
  }

  /** Minus the loss of `optimisticFit`; each pair is visited once, however often the growing data is fitted. */
  #optimism(pairs: RewardPairs<number, number>, alpha: number, beta: number): Scores {
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
    const values = this.#values.map((_, member) => -(alpha * logMasses[member]! + squares[member]!));
    // Residuals that are zero but for rounding tie: their squares are this small.
    return { values, slack: TIE_TOLERANCE ** 2 * pairs.length };
  }

  #columnsOf(laws: readonly FiniteLaw[]): LogMassColumns {
    let columns = this.#columns.get(laws);
    if (!columns) this.#columns.set(laws, (columns = logMassColumns(laws)));
    return columns;
  }

  #columnsAt(prompt: number): PromptColumns {
    const columns = this.#columnsOf(this.#candidates.laws(prompt));
    // Written out, not spread: objects made by a spread are read several times more slowly.
    const { commonest, starts, members, gains, simple, simpleGains, others } = columns;
    const offset = this.#candidates.offset(prompt);
    return (this.#ofPrompt[prompt] = { commonest, starts, members, gains, simple, simpleGains, others, offset });
  }
}

interface PromptColumns extends LogMassColumns {
  readonly offset: number;
}

interface PairSums {
  readonly beta: number;
  seen: number;
  readonly logMasses: Float64Array;
  readonly squares: Float64Array;
}

/** Adds to each candidate how much more than the commonest log mass it gives the response. */
function addRow(values: Float64Array, columns: PromptColumns, response: number, count: number): void {
  const { starts, members, gains, offset } = columns;
  const end = starts[response + 1]!;
  for (let k = starts[response]!; k < end; k++) {
    const member = offset + members[k]!;
    values[member] = values[member]! + count * gains[k]!;
  }
}

/** `addRow` for all responses to one prompt, whose counts stand in `times` from `start` on. */
function addCounted(
  values: Float64Array,
  columns: PromptColumns,
  times: Int32Array | Float64Array,
  start: number,
): void {
  const { simple, simpleGains, others, offset } = columns;
  // To go through all of the simple ones, counted or not, costs less than to ask which were.
  for (let i = 0; i < simpleGains.length; i++) {
    const member = offset + simple[2 * i + 1]!;
    values[member] = values[member]! + times[start + simple[2 * i]!]! * simpleGains[i]!;
  }
  for (let i = 0; i < others.length; i++) {
    const count = times[start + others[i]!]!;
    if (count > 0) addRow(values, columns, others[i]!, count);
  }
}

/** For each response, the candidates whose log mass is not the commonest one, and how much more theirs is. */
interface LogMassColumns {
  /** The commonest log mass of each response; 0 where no candidate can give it. */
  readonly commonest: Float64Array;
  /** The entries of a response are those from starts[response] up to starts[response + 1] - 1. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly gains: Float64Array;
  /** The responses with one entry that is finite, each beside its candidate, and the gain of each. */
  readonly simple: Int32Array;
  readonly simpleGains: Float64Array;
  /** The responses with more entries, none, or one that makes a candidate impossible. */
  readonly others: Int32Array;
}

/**
 * The commonest value can be left out of every candidate's sum without changing which is highest. Candidates that
 * differ in a few masses, as the hypotheses of the lower bounds do, then cost one addition an observation, not one a
 * candidate; and equal counts give exactly equal scores. Values that tie are taken for equal: their difference is the
 * rounding of how each law was made.
 */
function logMassColumns(laws: readonly FiniteLaw[]): LogMassColumns {
  const responses = laws[0]!.size;
  const commonestOf = new Float64Array(responses);
  const starts = new Int32Array(responses + 1);
  const members: number[] = [];
  const gains: number[] = [];
  for (let response = 0; response < responses; response++) {
    const times = new Map<number, number>();
    let commonest = 0;
    let most = 0;
    for (const law of laws) {
      const value = law.logMasses[response]!;
      const seen = (times.get(value) ?? 0) + 1;
      times.set(value, seen);
      if (value > -Infinity && seen > most) [commonest, most] = [value, seen];
    }
    commonestOf[response] = commonest;
    laws.forEach((law, member) => {
      const value = law.logMasses[response]!;
      if (most > 0 && tied(value, commonest)) return;
      members.push(member);
      gains.push(value - commonest);
    });
    starts[response + 1] = members.length;
  }
  const all = Array.from({ length: responses }, (_, response) => response);
  const isSimple = (response: number): boolean =>
    starts[response + 1] === starts[response]! + 1 && gains[starts[response]!]! > -Infinity;
  return {
    commonest: commonestOf,
    starts,
    members: Int32Array.from(members),
    gains: Float64Array.from(gains),
    simple: Int32Array.from(all.filter(isSimple).flatMap((y) => [y, members[starts[y]!]!])),
    simpleGains: Float64Array.from(all.filter(isSimple), (y) => gains[starts[y]!]!),
    others: Int32Array.from(all.filter((response) => !isSimple(response))),
  };
}

/**
 * The place of the first best of the scores from `start` up to `end`.
 *
 * @throws DomainError where no candidate is possible
 */
export function bestCandidate({ values, slack }: Scores, start: number, end: number, fit: FitKind): number {
  const best = firstBest(values, start, end, slack);
  if (values[best] === -Infinity) {
    const expected = 'possible under some member of the class';
    throw new DomainError(fit, 'data', expected, 'responses that every member gives mass 0');
  }
  return best;
}
