import { AliasTable } from './aliasTable.ts';
import { drawBinomial } from './binomial.ts';
import { compensatedSum } from './compensatedSum.ts';
import type { Source } from './source.ts';

// One binomial takes as long as about this many draws from a table.
const DRAWS_PER_BINOMIAL = 12;

/** Draws from fixed masses, one by one or directly as counts. */
export class LawSampler {
  readonly table: AliasTable;
  readonly #masses: Float64Array;
  #split: Split | undefined;

  constructor(masses: ArrayLike<number>) {
    this.table = new AliasTable(masses);
    this.#masses = Float64Array.from(masses);
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
   * Adds to times[0..size-1] how often each outcome came up in n independent draws, n an integer at least 0.
   *
   * Time O(min(n, size)) whatever n: a binomial for each heavy outcome, then draws among the light ones. The split
   * into heavy and light is kept until another n is asked for.
   */
  addCounts(n: number, source: Source, times: Float64Array): void {
    if (this.#split?.n !== n) this.#split = splitFor(n, this.#masses);
    const { heavy, shares, light } = this.#split;
    let left = n;
    for (let i = 0; i < heavy.length && left > 0; i++) {
      const outcome = heavy[i]!;
      const count = drawBinomial(left, shares[i]!, source);
      times[outcome] = times[outcome]! + count;
      left -= count;
    }
    light?.tally(left, source, times);
  }
}

interface Split {
  readonly n: number;
  /** The outcomes expected often enough to be worth a binomial, the heaviest first. */
  readonly heavy: Int32Array;
  /** The share of each in its own mass and that of all after it. */
  readonly shares: Float64Array;
  /** The other outcomes; none where they have no mass. */
  readonly light: AliasTable | undefined;
}

function splitFor(n: number, masses: Float64Array): Split {
  const isHeavy = (mass: number): boolean => mass > 0 && mass * n >= DRAWS_PER_BINOMIAL;
  const heavy = Int32Array.from(masses.keys())
    .filter((outcome) => isHeavy(masses[outcome]!))
    .sort((i, j) => masses[j]! - masses[i]! || i - j);
  const lightMasses = masses.map((mass) => (isHeavy(mass) ? 0 : mass));
  // From the lightest up, so that small masses are not lost in the sum.
  let rest = compensatedSum(lightMasses);
  const light = rest > 0 ? new AliasTable(lightMasses) : undefined;
  const shares = new Float64Array(heavy.length);
  for (let i = heavy.length - 1; i >= 0; i--) {
    const mass = masses[heavy[i]!]!;
    rest += mass;
    shares[i] = mass / rest;
  }
  return { n, heavy, shares, light };
}
