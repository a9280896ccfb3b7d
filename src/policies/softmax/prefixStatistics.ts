import { requireExplicitPair } from '../data/rewardPairs.ts';
import type { RewardPair, RewardPairs } from '../data/rewardPairs.ts';
import type { PrefixFeatures } from './prefixFeatures.ts';

/** Two prefixes, by their places in a list, and how often both count, by their signs. */
export interface Coupling {
  readonly first: number;
  readonly second: number;
  weight: number;
}

/** A prefix that pairs pass through, where their two responses do not both. */
export interface AskedPrefix {
  /** Its row in the features. */
  readonly row: number;
  /** Where its layer's parameter begins. */
  readonly from: number;
  /** How often it was one of y'. */
  asBaseline: number;
  /** How often it was one of y or y' alone. */
  parted: number;
  /** sum s gap, sum s log-ratio and sum s u over pairs, s = 1 where it is a prefix of y alone and -1 where of y' alone. */
  gaps: number;
  ratios: number;
  readonly differences: Float64Array;
}

/**
 * All that the fits of autoregressive softmax policies need of pairs (x, y, y'), kept while pairs are appended: with u the
 * difference of the responses' features, layer by layer, and log Z_p the log-partition at a prefix p,
 *
 *   log pi(y|x) - log pi(y'|x) = <theta, u> - sum_p s_p log Z_p(theta),
 *
 * s_p = 1 for prefixes of y alone, -1 for those of y' alone: what both begin with leaves nothing. So the squares are a quadratic in
 * theta and the log Z_p, and what a fit costs goes with the distinct prefixes and with those two of them that a pair has both of,
 * not with how many pairs there are.
 */
export class PrefixStatistics {
  readonly features: PrefixFeatures;
  /** sum u u^T, row by row. */
  readonly gram: Float64Array;
  /** sum u gap, sum u log-ratio, and sum of the features of y'. */
  readonly gaps: Float64Array;
  readonly ratios: Float64Array;
  readonly baselines: Float64Array;
  readonly prefixes: AskedPrefix[] = [];
  readonly couplings: Coupling[] = [];
  squares = { gap: 0, mixed: 0, ratio: 0 };
  /** Where the last fit to them ended. */
  last: Float64Array | undefined;
  readonly #difference: Float64Array;
  readonly #places = new Map<number, number>();
  readonly #coupled = new Map<number, Coupling>();
  #seen = 0;

  constructor(features: PrefixFeatures) {
    const { parameters } = features;
    this.features = features;
    this.gram = new Float64Array(parameters * parameters);
    this.gaps = new Float64Array(parameters);
    this.ratios = new Float64Array(parameters);
    this.baselines = new Float64Array(parameters);
    this.#difference = new Float64Array(parameters);
  }

  /** Takes what was appended since the last call. */
  update(where: string, pairs: RewardPairs<number, number>): void {
    for (const pair of pairs.from(this.#seen)) {
      requireExplicitPair(where, pair, this.features);
      this.#add(pair);
      this.#seen++;
    }
  }

  #add({ prompt, response, baseline, rewardGap, baseLogRatio }: RewardPair<number, number>): void {
    const { features, gram, gaps, ratios, baselines } = this;
    const { table } = features;
    const { dimension: d } = table;
    const u = this.#difference;
    const [steps, others] = [features.stepsOf(prompt, response), features.stepsOf(prompt, baseline)];
    const signed: { place: number; sign: number }[] = [];
    for (let h = 0; h < features.length; h++) {
      const [step, other] = [steps[h]!, others[h]!];
      const from = h * d;
      for (let k = 0; k < d; k++) {
        const feature = table.at(other.row, other.token, k);
        u[from + k] = table.at(step.row, step.token, k) - feature;
        baselines[from + k] = baselines[from + k]! + feature;
      }
      const place = this.#placeOf(other.row, from);
      this.prefixes[place]!.asBaseline++;
      if (step.row === other.row) continue;
      signed.push({ place, sign: -1 }, { place: this.#placeOf(step.row, from), sign: 1 });
    }
    for (let i = 0; i < u.length; i++) {
      if (u[i] === 0) continue;
      gaps[i] = gaps[i]! + u[i]! * rewardGap;
      ratios[i] = ratios[i]! + u[i]! * baseLogRatio;
      for (let k = 0; k < u.length; k++) gram[i * u.length + k] = gram[i * u.length + k]! + u[i]! * u[k]!;
    }
    for (const { place, sign } of signed) {
      const prefix = this.prefixes[place]!;
      prefix.parted++;
      prefix.gaps += sign * rewardGap;
      prefix.ratios += sign * baseLogRatio;
      for (let i = 0; i < u.length; i++) prefix.differences[i] = prefix.differences[i]! + sign * u[i]!;
      for (const other of signed) if (other.place <= place) this.#couple(other.place, place, sign * other.sign);
    }
    const { gap, mixed, ratio } = this.squares;
    this.squares = {
      gap: gap + rewardGap * rewardGap,
      mixed: mixed + rewardGap * baseLogRatio,
      ratio: ratio + baseLogRatio * baseLogRatio,
    };
  }

  #placeOf(row: number, from: number): number {
    let place = this.#places.get(row);
    if (place === undefined) {
      place = this.prefixes.length;
      this.#places.set(row, place);
      const differences = new Float64Array(this.features.parameters);
      this.prefixes.push({ row, from, asBaseline: 0, parted: 0, gaps: 0, ratios: 0, differences });
    }
    return place;
  }

  #couple(first: number, second: number, weight: number): void {
    // There are at most 2^22 prefixes.
    const key = first * 2 ** 22 + second;
    let coupling = this.#coupled.get(key);
    if (!coupling) {
      coupling = { first, second, weight: 0 };
      this.#coupled.set(key, coupling);
      this.couplings.push(coupling);
    }
    coupling.weight += weight;
  }
}
