import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireList } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { COLUMNS, PANEL } from '../../math/panels/panelKernel.ts';
import type { PanelKernel } from '../../math/panels/panelKernel.ts';
import { plainPanels } from '../../math/panels/plainPanels.ts';
import { simdPanels } from '../../math/panels/simdPanels.ts';

/** Masses below this share of the largest add nothing to a sum of 2^53 of them. */
const NEGLIGIBLE = -80;
/** How many responses are weighed at once: their features and what is made of them stay in the nearest cache. */
const BLOCK = 16 * PANEL;
/** Features of a prompt from which on a kernel in WebAssembly is worth its memory. */
const LARGE = 2 ** 14;

/** What the law exp<theta, phi(x, y)> of a prompt x says beside its log-partition. */
export interface Moments {
  /** E phi, d numbers. */
  readonly mean: Float64Array;
  /** E phi phi^T - E phi E phi^T, d^2 numbers row by row. */
  readonly covariance: Float64Array;
}

/** A law exp<theta, phi(x, y)> whose log weights, weights and mean stand in scratch arrays. */
interface Evaluated {
  prompt: number;
  readonly theta: Float64Array;
  logPartition: number;
  /** The largest log weight, by which the weights are divided. */
  largest: number;
  /** What the weights sum to. */
  total: number;
  /** E phi, d numbers, where it is known already. */
  readonly mean: Float64Array;
  meanIsKnown: boolean;
}

/**
 * The features phi(x, y) in R^d of all responses to all prompts.
 *
 * They are kept in the panels of a kernel, by which all sums over responses are done. What fills up the last panel repeats the
 * first response and has no weight; what fills up the features is zero.
 */
