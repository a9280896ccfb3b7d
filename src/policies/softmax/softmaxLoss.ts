import type { SmoothLoss } from './ballSearch.ts';
import type { FeatureTable, Moments } from './featureTable.ts';
import type { LossAt } from './lossAt.ts';

/** The covariance of the features of a prompt, and the parameter under which it is theirs. */
export interface KeptCovariance extends Pick<Moments, 'covariance'> {
  readonly theta: Float64Array;
}

/** Between parameters that are nearer than this over F = max |phi|, covariances differ by a factor of at most 2. */
const NEARBY = Math.LN2 / 2;

/**
 * What each fit of linear softmax policies minimises:
 *
 *   F(theta) = 1/2 theta^T Q theta + l^T theta + c + sum_x w_x log Z_x(theta).
 *
 * Maximum likelihood has Q = 0 and w_x = how often x was asked, so that F is convex; reward regression has w = 0; the fit with
 * optimism has both, and w_x = -alpha times how often.
 *
 * The covariances of the features take (d + 1)/4 times as many products as the value and the gradient, and a Hessian need not be
 * exact to say where to step. So they are kept for a parameter nearby: as |<delta, phi - E phi>| <= 2 F |delta|, along every u
 * the variance of <u, phi> changes by a factor within exp(+-2 F |delta|) on the way from theta to theta + delta.
 *
 * @see docs/derivations.md
 */
export class SoftmaxLoss implements SmoothLoss {
  readonly features: FeatureTable;
  readonly quadratic: Float64Array;
  readonly linear: Float64Array;
  constant = 0;
  /** w_x, one a prompt. */
  readonly partitionWeights: Float64Array;
  /** By prompt, where one was found: what is kept for `at`, which goes on with the list. */
  kept: (KeptCovariance | undefined)[] = [];
  readonly #mean: Float64Array;
  readonly #product: Float64Array;

  constructor(features: FeatureTable) {
    const { dimension, prompts } = features;
    this.features = features;
    this.quadratic = new Float64Array(dimension * dimension);
    this.linear = new Float64Array(dimension);
    this.partitionWeights = new Float64Array(prompts);
    this.#mean = new Float64Array(dimension);
    this.#product = new Float64Array(dimension);
  }

  /** What of F(theta) is a polynomial: all but the log-partitions. */
  polynomialAt(theta: Float64Array): number {
    return this.#polynomial(theta);
  }

  /** F(theta). */
  valueAt(theta: Float64Array): number {
    let value = this.#polynomial(theta);
    for (let x = 0; x < this.partitionWeights.length; x++) {
      const weight = this.partitionWeights[x]!;
      if (weight !== 0) value += weight * this.features.logPartition(x, theta);
    }
    return value;
  }

  /** F(theta) with its gradient and its Hessian, written to `out`. */
  at(theta: Float64Array, out: LossAt, mayBeKept = false): void {
    const { quadratic, linear, partitionWeights, features } = this;
    const { gradient, hessian } = out;
    const mean = this.#mean;
    const d = linear.length;
    out.kept = false;
    out.value = this.#polynomial(theta);
    out.valueScale = this.#polynomialScale(theta);
    let scale = norm(this.#product) + norm(linear);
    for (let k = 0; k < d; k++) gradient[k] = this.#product[k]! + linear[k]!;
    hessian.set(quadratic);
    for (let x = 0; x < partitionWeights.length; x++) {
      const weight = partitionWeights[x]!;
      if (weight === 0) continue;
      const term = weight * features.logPartition(x, theta, { mean });
      const distance = this.#fromKept(x, theta);
      if (distance > (mayBeKept ? NEARBY / features.largestNorm : 0)) this.#keep(x, theta);
      else if (distance > 0) out.kept = true;
      const { covariance } = this.kept[x]!;
      out.value += term;
      out.valueScale += Math.abs(term);
      scale += Math.abs(weight) * norm(mean);
      for (let k = 0; k < d; k++) gradient[k] = gradient[k]! + weight * mean[k]!;
      for (let k = 0; k < d * d; k++) hessian[k] = hessian[k]! + weight * covariance[k]!;
    }
    out.gradientScale = scale;
  }

  /** How far a parameter is from the one whose covariance is kept; infinite where none is. */
  #fromKept(x: number, theta: Float64Array): number {
    const kept = this.kept[x];
    if (!kept) return Infinity;
    let square = 0;
    for (let k = 0; k < theta.length; k++) square += (theta[k]! - kept.theta[k]!) ** 2;
    return Math.sqrt(square);
  }

  #keep(x: number, theta: Float64Array): void {
    const d = theta.length;
    const kept = (this.kept[x] ??= { theta: new Float64Array(d), covariance: new Float64Array(d * d) });
    kept.theta.set(theta);
    this.features.logPartition(x, theta, kept);
  }

  /** 1/2 theta^T Q theta + l^T theta + c; Q theta is left in #product. */
  #polynomial(theta: Float64Array): number {
    const { quadratic, linear } = this;
    const product = this.#product;
    const d = linear.length;
    let value = this.constant;
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += quadratic[i * d + k]! * theta[k]!;
      product[i] = sum;
      value += theta[i]! * (sum / 2 + linear[i]!);
    }
    return value;
  }

  /** The sizes of its terms, for the theta of the last #polynomial. */
  #polynomialScale(theta: Float64Array): number {
    let scale = Math.abs(this.constant);
    for (let i = 0; i < theta.length; i++) {
      scale += Math.abs(theta[i]!) * (Math.abs(this.#product[i]!) + Math.abs(this.linear[i]!));
    }
    return scale;
  }
}

function norm(vector: Float64Array): number {
  let square = 0;
  for (let k = 0; k < vector.length; k++) square += vector[k]! * vector[k]!;
  return Math.sqrt(square);
}
