import { requireList } from '../checks.ts';
import { DomainError } from '../domainError.ts';
import { requireSource } from './source.ts';
import type { Source } from './source.ts';

/**
 * Walker's alias table: O(size) to build, one uniform and one look-up a draw (Vose 1991).
 *
 * An outcome of weight zero is never drawn, also at u = 0 and after rounding: its column holds only its alias.
 */
export class AliasTable {
  readonly size: number;
  // A column is 16 bytes, so that a draw from a large table misses the cache once: its chance of staying at stay[2c],
  // and how far from c its alias lies at jump[4c + 2].
  readonly #stay: Float64Array;
  readonly #jump: Int32Array;

  /** Weights: finite, at least 0, with a finite sum above 0. */
  constructor(weights: ArrayLike<number>) {
    requireList('AliasTable', 'weights', weights);
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
    const columns = new ArrayBuffer(16 * size);
    this.#stay = new Float64Array(columns);
    this.#jump = new Int32Array(columns);
    const set = (column: number, stay: number, alias: number): void => {
      this.#stay[2 * column] = stay;
      this.#jump[4 * column + 2] = alias - column;
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
      if (scaled[rich] < 1) {
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
    return pick(uniform * this.size, this.#stay, this.#jump);
  }

  /** One outcome. */
  draw(source: Source): number {
    requireSource('AliasTable.draw', source);
    return this.pick(source.uniform());
  }

  /** Fills `out` with what as many calls of `draw` would give, in blocks that stay in the first cache. */
  fill(out: Int32Array, source: Source): void {
    requireSource('AliasTable.fill', source);
    for (let start = 0; start < out.length; start += BLOCK) {
      const count = Math.min(BLOCK, out.length - start);
      source.fillUniform(uniforms, count);
      this.#pickAll(count, out, start);
    }
  }

  /** Adds to times[0..size-1] how often each outcome came up in n draws. */
  tally(n: number, source: Source, times: Int32Array | Float64Array): void {
    requireSource('AliasTable.tally', source);
    for (let left = n; left > 0; left -= BLOCK) {
      const count = Math.min(BLOCK, left);
      source.fillUniform(uniforms, count);
      this.#pickAll(count, outcomes, 0);
      for (let i = 0; i < count; i++) times[outcomes[i]!] = times[outcomes[i]!]! + 1;
    }
  }

  // A loop of its own: together with the drawing or the counting it has too many variables for the registers.
  #pickAll(count: number, out: Int32Array, start: number): void {
    const size = this.size;
    const stay = this.#stay;
    const jump = this.#jump;
    for (let i = 0; i < count; i++) out[start + i] = pick(uniforms[i]! * size, stay, jump);
  }
}

function pick(scaled: number, stay: Float64Array, jump: Int32Array): number {
  const column = scaled | 0;
  // 0 while scaled - column is below the chance of staying, else 1. A comparison would cost a mispredicted branch.
  const leave = (scaled - column - stay[column << 1]! + 1) | 0;
  return column + Math.imul(leave, jump[(column << 2) | 2]!);
}

// Shared by all tables: they hold nothing between calls.
const BLOCK = 1024;
const uniforms = new Float64Array(BLOCK);
const outcomes = new Int32Array(BLOCK);
