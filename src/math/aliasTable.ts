import { DomainError } from './domainError.ts';
import type { Source } from './source.ts';

/**
 * Walker's alias table: O(size) to build, one uniform and one look-up a draw (Vose 1991).
 *
 * An outcome of weight zero is never drawn, also at u = 0 and after rounding: its column holds only its alias.
 */
export class AliasTable {
  readonly size: number;
  // The chance of staying in column c; the outcomes of staying and of leaving, at 2c and 2c + 1.
  readonly #stay: Float64Array;
  readonly #outcomes: Int32Array;

  /** Weights: finite, at least 0, with a finite sum above 0. */
  constructor(weights: ArrayLike<number>) {
    const size = weights.length;
    let total = 0;
    let heaviest = 0;
    for (let i = 0; i < size; i++) {
      const weight = weights[i]!;
      if (!(weight >= 0 && weight < Infinity)) {
        throw new DomainError('AliasTable', `weights[${i}]`, 'a finite number at least 0', weight);
      }
      total += weight;
      if (weight > weights[heaviest]!) heaviest = i;
    }
    if (!(total > 0 && total < Infinity)) {
      throw new DomainError('AliasTable', 'sum of weights', 'a finite number above 0', total);
    }
    this.size = size;
    this.#stay = new Float64Array(size);
    this.#outcomes = new Int32Array(2 * size);
    const set = (column: number, stay: number, alias: number): void => {
      this.#stay[column] = stay;
      this.#outcomes[2 * column] = column;
      this.#outcomes[2 * column + 1] = alias;
    };
    const scaled = new Float64Array(size);
    const small = new Int32Array(size);
    const large = new Int32Array(size);
    let smalls = 0;
    let larges = 0;
    for (let i = 0; i < size; i++) {
      scaled[i] = (weights[i]! / total) * size;
      if (scaled[i]! < 1) small[smalls++] = i;
      else large[larges++] = i;
    }
    while (smalls > 0 && larges > 0) {
      const poor = small[--smalls]!;
      const rich = large[larges - 1]!;
      set(poor, scaled[poor]!, rich);
      scaled[rich] = scaled[rich]! + scaled[poor]! - 1;
      if (scaled[rich]! < 1) {
        larges--;
        small[smalls++] = rich;
      }
    }
    // What is left over differs from 1 by rounding only. A weight of zero can be among it: it goes to the heaviest.
    const settle = (i: number): void => set(i, weights[i]! > 0 ? 1 : 0, heaviest);
    while (larges > 0) settle(large[--larges]!);
    while (smalls > 0) settle(small[--smalls]!);
  }

  /** The outcome that a uniform number in [0, 1) stands for. */
  pick(uniform: number): number {
    const scaled = uniform * this.size;
    const column = scaled | 0;
    // 0 while scaled - column is below the chance of staying, else 1. A comparison would cost a mispredicted branch.
    return this.#outcomes[2 * column + ((scaled - column - this.#stay[column]! + 1) | 0)]!;
  }

  /** One outcome. */
  draw(source: Source): number {
    return this.pick(source.uniform());
  }

  /** Fills `out` with what as many calls of `draw` would give, in blocks that stay in the first cache. */
  fill(out: Int32Array, source: Source): void {
    const stay = this.#stay;
    const outcomes = this.#outcomes;
    const size = this.size;
    for (let start = 0; start < out.length; start += BLOCK.length) {
      const count = Math.min(BLOCK.length, out.length - start);
      source.fillUniform(BLOCK, count);
      for (let i = 0; i < count; i++) {
        const scaled = BLOCK[i]! * size;
        const column = scaled | 0;
        out[start + i] = outcomes[2 * column + ((scaled - column - stay[column]! + 1) | 0)]!;
      }
    }
  }
}

// Shared by all tables: it holds nothing between calls.
const BLOCK = new Float64Array(1024);
