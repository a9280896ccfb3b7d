import type { SmoothLoss } from './ballSearch.ts';
import type { FeatureTable, Moments } from './featureTable.ts';
import type { LossAt } from './lossAt.ts';

/**
 * What each fit of linear softmax policies minimises:
 *
 *   F(theta) = 1/2 theta^T Q theta + l^T theta + c + sum_x w_x log Z_x(theta).
 *
 * Maximum likelihood has Q = 0 and w_x = how often x was asked, so that F is convex; reward regression has w = 0; the fit with
 * optimism has both, and w_x = -alpha times how often.
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
  readonly #moments: Moments;
  readonly #product: Float64Array;

  constructor(features: FeatureTable) {
    const { dimension, prompts } = features;
    this.features = features;
    this.quadratic = new Float64Array(dimension * dimension);
    this.linear = new Float64Array(dimension);
    this.partitionWeights = new Float64Array(prompts);
    this.#moments = { mean: new Float64Array(dimension), covariance: new Float64Array(dimension * dimension) };
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
  at(theta: Float64Array, out: LossAt): void {
    const { quadratic, linear, partitionWeights } = this;
    const { gradient, hessian } = out;
    const { mean, covariance } = this.#moments;
    const d = linear.length;
    out.value = this.#polynomial(theta);
    out.valueScale = this.#polynomialScale(theta);
    let scale = norm(this.#product) + norm(linear);
    for (let k = 0; k < d; k++) gradient[k] = this.#product[k]! + linear[k]!;
    hessian.set(quadratic);
    for (let x = 0; x < partitionWeights.length; x++) {
      const weight = partitionWeights[x]!;
      if (weight === 0) continue;
      const term = weight * this.features.logPartition(x, theta, this.#moments);
      out.value += term;
      out.valueScale += Math.abs(term);
      scale += Math.abs(weight) * norm(mean);
      for (let k = 0; k < d; k++) gradient[k] = gradient[k]! + weight * mean[k]!;
      for (let k = 0; k < d * d; k++) hessian[k] = hessian[k]! + weight * covariance[k]!;
    }
    out.gradientScale = scale;
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
