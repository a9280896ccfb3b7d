import type { SmoothLoss } from './ballSearch.ts';
import type { FeatureTable, Moments } from './featureTable.ts';
import type { LossAt } from './lossAt.ts';
import type { AskedPrefix, Coupling, PrefixStatistics } from './prefixStatistics.ts';

/** A prefix whose log-partition stays in the loss, and what it is at the parameter asked for last. */
interface Term extends Moments {
  readonly prefix: AskedPrefix;
  /** l_p. */
  readonly linear: number;
  logPartition: number;
  /** dF / d log Z_p, and the size of what it is the sum of. */
  slope: number;
  slopeScale: number;
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
  readonly #table: FeatureTable;
  readonly #gram: Float64Array;
  /** What squares weigh: Q = factor sum w w^T. */
  readonly #factor: number;
  readonly #linear: Float64Array;
  readonly #constant: number;
  readonly #terms: readonly Term[];
  /** Length of theta. */
  readonly parameters: number;
  readonly #couplings: readonly (Coupling & { readonly one: Term; readonly other: Term })[];
  readonly #slope: Float64Array;
  readonly #slopeScale: Float64Array;

  constructor(statistics: PrefixStatistics, alpha: number, beta: number) {
    const { features, gram, gaps, ratios, baselines, prefixes, couplings, squares } = statistics;
    const { table, parameters } = features;
    const { dimension } = table;
    this.parameters = parameters;
    this.#table = table;
    this.#gram = gram;
    this.#factor = 2 * beta * beta;
    this.#linear = baselines.map((sum, k) => alpha * sum - 2 * beta * (beta * ratios[k]! + gaps[k]!));
    this.#constant = beta * beta * squares.ratio + 2 * beta * squares.mixed + squares.gap;
    const all = prefixes.map((prefix) => ({
      prefix,
      linear: 2 * beta * (beta * prefix.ratios + prefix.gaps) - alpha * prefix.asBaseline,
      logPartition: NaN,
      slope: NaN,
      slopeScale: NaN,
      mean: new Float64Array(dimension),
      covariance: new Float64Array(dimension * dimension),
    }));
    this.#terms = all.filter(({ prefix }) => prefix.parted > 0 || (alpha > 0 && prefix.asBaseline > 0));
    this.#couplings = couplings.map((each) => ({ ...each, one: all[each.first]!, other: all[each.second]! }));
    this.#slope = new Float64Array(parameters);
    this.#slopeScale = new Float64Array(parameters);
  }

  /** Whether no log-partition stays: the loss is a quadratic then, and convex. */
  get isQuadratic(): boolean {
    return this.#terms.length === 0;
  }

  valueAt(theta: Float64Array): number {
    return this.#at(theta, false).value;
  }

  at(theta: Float64Array, out: LossAt): void {
    this.#differentiate(theta, out, 1);
  }

  /** As `at`, with Gauss and Newton's Hessian in place of the Hessian: that of F with its log-partitions made linear at theta. */
  linearisedAt(theta: Float64Array, out: LossAt): void {
    this.#differentiate(theta, out, 0);
  }

  #differentiate(theta: Float64Array, out: LossAt, curvature: 0 | 1): void {
    const d = this.#table.dimension;
    const { gradient, hessian } = out;
    const size = gradient.length;
    const { value, scale } = this.#at(theta, true);
    out.value = value;
    out.valueScale = scale;
    gradient.set(this.#slope);
    out.gradientScale = norm(this.#slopeScale);
    const factor = this.#factor;
    for (let k = 0; k < hessian.length; k++) hessian[k] = factor * this.#gram[k]!;
    for (const { prefix, slope, slopeScale, mean, covariance } of this.#terms) {
      const { from, differences } = prefix;
      out.gradientScale += slopeScale * norm(mean);
      for (let k = 0; k < d; k++) {
        gradient[from + k] = gradient[from + k]! + slope * mean[k]!;
        const crossed = factor * mean[k]!;
        for (let i = 0; i < size; i++) {
          const entry = crossed * differences[i]!;
          hessian[i * size + from + k] = hessian[i * size + from + k]! - entry;
          hessian[(from + k) * size + i] = hessian[(from + k) * size + i]! - entry;
        }
      }
      if (curvature === 0) continue;
      for (let i = 0; i < d; i++) {
        const row = (from + i) * size + from;
        for (let k = 0; k < d; k++) hessian[row + k] = hessian[row + k]! + slope * covariance[i * d + k]!;
      }
    }
    for (const { weight, one, other } of this.#couplings) {
      const [a, b] = [one.prefix.from, other.prefix.from];
      for (let i = 0; i < d; i++) {
        for (let k = 0; k < d; k++) {
          const entry = factor * weight * one.mean[i]! * other.mean[k]!;
          const place = (a + i) * size + b + k;
          hessian[place] = hessian[place]! + entry;
          const mirrored = (b + k) * size + a + i;
          if (one !== other) hessian[mirrored] = hessian[mirrored]! + entry;
        }
      }
    }
  }

  /** F and the size of its terms; what Q v + l is goes to the terms, and for theta to #slope. */
  #at(theta: Float64Array, moments: boolean): { value: number; scale: number } {
    const factor = this.#factor;
    const linear = this.#linear;
    const gram = this.#gram;
    const slope = this.#slope;
    const slopeScale = this.#slopeScale;
    const size = theta.length;
    const d = this.#table.dimension;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      let sizes = 0;
      for (let k = 0; k < size; k++) {
        const product = gram[i * size + k]! * theta[k]!;
        sum += product;
        sizes += Math.abs(product);
      }
      slope[i] = factor * sum;
      slopeScale[i] = factor * sizes;
    }
    for (const term of this.#terms) {
      const { row, from, differences } = term.prefix;
      term.logPartition = this.#table.logPartition(row, theta.subarray(from, from + d), moments ? term : undefined);
      let sum = 0;
      let sizes = 0;
      for (let k = 0; k < size; k++) {
        const product = factor * differences[k]!;
        sum -= product * theta[k]!;
        sizes += Math.abs(product * theta[k]!);
        slope[k] = slope[k]! - product * term.logPartition;
        slopeScale[k] = slopeScale[k]! + Math.abs(product * term.logPartition);
      }
      term.slope = sum;
      term.slopeScale = sizes;
    }
    for (const { weight, one, other } of this.#couplings) {
      couple(one, factor * weight * other.logPartition);
      if (one !== other) couple(other, factor * weight * one.logPartition);
    }
    let value = this.#constant;
    let scale = Math.abs(value);
    for (let k = 0; k < size; k++) {
      value += theta[k]! * (slope[k]! / 2 + linear[k]!);
      slope[k] = slope[k]! + linear[k]!;
      scale += Math.abs(theta[k]!) * (slopeScale[k]! / 2 + Math.abs(linear[k]!));
      slopeScale[k] = slopeScale[k]! + Math.abs(linear[k]!);
    }
    for (const term of this.#terms) {
      value += term.logPartition * (term.slope / 2 + term.linear);
      scale += Math.abs(term.logPartition) * (term.slopeScale / 2 + Math.abs(term.linear));
      term.slope += term.linear;
      term.slopeScale += Math.abs(term.linear);
    }
    return { value, scale };
  }
}

function couple(term: Term, product: number): void {
  term.slope += product;
  term.slopeScale += Math.abs(product);
}

function norm(vector: Float64Array): number {
  let square = 0;
  for (let k = 0; k < vector.length; k++) square += vector[k]! * vector[k]!;
  return Math.sqrt(square);
}
