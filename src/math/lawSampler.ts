import { AliasTable } from './aliasTable.ts';
import { drawBinomial } from './binomial.ts';
import type { Source } from './source.ts';

// One binomial takes as long as about this many draws from a table.
const DRAWS_PER_BINOMIAL = 12;

const MOST_LIGHT_TABLES = 4;

/** Draws from fixed masses, one by one or directly as counts. */
export class LawSampler {
  readonly table: AliasTable;
  // Outcomes of positive mass, the heaviest first, and the share of each in its own mass and that of all after it.
  readonly #outcomes: Int32Array;
  readonly #shares: Float64Array;
  readonly #masses: ArrayLike<number>;
  readonly #lightTables = new Map<number, AliasTable>();

  constructor(masses: ArrayLike<number>) {
    this.table = new AliasTable(masses);
    this.#masses = masses;
    this.#outcomes = Int32Array.from({ length: masses.length }, (_, i) => i)
      .filter((i) => masses[i]! > 0)
      .sort((i, j) => masses[j]! - masses[i]! || i - j);
    this.#shares = new Float64Array(this.#outcomes.length);
    // From the lightest up, so that small masses are not lost in the sum.
    let rest = 0;
    for (let i = this.#outcomes.length - 1; i >= 0; i--) {
      const mass = masses[this.#outcomes[i]!]!;
      rest += mass;
      this.#shares[i] = mass / rest;
    }
  }

  /** One outcome. */
  draw(source: Source): number {
    return this.table.draw(source);
  }

  /** Fills `out` with independent outcomes. */
  fill(out: Int32Array, source: Source): void {
    this.table.fill(out, source);
  }

  /**
   * Adds to times[offset..offset+size-1] how often each outcome came up in n independent draws, n an integer at least 0.
   *
   * Time O(min(n, size)), whatever n: one binomial for each outcome that is expected often, the heaviest first, then
   * draws among the light ones.
   */
  addCounts(n: number, source: Source, times: Float64Array, offset = 0): void {
    const outcomes = this.#outcomes;
    const shares = this.#shares;
    let left = n;
    let i = 0;
    // The last share is 1: whatever is left then goes there.
    while (left > 0 && (left * shares[i]! >= DRAWS_PER_BINOMIAL || i === outcomes.length - 1)) {
      const count = drawBinomial(left, shares[i]!, source);
      const place = offset + outcomes[i]!;
      times[place] = times[place]! + count;
      left -= count;
      i++;
    }
    if (left > 0) this.#tableFrom(i).tally(left, source, times, offset);
  }

  /** A table of the outcomes that are at most the i-th heaviest. */
  #tableFrom(i: number): AliasTable {
    if (i === 0) return this.table;
    let table = this.#lightTables.get(i);
    if (!table) {
      const light = new Float64Array(this.table.size);
      for (const outcome of this.#outcomes.subarray(i)) light[outcome] = this.#masses[outcome]!;
      // Few depths are in use at a time; the tables of others would only take room.
      if (this.#lightTables.size === MOST_LIGHT_TABLES) this.#lightTables.clear();
      this.#lightTables.set(i, (table = new AliasTable(light)));
    }
    return table;
  }
}
