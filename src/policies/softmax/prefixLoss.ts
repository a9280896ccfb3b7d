import type { SmoothLoss } from './ballSearch.ts';
import type { FeatureTable, Moments } from './featureTable.ts';
import type { LossAt } from './lossAt.ts';
import type { AskedPrefix, PrefixStatistics } from './prefixStatistics.ts';

/** A prefix whose log-partition stays in the loss, and its features' moments at the parameter asked for last. */
interface Term extends Moments {
  readonly prefix: AskedPrefix;
  readonly place: number;
}

/**
 * What reward regression and the fit with optimism minimise of autoregressive softmax policies:
 *
 *   F(theta) = 1/2 v^T Q v + l^T v + c,   v = (theta, log Z_p(theta) for each prefix p that pairs pass through),
 *
 * with Q from the squares and l from squares and optimism. It is not convex, as the log-partitions are not linear.
 *
 * @see docs/derivations.md
 */
export class PrefixLoss implements SmoothLoss {
  /** Length of theta. */
  readonly parameters: number;
  readonly #statistics: PrefixStatistics;
  readonly #table: FeatureTable;
  /** What squares weigh: Q = factor sum w w^T. */
  readonly #factor: number;
  readonly #constant: number;
  readonly #terms: readonly Term[];
  /** l, first for theta, then by the place of a prefix; Q v + l; and the sizes of what that is the sum of. */
  readonly #linear: Float64Array;
  readonly #slope: Float64Array;
  readonly #slopeScale: Float64Array;
  /** By place: log Z_p, where the parameter of its layer begins, and the mean of its features. */
  readonly #logPartitions: Float64Array;
  readonly #froms: Int32Array;
  readonly #means: Float64Array;
  /** Two places and a weight of each coupling. */
  readonly #firsts: Int32Array;
  readonly #seconds: Int32Array;
  readonly #weights: Float64Array;
  /** By place, the sum of the means at the prefixes that it is coupled with, in the blocks of their layers. */
  readonly #crossed: Float64Array;

