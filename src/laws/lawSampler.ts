import { AliasTable } from '../math/random/aliasTable.ts';
import { drawBinomial } from '../math/random/binomial.ts';
import type { Source } from '../math/random/source.ts';

// One binomial takes as long as about this many draws from a table.
const DRAWS_PER_BINOMIAL = 12;

/** Draws from fixed masses, one by one or directly as counts. Tables are built when first needed. */
export class LawSampler {
  readonly masses: Float64Array;
  #table: AliasTable | undefined;
  #split: Split | undefined;

  /** @param masses kept, not copied: the caller writes into it no more */
  constructor(masses: Float64Array) {
    this.masses = masses;
  }

  get table(): AliasTable {
    return (this.#table ??= new AliasTable(this.masses));
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
  addCounts(n: number, source: Source, times: Int32Array | Float64Array): void {
    if (this.#split?.n !== n) this.#split = splitFor(n, this.masses);
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
  /** The outcomes expected often enough to be worth a binomial. */
  readonly heavy: Int32Array;
  /** The share of each in its own mass and that of all after it, light ones included. */
  readonly shares: Float64Array;
  /** The other outcomes; none where they have no mass. */
  readonly light: AliasTable | undefined;
}

function splitFor(n: number, masses: Float64Array): Split {
  const least = DRAWS_PER_BINOMIAL / n;
  const lightMasses = new Float64Array(masses.length);
  const heavy: number[] = [];
  let rest = 0;
  for (let outcome = 0; outcome < masses.length; outcome++) {
    const mass = masses[outcome]!;
    if (mass >= least) heavy.push(outcome);
    else {
      lightMasses[outcome] = mass;
      rest += mass;
    }
  }
  const light = rest > 0 ? new AliasTable(lightMasses) : undefined;
  // The heaviest first: few are left for the others. Summed from the lightest up, so that small masses are not lost.
  heavy.sort((i, j) => masses[j]! - masses[i]! || i - j);
  const shares = new Float64Array(heavy.length);
  for (let i = heavy.length - 1; i >= 0; i--) {
    const mass = masses[heavy[i]!]!;
    rest += mass;
    shares[i] = mass / rest;
  }
  return { n, heavy: Int32Array.from(heavy), shares, light };
}
