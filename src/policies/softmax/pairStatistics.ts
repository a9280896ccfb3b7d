import { requireExplicitPair } from '../data/rewardPairs.ts';
import type { RewardPair, RewardPairs } from '../data/rewardPairs.ts';
import type { FeatureTable } from './featureTable.ts';
import type { KeptCovariance, SoftmaxLoss } from './softmaxLoss.ts';

/**
 * All that the fits of linear softmax policies need of pairs (x, y, y'), kept while pairs are appended: with u = phi(x, y) -
 * phi(x, y'),
 *
 *   log pi(y|x) - log pi(y'|x) = <theta, u>,
 *
 * so that squares need sum u u^T and sum u times what is to be explained, and optimism sum phi(x, y') and how often each prompt
 * was asked. What a fit costs does not depend on how many pairs there are.
 */
export class PairStatistics {
  readonly #features: FeatureTable;
  /** sum u u^T, row by row. */
  readonly #gram: Float64Array;
  readonly #gaps: Float64Array;
  readonly #ratios: Float64Array;
  readonly #baselines: Float64Array;
  readonly #asked: Float64Array;
  readonly #difference: Float64Array;
  #squares = { gap: 0, mixed: 0, ratio: 0 };
  #seen = 0;
  /** Where the last fit to them ended. */
  last: Float64Array | undefined;
  /** What the fits to them have kept, by prompt: a fit to other pairs does not touch it. */
  readonly #kept: (KeptCovariance | undefined)[] = [];

  constructor(features: FeatureTable) {
    const { dimension: d, prompts } = features;
    this.#features = features;
    this.#gram = new Float64Array(d * d);
    this.#gaps = new Float64Array(d);
    this.#ratios = new Float64Array(d);
    this.#baselines = new Float64Array(d);
    this.#difference = new Float64Array(d);
    this.#asked = new Float64Array(prompts);
  }

  /** Takes what was appended since the last call. */
  update(where: string, pairs: RewardPairs<number, number>): void {
    for (const pair of pairs.from(this.#seen)) {
      requireExplicitPair(where, pair, this.#features);
      this.#add(pair);
      this.#seen++;
    }
  }

  /** Writes F(theta) = alpha sum log pi(y'|x) + sum (beta <theta, u> - beta baseLogRatio - rewardGap)^2. */
  writeLoss(alpha: number, beta: number, loss: SoftmaxLoss): void {
    const { gap, mixed, ratio } = this.#squares;
    const d = this.#gaps.length;
    for (let k = 0; k < d * d; k++) loss.quadratic[k] = 2 * beta * beta * this.#gram[k]!;
    for (let k = 0; k < d; k++) {
      loss.linear[k] = alpha * this.#baselines[k]! - 2 * beta * (beta * this.#ratios[k]! + this.#gaps[k]!);
    }
    loss.constant = beta * beta * ratio + 2 * beta * mixed + gap;
    loss.kept = this.#kept;
    for (let x = 0; x < this.#asked.length; x++) loss.partitionWeights[x] = -alpha * this.#asked[x]!;
  }

  #add({ prompt, response, baseline, rewardGap, baseLogRatio }: RewardPair<number, number>): void {
    const features = this.#features;
    const u = this.#difference;
    const d = u.length;
    for (let k = 0; k < d; k++) {
      const other = features.at(prompt, baseline, k);
      u[k] = features.at(prompt, response, k) - other;
      this.#baselines[k] = this.#baselines[k]! + other;
    }
    for (let i = 0; i < d; i++) {
      if (u[i] === 0) continue;
      this.#gaps[i] = this.#gaps[i]! + u[i]! * rewardGap;
      this.#ratios[i] = this.#ratios[i]! + u[i]! * baseLogRatio;
      for (let k = 0; k < d; k++) this.#gram[i * d + k] = this.#gram[i * d + k]! + u[i]! * u[k]!;
    }
    this.#asked[prompt] = this.#asked[prompt]! + 1;
    const { gap, mixed, ratio } = this.#squares;
    this.#squares = {
      gap: gap + rewardGap * rewardGap,
      mixed: mixed + rewardGap * baseLogRatio,
      ratio: ratio + baseLogRatio * baseLogRatio,
    };
  }
}
