import { requireList } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';

/** Masses below this share of the largest add nothing to a sum of 2^53 of them. */
const NEGLIGIBLE = -80;
/** How many responses are taken at once. */
const BLOCK = 128;

/** A law exp<theta, phi(x, y)> whose log weights, weights and mean stand in scratch arrays. */
interface Evaluated {
  prompt: number;
  readonly theta: Float64Array;
  logPartition: number;
  /** What the weights sum to. */
  total: number;
  /** E phi, d numbers, where it is known already. */
  readonly mean: Float64Array;
  meanIsKnown: boolean;
  /** The responses that have weight, once they were gathered. */
  gathered: Weighted | undefined;
}

/** Features that stand column by column from `at` on, `count` numbers in each, with their weights. */
interface Weighted {
  readonly columns: Float64Array;
  readonly at: number;
  readonly count: number;
  readonly weights: Float64Array;
}

/**
 * The features phi(x, y) in R^d of all responses to all prompts.
 *
 * They are kept feature by feature, so that a product with a parameter reads memory in order and four features at a time.
 */
export class FeatureTable {
  readonly prompts: number;
  readonly responses: number;
  readonly dimension: number;
  /** max |phi(x, y)|. */
  readonly largestNorm: number;
  readonly #columns: Float64Array;
  readonly #logWeights: Float64Array;
  readonly #weights: Float64Array;
  /**
   * What was evaluated last: a search asks for the moments where it has asked for the value, and after it the law and the next
   * round do.
   */
  readonly #last: Evaluated;
  /** Room for the responses that have weight, and for their weights. */
  #gathered: Float64Array | undefined;
  #furthest: FeatureTable['furthestAlongAxes'] | undefined;