export class FeatureTable {
  readonly prompts: number;
  readonly responses: number;
  readonly dimension: number;
  /** max |phi(x, y)|. */
  readonly largestNorm: number;
  readonly #kernel: PanelKernel;
  /** Features and responses, filled up. */
  readonly #width: number;
  readonly #rows: number;
  readonly #panels: Float64Array;
  readonly #factors: Float64Array;
  readonly #logWeights: Float64Array;
  readonly #weights: Float64Array;
  /** A block of features times weights. */
  readonly #weighed: Float64Array;
  /** Sums of the features times weights, and of their products with the features, in two lanes. */
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  /**
   * What was evaluated last: a search asks for the moments where it has asked for the value, and after it the law and the next
   * round do.
   */
  readonly #last: Evaluated;
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
    const width = Math.ceil(dimension / COLUMNS) * COLUMNS;
    const rows = Math.ceil(responses / PANEL) * PANEL;
    const block = Math.min(rows, BLOCK);
    const sizes = [
      this.prompts * rows * width,
      width,
      rows,
      rows,
      block * width,
      2 * width,
      2 * width * width,
    ] as const;
    const capacity = sizes.reduce((sum, size) => sum + size);
    const kernel = (rows * width >= LARGE ? simdPanels(capacity) : undefined) ?? plainPanels;
    this.#width = width;
    this.#rows = rows;
    this.#kernel = kernel;
    this.#panels = kernel.numbers(sizes[0]);
    this.#factors = kernel.numbers(sizes[1]);
    this.#logWeights = kernel.numbers(sizes[2]);
    this.#weights = kernel.numbers(sizes[3]);
    this.#weighed = kernel.numbers(sizes[4]);
    this.#sums = kernel.numbers(sizes[5]);
    this.#squares = kernel.numbers(sizes[6]);
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
          this.#panels[this.#placeOf(x, y, k)] = value;
        }
        largest = Math.max(largest, square);
      }
      for (let y = responses; y < rows; y++) {
        for (let k = 0; k < dimension; k++) this.#panels[this.#placeOf(x, y, k)] = this.at(x, 0, k);
      }
    }
    this.largestNorm = Math.sqrt(largest);
    this.#last = {
      prompt: -1,
      theta: new Float64Array(dimension),
      logPartition: NaN,
      largest: NaN,
      total: NaN,
      mean: new Float64Array(dimension),
      meanIsKnown: false,
    };
  }

  /** Feature k of a response to a prompt. */
  at(prompt: number, response: number, k: number): number {
    return this.#panels[this.#placeOf(prompt, response, k)]!;
  }

  #placeOf(prompt: number, response: number, k: number): number {
    const lane = response % PANEL;
    return (prompt * this.#rows + response - lane) * this.#width + k * PANEL + lane;
  }

  /** The law proportional to exp<theta, phi(prompt, y)>. */
  law(prompt: number, theta: ArrayLike<number>): FiniteLaw {
    const { responses } = this;
    const { largest, total } = this.#evaluate(prompt, theta);
    const logWeights = this.#logWeights;
    const weights = this.#weights;
    const logMasses = new Float64Array(responses);
    const masses = new Float64Array(responses);
    const [logTotal, share] = [Math.log(total), 1 / total];
    for (let y = 0; y < responses; y++) {
      // Shifted first: the distances to the largest are exact where the weights themselves have no digits to spare.
      logMasses[y] = logWeights[y]! - largest - logTotal;
      masses[y] = weights[y]! * share;
    }
    return FiniteLaw.fromBoth(logMasses, masses);
  }

  /** log Z_x(theta) = log sum_y exp<theta, phi(x, y)>; writes the moments that are wanted. */
  logPartition(prompt: number, theta: ArrayLike<number>, wanted: Partial<Moments> = {}): number {
    const last = this.#evaluate(prompt, theta);
    wanted.mean?.set(this.#meanOf(last));
    if (wanted.covariance) this.#covariance(last, wanted.covariance);
    return last.logPartition;
  }

  #covariance(last: Evaluated, out: Float64Array): void {
    const mean = this.#meanOf(last);
    const { dimension: d } = this;
    const width = this.#width;
    const squares = this.#squares;
    squares.fill(0);
    this.#eachBlock(last, (at, y, rows) => {
      this.#kernel.square(this.#panels, at, this.#weights, y, rows, width, this.#weighed, squares);
    });
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const at = 2 * (i * width + j);
        const entry = (squares[at]! + squares[at + 1]!) / last.total - mean[i]! * mean[j]!;
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
    const largest = this.#combine(prompt, theta);
    const total = this.#kernel.exponentials(this.#logWeights, largest, this.#weights);
    last.prompt = prompt;
    last.theta.set(theta);
    last.largest = largest;
    last.total = total;
    last.logPartition = largest + Math.log(total);
    last.meanIsKnown = false;
    return last;
  }

  #meanOf(last: Evaluated): Float64Array {
    const { mean } = last;
    if (last.meanIsKnown) return mean;
    const sums = this.#sums;
    sums.fill(0);
    this.#eachBlock(last, (at, y, rows) => this.#kernel.weigh(this.#panels, at, this.#weights, y, rows, sums));
    for (let k = 0; k < mean.length; k++) mean[k] = (sums[2 * k]! + sums[2 * k + 1]!) / last.total;
    last.meanIsKnown = true;
    return mean;
  }

  /** Says of each block of responses where its features are, the first response and how many there are. */
  #eachBlock(last: Evaluated, body: (at: number, y: number, rows: number) => void): void {
    const weights = this.#weights;
    const least = Math.exp(NEGLIGIBLE) * last.total;
    for (let y = 0; y < weights.length; y += BLOCK) {
      const rows = Math.min(BLOCK, weights.length - y);
      // A sharp policy has few responses with mass.
      if (someAbove(least, weights, y, y + rows)) body((last.prompt * this.#rows + y) * this.#width, y, rows);
    }
  }

  /** Writes <theta, phi(prompt, y)> of all responses y to #logWeights, and returns the largest of them. */
  #combine(prompt: number, theta: ArrayLike<number>): number {
    const logWeights = this.#logWeights;
    // They are no longer those of the last evaluation.
    this.#last.prompt = -1;
    this.#factors.set(theta);
    const largest = this.#kernel.combine(this.#panels, prompt * this.#rows * this.#width, this.#factors, logWeights);
    logWeights.fill(-Infinity, this.responses);
    return largest;
  }

  /** The responses to a prompt that lie furthest along a direction and against it, the first of ties. */
  furthest(prompt: number, direction: ArrayLike<number>): readonly [along: number, against: number] {
    const largest = this.#combine(prompt, direction);
    const along = this.#logWeights;
    let least = Infinity;
    for (let y = 0; y < this.responses; y++) if (along[y]! < least) least = along[y]!;
    return [along.indexOf(largest), along.indexOf(least)];
  }

  /** `furthest` along the axis of each feature, for all prompts. */
  get furthestAlongAxes(): readonly (readonly (readonly [number, number])[])[] {
    return (this.#furthest ??= Array.from({ length: this.dimension }, (_, k) => {
      const axis = new Float64Array(this.dimension).fill(1, k, k + 1);
      return Array.from({ length: this.prompts }, (_, x) => this.furthest(x, axis));
    }));
  }
}

/** Whether one of the values from..to-1 is above a level. */
function someAbove(level: number, values: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (values[i]! > level) return true;
  return false;
}
