import { requireList } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';

/** Masses below this share of the largest add nothing to a sum of 2^53 of them. */
const NEGLIGIBLE = -80;
/** How many responses are taken at once. */
const BLOCK = 128;

/** What the law exp<theta, phi(x, y)> of a prompt x says beside its log-partition. */
export interface Moments {
  /** E phi, d numbers. */
  readonly mean: Float64Array;
  /** E phi phi^T - E phi E phi^T, d^2 numbers row by row. */
  readonly covariance: Float64Array;
}

/** An evaluation whose weights stand, until the moments are `known`, in a scratch array. */
interface Last extends Moments {
  prompt: number;
  readonly theta: Float64Array;
  total: number;
  logPartition: number;
  known: boolean;
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
  readonly #weights: Float64Array;
  /** What was evaluated last: a search asks for the moments where it has asked for the value, and so does the next round. */
  readonly #last: Last;
  readonly #gathered: Float64Array;
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
    this.#weights = new Float64Array(responses);
    this.#last = {
      prompt: -1,
      theta: new Float64Array(dimension),
      total: NaN,
      logPartition: NaN,
      known: false,
      mean: new Float64Array(dimension),
      covariance: new Float64Array(dimension * dimension),
    };
    this.#gathered = new Float64Array(responses * dimension);
  }

  /** Feature k of a response to a prompt. */
  at(prompt: number, response: number, k: number): number {
    return this.#columns[(prompt * this.dimension + k) * this.responses + response]!;
  }

  /** Writes <theta, phi(prompt, y)> for all responses y, and returns the largest of them. */
  logWeights(prompt: number, theta: ArrayLike<number>, out: Float64Array): number {
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

  /** log Z_x(theta) = log sum_y exp<theta, phi(x, y)>, and the first two moments of the features where they are wanted. */
  logPartition(prompt: number, theta: ArrayLike<number>, moments?: Moments): number {
    const last = this.#last;
    if (prompt !== last.prompt || last.theta.some((value, k) => value !== theta[k])) this.#weigh(prompt, theta);
    if (moments) {
      if (!last.known) this.#moments(prompt, last.total, last);
      last.known = true;
      moments.mean.set(last.mean);
      moments.covariance.set(last.covariance);
    }
    return last.logPartition;
  }

  #weigh(prompt: number, theta: ArrayLike<number>): void {
    const weights = this.#weights;
    const last = this.#last;
    const largest = this.logWeights(prompt, theta, weights);
    let total = 0;
    for (let y = 0; y < weights.length; y++) {
      const weight = Math.exp(weights[y]! - largest);
      weights[y] = weight;
      total += weight;
    }
    last.prompt = prompt;
    last.theta.set(theta);
    last.total = total;
    last.logPartition = largest + Math.log(total);
    last.known = false;
  }

  /** The responses to a prompt that lie furthest along a direction and against it, the first of ties. */
  furthest(prompt: number, direction: ArrayLike<number>): readonly [along: number, against: number] {
    const weights = this.#weights;
    // The scratch array is no longer that of the last evaluation.
    this.#last.prompt = -1;
    const largest = this.logWeights(prompt, direction, weights);
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

  #moments(prompt: number, total: number, { mean, covariance }: Moments): void {
    const { responses, dimension: d } = this;
    const weights = this.#weights;
    const least = Math.exp(NEGLIGIBLE) * total;
    let kept = 0;
    for (let y = 0; y < responses; y++) if (weights[y]! > least) kept++;
    // A sharp policy has few responses with mass: only those are gathered and multiplied.
    let columns = this.#columns;
    let at = prompt * d * responses;
    let stride = responses;
    if (kept <= responses / 2) {
      const gathered = this.#gathered;
      let row = 0;
      for (let y = 0; y < responses; y++) {
        if (!(weights[y]! > least)) continue;
        for (let k = 0; k < d; k++) gathered[k * kept + row] = columns[at + k * responses + y]!;
        weights[row++] = weights[y]!;
      }
      [columns, at, stride] = [gathered, 0, kept];
    }
    secondMoments(columns, at, stride, weights, total, mean, covariance);
  }
}

const first = new Float64Array(BLOCK);
const second = new Float64Array(BLOCK);

/** The mean and the covariance of `count` features, which stand column by column from `at` on, under weights that sum to a total. */
function secondMoments(
  columns: Float64Array,
  at: number,
  count: number,
  weights: Float64Array,
  total: number,
  mean: Float64Array,
  covariance: Float64Array,
): void {
  const d = mean.length;
  mean.fill(0);
  covariance.fill(0);
  // Block by block, so that all features of a block stay in the nearest cache; two by two, so that each is read half as often.
  for (let start = 0; start < count; start += BLOCK) {
    const size = Math.min(BLOCK, count - start);
    for (let i = 0; i < d; i += 2) {
      const a = at + i * count + start;
      const pair = i + 1 < d;
      const b = pair ? a + count : a;
      let sumA = 0;
      let sumB = 0;
      for (let y = 0; y < size; y++) {
        const weight = weights[start + y]!;
        const left = weight * columns[a + y]!;
        const right = weight * columns[b + y]!;
        first[y] = left;
        second[y] = right;
        sumA += left;
        sumB += right;
      }
      mean[i] = mean[i]! + sumA;
      if (pair) mean[i + 1] = mean[i + 1]! + sumB;
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
        covariance[i * d + j] = covariance[i * d + j]! + ac;
        if (j + 1 < d) covariance[i * d + j + 1] = covariance[i * d + j + 1]! + ae;
        if (pair) covariance[(i + 1) * d + j] = covariance[(i + 1) * d + j]! + bc;
        if (pair && j + 1 < d) covariance[(i + 1) * d + j + 1] = covariance[(i + 1) * d + j + 1]! + be;
      }
    }
  }
  for (let i = 0; i < d; i++) mean[i] = mean[i]! / total;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = covariance[i * d + j]! / total - mean[i]! * mean[j]!;
      covariance[i * d + j] = entry;
      covariance[j * d + i] = entry;
    }
  }
}