  /** @param features for each prompt, for each response, d finite numbers */
  constructor(where: string, features: readonly (readonly ArrayLike<number>[])[]) {
    requireList(where, 'features', features);
    if (features.length === 0) throw new DomainError(where, 'features', 'a list with an entry per prompt', features);
    // By index: a list with holes has entries that forEach would not see.
    for (let x = 0; x < features.length; x++) requireList(where, `features[${x}]`, features[x]!);
    const responses = features[0]!.length;
    if (responses === 0) throw new DomainError(where, 'features[0]', 'a list with an entry per response', features[0]);
    requireList(where, 'features[0][0]', features[0]![0]!);
    const dimension = features[0]![0]!.length;
    if (dimension === 0) throw new DomainError(where, 'features[0][0]', 'at least one number', features[0]![0]);
    this.prompts = features.length;
    this.responses = responses;
    this.dimension = dimension;
    this.#columns = new Float64Array(this.prompts * responses * dimension);
    let largest = 0;
    for (let x = 0; x < this.prompts; x++) {
      if (features[x]!.length !== responses) {
        throw new DomainError(where, `features[${x}]`, `of length ${responses}, as features[0]`, features[x]);
      }
      for (let y = 0; y < responses; y++) {
        const phi = features[x]![y]!;
        if (phi?.length !== dimension) {
          throw new DomainError(where, `features[${x}][${y}]`, `of length ${dimension}, as features[0][0]`, phi);
        }
        let square = 0;
        for (let k = 0; k < dimension; k++) {
          const value = phi[k]!;
          if (!Number.isFinite(value)) {
            throw new DomainError(where, `features[${x}][${y}][${k}]`, 'a finite number', value);
          }
          square += value * value;
          this.#columns[(x * dimension + k) * responses + y] = value;
        }
        largest = Math.max(largest, square);
      }
    }
    this.largestNorm = Math.sqrt(largest);
    this.#logWeights = new Float64Array(responses);
    this.#weights = new Float64Array(responses);
    this.#last = {
      prompt: -1,
      theta: new Float64Array(dimension),
      logPartition: NaN,
      total: NaN,
      mean: new Float64Array(dimension),
      meanIsKnown: false,
      gathered: undefined,
    };
  }

  /** Feature k of a response to a prompt. */
  at(prompt: number, response: number, k: number): number {
    return this.#columns[(prompt * this.dimension + k) * this.responses + response]!;
  }

  /** <theta, phi(prompt, y)> of each response y, as a fresh array. */
  logWeights(prompt: number, theta: ArrayLike<number>): Float64Array {
    if (this.#isLast(prompt, theta)) return this.#logWeights.slice();
    const logWeights = new Float64Array(this.responses);
    this.#combine(prompt, theta, logWeights);
    return logWeights;
  }

  /** log Z_x(theta) = log sum_y exp<theta, phi(x, y)>. */
  logPartition(prompt: number, theta: ArrayLike<number>): number {
    return this.#evaluate(prompt, theta).logPartition;
  }

  /** Writes E phi(x, y) under the law, d numbers. */
  mean(prompt: number, theta: ArrayLike<number>, out: Float64Array): void {
    out.set(this.#meanOf(this.#evaluate(prompt, theta)));
  }

  /** Writes E phi phi^T - E phi E phi^T under the law, d^2 numbers row by row. */
  covariance(prompt: number, theta: ArrayLike<number>, out: Float64Array): void {
    const last = this.#evaluate(prompt, theta);
    const mean = this.#meanOf(last);
    const d = mean.length;
    secondMoments(this.#weighted(last), d, out);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const entry = out[i * d + j]! / last.total - mean[i]! * mean[j]!;
        out[i * d + j] = entry;
        out[j * d + i] = entry;
      }
    }
  }

  #isLast(prompt: number, theta: ArrayLike<number>): boolean {
    const last = this.#last;
    if (prompt !== last.prompt) return false;
    for (let k = 0; k < last.theta.length; k++) if (last.theta[k] !== theta[k]) return false;
    return true;
  }

  #evaluate(prompt: number, theta: ArrayLike<number>): Evaluated {
    const last = this.#last;
    if (this.#isLast(prompt, theta)) return last;
    const logWeights = this.#logWeights;
    const weights = this.#weights;
    const largest = this.#combine(prompt, theta, logWeights);
    let total = 0;
    for (let y = 0; y < weights.length; y++) {
      const weight = Math.exp(logWeights[y]! - largest);
      weights[y] = weight;
      total += weight;
    }
    last.prompt = prompt;
    last.theta.set(theta);
    last.total = total;
    last.logPartition = largest + Math.log(total);
    last.meanIsKnown = false;
    last.gathered = undefined;
    return last;
  }

  #meanOf(last: Evaluated): Float64Array {
    const { mean } = last;
    if (last.meanIsKnown) return mean;
    firstMoments(this.#weighted(last), mean);
    for (let k = 0; k < mean.length; k++) mean[k] = mean[k]! / last.total;
    last.meanIsKnown = true;
    return mean;
  }

  /** Writes <theta, phi(prompt, y)> for all responses y, and returns the largest of them. */
  #combine(prompt: number, theta: ArrayLike<number>, out: Float64Array): number {
    const { responses, dimension } = this;
    const columns = this.#columns;
    let at = prompt * dimension * responses;
    out.fill(0);
    let k = 0;
    for (; k + 4 <= dimension; k += 4, at += 4 * responses) {
      const a = theta[k]!;
      const b = theta[k + 1]!;
      const c = theta[k + 2]!;
      const d = theta[k + 3]!;
      const [first, second, third, fourth] = [at, at + responses, at + 2 * responses, at + 3 * responses];
      for (let y = 0; y < responses; y++) {
        const low = a * columns[first + y]! + b * columns[second + y]!;
        out[y] = out[y]! + low + (c * columns[third + y]! + d * columns[fourth + y]!);
      }
    }
    for (; k < dimension; k++, at += responses) {
      const a = theta[k]!;
      for (let y = 0; y < responses; y++) out[y] = out[y]! + a * columns[at + y]!;
    }
    let largest = -Infinity;
    for (let y = 0; y < responses; y++) if (out[y]! > largest) largest = out[y]!;
    return largest;
  }

  /** The responses that the moments are summed over: of a sharp law only those with weight, gathered. */
  #weighted(last: Evaluated): Weighted {
    if (last.gathered) return last.gathered;
    const { responses, dimension: d } = this;
    const weights = this.#weights;
    const columns = this.#columns;
    const at = last.prompt * d * responses;
    const least = Math.exp(NEGLIGIBLE) * last.total;
    let count = 0;
    for (let y = 0; y < responses; y++) if (weights[y]! > least) count++;
    if (count > responses / 2) return (last.gathered = { columns, at, count: responses, weights });
    const gathered = (this.#gathered ??= new Float64Array(responses * (d + 1)));
    const kept = gathered.subarray(d * responses);
    let row = 0;
    for (let y = 0; y < responses; y++) {
      if (!(weights[y]! > least)) continue;
      for (let k = 0; k < d; k++) gathered[k * count + row] = columns[at + k * responses + y]!;
      kept[row++] = weights[y]!;
    }
    return (last.gathered = { columns: gathered, at: 0, count, weights: kept });
  }

  /** The responses to a prompt that lie furthest along a direction and against it, the first of ties. */
  furthest(prompt: number, direction: ArrayLike<number>): readonly [along: number, against: number] {
    const weights = this.#weights;
    // The scratch array is no longer that of the last evaluation.
    this.#last.prompt = -1;
    const largest = this.#combine(prompt, direction, weights);
    let least = Infinity;
    for (let y = 0; y < weights.length; y++) if (weights[y]! < least) least = weights[y]!;
    return [weights.indexOf(largest), weights.indexOf(least)];
  }

  /** `furthest` along the axis of each feature, for all prompts. */
  get furthestAlongAxes(): readonly (readonly (readonly [number, number])[])[] {
    return (this.#furthest ??= Array.from({ length: this.dimension }, (_, k) => {
      const axis = new Float64Array(this.dimension).fill(1, k, k + 1);
      return Array.from({ length: this.prompts }, (_, x) => this.furthest(x, axis));
    }));
  }
}