  constructor(statistics: PrefixStatistics, alpha: number, beta: number) {
    const { features, gaps, ratios, baselines, prefixes, couplings, squares } = statistics;
    const { table, parameters } = features;
    const { dimension } = table;
    this.parameters = parameters;
    this.#statistics = statistics;
    this.#table = table;
    this.#factor = 2 * beta * beta;
    this.#constant = beta * beta * squares.ratio + 2 * beta * squares.mixed + squares.gap;
    const size = parameters + prefixes.length;
    this.#linear = new Float64Array(size);
    for (let k = 0; k < parameters; k++) {
      this.#linear[k] = alpha * baselines[k]! - 2 * beta * (beta * ratios[k]! + gaps[k]!);
    }
    for (const [place, prefix] of prefixes.entries()) {
      this.#linear[parameters + place] = 2 * beta * (beta * prefix.ratios + prefix.gaps) - alpha * prefix.asBaseline;
    }
    this.#terms = prefixes.flatMap((prefix, place) => {
      if (prefix.parted === 0 && (alpha === 0 || prefix.asBaseline === 0)) return [];
      const [mean, covariance] = [new Float64Array(dimension), new Float64Array(dimension * dimension)];
      return [{ prefix, place, mean, covariance }];
    });
    this.#slope = new Float64Array(size);
    this.#slopeScale = new Float64Array(size);
    this.#logPartitions = new Float64Array(prefixes.length);
    this.#froms = Int32Array.from(prefixes, ({ from }) => from);
    this.#means = new Float64Array(prefixes.length * dimension);
    this.#firsts = Int32Array.from(couplings, ({ first }) => first);
    this.#seconds = Int32Array.from(couplings, ({ second }) => second);
    this.#weights = Float64Array.from(couplings, ({ weight }) => weight);
    this.#crossed = new Float64Array(prefixes.length * parameters);
  }

  /** Whether no log-partition stays: the loss is a quadratic then, and convex. */
  get isQuadratic(): boolean {
    return this.#terms.length === 0;
  }

  valueAt(theta: Float64Array): number {
    this.#evaluate(theta, false);
    return this.#value(theta);
  }

  at(theta: Float64Array, out: LossAt): void {
    this.#differentiate(theta, out);
    const d = this.#table.dimension;
    const { hessian } = out;
    for (const { prefix, place, covariance } of this.#terms) {
      const slope = this.#slope[this.parameters + place]!;
      for (let i = 0; i < d; i++) {
        const row = (prefix.from + i) * this.parameters + prefix.from;
        for (let k = 0; k < d; k++) hessian[row + k] = hessian[row + k]! + slope * covariance[i * d + k]!;
      }
    }
  }

  /** As `at`, with Gauss and Newton's Hessian in place of the Hessian: that of F with its log-partitions made linear at theta. */
  linearisedAt(theta: Float64Array, out: LossAt): void {
    this.#differentiate(theta, out);
  }

  #differentiate(theta: Float64Array, out: LossAt): void {
    const { gradient, hessian } = out;
    const size = this.parameters;
    const d = this.#table.dimension;
    const factor = this.#factor;
    const { gram } = this.#statistics;
    this.#evaluate(theta, true);
    out.value = this.#value(theta);
    out.valueScale = this.#valueScale(theta);
    const slope = this.#slope;
    gradient.set(slope.subarray(0, size));
    out.gradientScale = norm(this.#slopeScale.subarray(0, size));
    for (let k = 0; k < hessian.length; k++) hessian[k] = factor * gram[k]!;
    const crossed = this.#crossed.fill(0);
    const means = this.#means;
    const froms = this.#froms;
    for (const { place, mean } of this.#terms) means.set(mean, place * d);
    for (let i = 0; i < this.#weights.length; i++) {
      const [first, second, weight] = [this.#firsts[i]!, this.#seconds[i]!, this.#weights[i]!];
      const [one, other] = [first * size + froms[second]!, second * size + froms[first]!];
      for (let k = 0; k < d; k++) crossed[one + k] = crossed[one + k]! + weight * means[second * d + k]!;
      if (first === second) continue;
      for (let k = 0; k < d; k++) crossed[other + k] = crossed[other + k]! + weight * means[first * d + k]!;
    }
    for (const { prefix, place, mean } of this.#terms) {
      const { from, differences } = prefix;
      const ofPrefix = slope[size + place]!;
      out.gradientScale += this.#slopeScale[size + place]! * norm(mean);
      for (let k = 0; k < d; k++) {
        const row = (from + k) * size;
        gradient[from + k] = gradient[from + k]! + ofPrefix * mean[k]!;
        const weight = factor * mean[k]!;
        for (let i = 0; i < size; i++) {
          const difference = differences[i]!;
          hessian[row + i] = hessian[row + i]! + weight * (crossed[place * size + i]! - difference);
          hessian[i * size + from + k] = hessian[i * size + from + k]! - weight * difference;
        }
      }
    }
  }

  /** Q v + l, and where they are wanted the sizes of what it is the sum of and the moments of the features. */
  #evaluate(theta: Float64Array, moments: boolean): void {
    const { gram } = this.#statistics;
    const factor = this.#factor;
    const linear = this.#linear;
    const slope = this.#slope;
    const scale = this.#slopeScale;
    const logPartitions = this.#logPartitions;
    const size = theta.length;
    const d = this.#table.dimension;
    slope.set(linear);
    for (let k = 0; k < linear.length; k++) scale[k] = Math.abs(linear[k]!);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) {
        const product = factor * gram[i * size + k]! * theta[k]!;
        slope[i] = slope[i]! + product;
        scale[i] = scale[i]! + Math.abs(product);
      }
    }
    for (const term of this.#terms) {
      const { row, from, differences } = term.prefix;
      const logPartition = this.#table.logPartition(row, theta.subarray(from, from + d), moments ? term : undefined);
      const at = size + term.place;
      logPartitions[term.place] = logPartition;
      for (let k = 0; k < size; k++) {
        const weight = factor * differences[k]!;
        slope[at] = slope[at]! - weight * theta[k]!;
        scale[at] = scale[at]! + Math.abs(weight * theta[k]!);
        slope[k] = slope[k]! - weight * logPartition;
        scale[k] = scale[k]! + Math.abs(weight * logPartition);
      }
    }
    for (let i = 0; i < this.#weights.length; i++) {
      const [first, second, weight] = [this.#firsts[i]!, this.#seconds[i]!, factor * this.#weights[i]!];
      const product = weight * logPartitions[second]!;
      slope[size + first] = slope[size + first]! + product;
      scale[size + first] = scale[size + first]! + Math.abs(product);
      if (first === second) continue;
      const mirrored = weight * logPartitions[first]!;
      slope[size + second] = slope[size + second]! + mirrored;
      scale[size + second] = scale[size + second]! + Math.abs(mirrored);
    }
  }

  /** F = c + 1/2 v^T (Q v + l + l). */
  #value(theta: Float64Array): number {
    let value = this.#constant;
    for (let k = 0; k < theta.length; k++) value += (theta[k]! * (this.#slope[k]! + this.#linear[k]!)) / 2;
    for (const { place } of this.#terms) {
      const at = theta.length + place;
      value += (this.#logPartitions[place]! * (this.#slope[at]! + this.#linear[at]!)) / 2;
    }
    return value;
  }

  #valueScale(theta: Float64Array): number {
    let scale = Math.abs(this.#constant);
    for (let k = 0; k < theta.length; k++) {
      scale += (Math.abs(theta[k]!) * (this.#slopeScale[k]! + Math.abs(this.#linear[k]!))) / 2;
    }
    for (const { place } of this.#terms) {
      const at = theta.length + place;
      scale += (Math.abs(this.#logPartitions[place]!) * (this.#slopeScale[at]! + Math.abs(this.#linear[at]!))) / 2;
    }
    return scale;
  }
}

function norm(vector: Float64Array): number {
  let square = 0;
  for (let k = 0; k < vector.length; k++) square += vector[k]! * vector[k]!;
  return Math.sqrt(square);
}
