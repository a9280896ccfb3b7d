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
  // The responses to one prompt that were observed.
  readonly #observed: Int32Array;
  // Laws that several prompts share are compared once.
  readonly #columns = new Map<readonly FiniteLaw[], LogMassColumns>();
  readonly #ofPrompt: PromptColumns[] = [];
  readonly #pairSums = new WeakMap<RewardPairs<number, number>, PairSums>();

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
    this.#scores = new Float64Array(candidates.scores);
    this.#observed = new Int32Array(candidates.shape.responses);
  }

  /** sum log pi(y | x), up to a constant that all candidates at a prompt share. */
  logLikelihood(data: Observations<number, number>): Float64Array {
    const scores = this.#scores.fill(0);
    const times = countPairs(data, this.#candidates.shape);
    if (times) this.#addTable(scores, times);
    else this.#addRows(scores, data);
    return scores;
  }

  #addTable(scores: Float64Array, times: Float64Array): void {
    const { prompts, responses } = this.#candidates.shape;
    const observed = this.#observed;
    for (let prompt = 0, start = 0; prompt < prompts; prompt++, start += responses) {
      let rows = 0;
      for (let response = 0; response < responses; response++) {
        observed[rows] = response;
        // 1 where it was observed, else 0 and the next one takes its place. A branch would be mispredicted too often.
        rows += Number(times[start + response]! > 0);
      }
      if (rows === 0) continue;
      const columns = this.#ofPrompt[prompt] ?? this.#columnsAt(prompt);
      for (let row = 0; row < rows; row++) {
        const response = observed[row]!;
        addRow(scores, columns, response, times[start + response]!);
      }
    }
  }

  #addRows(scores: Float64Array, { prompts, perPrompt, responses, counts }: Observations<number, number>): void {
    for (let row = 0; row < responses.length; row++) {
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      const columns = this.#ofPrompt[prompt] ?? this.#columnsAt(prompt);
      addRow(scores, columns, responses[row]!, counts?.[row] ?? 1);
    }
  }

  /** sum log P(y | x) of each candidate as the base law; minus infinity once an observed likelihood is not its own. */
  posterior(data: Observations<number, number>): Float64Array {
    const { prompts, perPrompt, responses, logLikelihoods, counts } = data;
    const scores = this.#scores.fill(0);
    for (let row = 0; row < responses.length; row++) {
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      const offset = this.#candidates.offset(prompt);
      this.#candidates.laws(prompt).forEach((law, member) => {
        const logMass = law.logMasses[responses[row]!]!;
        const agrees = logMass > -Infinity && tied(logMass, logLikelihoods[row]!);
        const gain = agrees ? (counts?.[row] ?? 1) * logMass : -Infinity;
        scores[offset + member] = scores[offset + member]! + gain;
      });
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
    const { starts, members, gains } = columns;
    return (this.#ofPrompt[prompt] = { starts, members, gains, offset: this.#candidates.offset(prompt) });
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

function addRow(scores: Float64Array, columns: PromptColumns, response: number, count: number): void {
  const { starts, members, gains, offset } = columns;
  const end = starts[response + 1]!;
  for (let k = starts[response]!; k < end; k++) {
    const member = offset + members[k]!;
    scores[member] = scores[member]! + count * gains[k]!;
  }
}

/** For each response, the candidates whose log mass differs from the commonest one, and by how much. */
interface LogMassColumns {
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly gains: Float64Array;
}

/**
 * The commonest value can be left out of every candidate's sum without changing which is highest. Candidates that
 * differ in a few masses, as the hypotheses of the lower bounds do, then cost one addition an observation, not one a
 * candidate; and equal counts give exactly equal scores. Values that tie are taken for equal: their difference is
 * the rounding of how each law was made.
 */
function logMassColumns(laws: readonly FiniteLaw[]): LogMassColumns {
  const responses = laws[0]!.size;
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
    laws.forEach((law, member) => {
      const value = law.logMasses[response]!;
      if (most > 0 && tied(value, commonest)) return;
      members.push(member);
      gains.push(value - commonest);
    });
    starts[response + 1] = members.length;
  }
  return { starts, members: Int32Array.from(members), gains: Float64Array.from(gains) };
}

/**
 * The first of the highest scores in [start, end), ties at the relative tolerance.
 *
 * @throws DomainError where no candidate is possible
 */
export function firstBest(scores: Float64Array, start: number, end: number, fit: string): number {
  let highest = -Infinity;
  for (let i = start; i < end; i++) if (scores[i]! > highest) highest = scores[i]!;
  if (highest === -Infinity) {
    throw new DomainError(fit, 'data', 'possible under some member of the class', 'responses that every member gives mass 0');
  }
  const floor = highest - TIE_TOLERANCE * Math.abs(highest);
  let best = start;
  while (scores[best]! < floor) best++;
  return best;
}
