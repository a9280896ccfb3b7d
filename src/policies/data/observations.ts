import { compensatedSum } from '../../math/compensatedSum.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';

/**
 * Responses to prompts, in typed arrays or plain lists.
 *
 * Response k answers prompts[floor(k / perPrompt)]; with `counts`, row k stands for that many equal observations.
 */
export interface Observations<Prompt, Response> {
  readonly prompts: ArrayLike<Prompt>;
  readonly perPrompt: number;
  readonly responses: ArrayLike<Response>;
  /** log pi_base(response | prompt), nats. */
  readonly logLikelihoods: ArrayLike<number>;
  readonly counts?: ArrayLike<number>;
}

/**
 * Observations counted by pair of prompt and response: as rows, one for each pair that was observed.
 *
 * The rows are made when first read, because a fit needs none and to make them takes as long as to draw the counts.
 * They are getters of the class, so read them by name: a spread would leave them out.
 */
export class PairCounts implements Observations<number, number> {
  readonly perPrompt = 1;
  /** How often each pair was observed, prompt by prompt. */
  readonly times: Int32Array | Float64Array;
  /** How many observations there are in all. */
  readonly total: number;
  readonly #base: ExplicitPolicy;
  #rows: Rows | undefined;

  /**
   * @param times kept, not copied: the caller writes into it no more
   * @param total their sum
   * @param base pi_base, whose shape is that of the pairs
   */
  constructor(times: Int32Array | Float64Array, total: number, base: ExplicitPolicy) {
    this.times = times;
    this.total = total;
    this.#base = base;
  }

  get prompts(): Int32Array {
    return this.#allRows().prompts;
  }

  get responses(): Int32Array {
    return this.#allRows().responses;
  }

  get logLikelihoods(): Float64Array {
    return this.#allRows().logLikelihoods;
  }

  get counts(): Float64Array {
    return this.#allRows().counts;
  }

  #allRows(): Rows {
    return (this.#rows ??= rowsOf(this.times, this.#base));
  }
}

interface Rows {
  readonly prompts: Int32Array;
  readonly responses: Int32Array;
  readonly logLikelihoods: Float64Array;
  readonly counts: Float64Array;
}

function rowsOf(times: Int32Array | Float64Array, base: ExplicitPolicy): Rows {
  const observed = Int32Array.from(times.keys()).filter((pair) => times[pair]! > 0);
  const prompts = observed.map((pair) => Math.floor(pair / base.responses));
  const responses = observed.map((pair) => pair % base.responses);
  const counts = Float64Array.from(observed, (pair) => times[pair]!);
  return { prompts, responses, logLikelihoods: logLikelihoodsOf(prompts, responses, base), counts };
}

/** log pi_base of each response to the prompt beside it, nats. */
export function logLikelihoodsOf(prompts: Int32Array, responses: Int32Array, base: ExplicitPolicy): Float64Array {
  const logLikelihoods = new Float64Array(prompts.length);
  for (let row = 0; row < prompts.length; row++) {
    logLikelihoods[row] = base.law(prompts[row]!).logMasses[responses[row]!]!;
  }
  return logLikelihoods;
}

/**
 * How often each pair was observed, in an array that holds until the next call; undefined where to count takes longer
 * than to go through the rows.
 */
export function countPairs(
  data: Observations<number, number>,
  shape: { readonly prompts: number; readonly responses: number },
): Int32Array | Float64Array | undefined {
  const pairs = shape.prompts * shape.responses;
  if (data instanceof PairCounts && data.times.length === pairs) return data.times;
  const { prompts, perPrompt, responses, counts } = data;
  if (responses.length < pairs || perPrompt > 1 || counts !== undefined) return undefined;
  if (scratch.length !== pairs) scratch = new Int32Array(pairs);
  const times = scratch.fill(0);
  for (let row = 0; row < responses.length; row++) {
    const pair = prompts[row]! * shape.responses + responses[row]!;
    times[pair] = times[pair]! + 1;
  }
  return times;
}

// Kept, as it never leaves the fits: to allocate a typed array costs as much as to count hundreds of rows.
let scratch = new Int32Array(0);

/** How many observations there are. */
export function observed(data: Observations<number, number>): number {
  if (data instanceof PairCounts) return data.total;
  return data.counts === undefined ? data.responses.length : compensatedSum(data.counts);
}
