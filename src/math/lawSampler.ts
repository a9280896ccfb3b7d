import { AliasTable } from './aliasTable.ts';
import { drawBinomial } from './binomial.ts';
import type { Source } from './source.ts';

/** Rows (outcome, count) written into caller's arrays from `offset` on. */
export interface CountRows {
  readonly outcomes: Int32Array;
  readonly counts: Float64Array;
}

// Up to this many draws an outcome, drawing and counting is faster than one binomial an outcome.
const DRAWS_PER_OUTCOME = 4;

/** Draws from fixed masses, one by one or directly as counts. */
export class LawSampler {
  readonly table: AliasTable;
  // Outcomes of positive mass in descending order, and the share of each in what is left from it on.
  readonly #outcomes: Int32Array;
  readonly #shares: Float64Array;
  // Counts are gathered here and cleared again before the method returns.
  readonly #gathered: Int32Array;

  constructor(masses: ArrayLike<number>) {
    this.table = new AliasTable(masses);
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
    this.#gathered = new Int32Array(masses.length);
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
   * The counts of n independent draws, as rows for the outcomes that came up: at most `size` rows from `offset` on.
   * Time O(min(n, size)), whatever n. Returns the offset after the last row.
   */
  fillCounts(n: number, source: Source, rows: CountRows, offset: number): number {
    return n <= DRAWS_PER_OUTCOME * this.#outcomes.length
      ? this.#countDraws(n, source, rows, offset)
      : this.#splitByBinomials(n, source, rows, offset);
  }

  #countDraws(n: number, source: Source, rows: CountRows, offset: number): number {
    const gathered = this.#gathered;
    this.table.tally(n, source, gathered);
    for (let outcome = 0; outcome < gathered.length; outcome++) {
      const count = gathered[outcome]!;
      gathered[outcome] = 0;
      rows.outcomes[offset] = outcome;
      rows.counts[offset] = count;
      // 1 where it came up, else 0 and the row is overwritten. A comparison would cost a mispredicted branch.
      offset += -count >>> 31;
    }
    return offset;
  }

  #splitByBinomials(n: number, source: Source, rows: CountRows, offset: number): number {
    let left = n;
    for (let i = 0; left > 0; i++) {
      const count = drawBinomial(left, this.#shares[i]!, source);
      if (count === 0) continue;
      left -= count;
      rows.outcomes[offset] = this.#outcomes[i]!;
      rows.counts[offset++] = count;
    }
    return offset;
  }
}