const first = new Float64Array(BLOCK);
const second = new Float64Array(BLOCK);

/** sum_y w(y) phi(y), written to d numbers. */
function firstMoments({ columns, at, count, weights }: Weighted, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) {
    const start = at + k * count;
    let even = 0;
    let odd = 0;
    for (let y = 0; y + 1 < count; y += 2) {
      even += weights[y]! * columns[start + y]!;
      odd += weights[y + 1]! * columns[start + y + 1]!;
    }
    if (count % 2 === 1) even += weights[count - 1]! * columns[start + count - 1]!;
    out[k] = even + odd;
  }
}

/** sum_y w(y) phi(y) phi(y)^T, written to the lower half of d^2 numbers row by row. */
function secondMoments({ columns, at, count, weights }: Weighted, d: number, out: Float64Array): void {
  out.fill(0);
  // Block by block, so that all features of a block stay in the nearest cache; two by two, so that each is read half as often.
  for (let start = 0; start < count; start += BLOCK) {
    const size = Math.min(BLOCK, count - start);
    for (let i = 0; i < d; i += 2) {
      const a = at + i * count + start;
      const pair = i + 1 < d;
      const b = pair ? a + count : a;
      for (let y = 0; y < size; y++) {
        const weight = weights[start + y]!;
        first[y] = weight * columns[a + y]!;
        second[y] = weight * columns[b + y]!;
      }
      for (let j = 0; j <= i; j += 2) {
        const c = at + j * count + start;
        const e = j + 1 < d ? c + count : c;
        let ac = 0;
        let ae = 0;
        let bc = 0;
        let be = 0;
        for (let y = 0; y < size; y++) {
          const left = first[y]!;
          const right = second[y]!;
          const upper = columns[c + y]!;
          const lower = columns[e + y]!;
          ac += left * upper;
          ae += left * lower;
          bc += right * upper;
          be += right * lower;
        }
        out[i * d + j] = out[i * d + j]! + ac;
        if (j + 1 < d) out[i * d + j + 1] = out[i * d + j + 1]! + ae;
        if (pair) out[(i + 1) * d + j] = out[(i + 1) * d + j]! + bc;
        if (pair && j + 1 < d) out[(i + 1) * d + j + 1] = out[(i + 1) * d + j + 1]! + be;
      }
    }
  }
}
