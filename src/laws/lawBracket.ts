import { requireInteger } from '../math/checks.ts';
import { expectationEnds } from './expectationEnds.ts';
import type { Interval } from '../math/interval.ts';
import type { PartialLaw } from './partialLaw.ts';

/**
 * All laws that partial knowledge leaves possible, by ends for the mass of each listed outcome and of the rest.
 *
 * The true law lies within all of the ends at once, up to the rounding of some 1e-16 of each.
 */
export class LawBracket {
  /** The law that these were made from. */
  readonly base: PartialLaw;
  /** Ends of the log mass of each listed outcome, nats. */
  readonly logLower: Float64Array;
  readonly logUpper: Float64Array;
  /** Ends of the log mass of all that is not listed, nats: N draws make masses that no double holds. */
  readonly logRest: Interval;
  /** The largest that log(q / base) can be at an unlisted outcome, nats. */
  readonly logRestRatio: number;

  constructor(
    base: PartialLaw,
    logLower: Float64Array,
    logUpper: Float64Array,
    logRest: Interval,
    logRestRatio: number,
  ) {
    this.base = base;
    this.logLower = logLower;
    this.logUpper = logUpper;
    this.logRest = logRest;
    this.logRestRatio = logRestRatio;
  }

  /** The number of listed outcomes. */
  get size(): number {
    return this.logLower.length;
  }

  /** Ends of the mass of all that is not listed. */
  get rest(): Interval {
    return { lower: Math.exp(this.logRest.lower), upper: Math.exp(this.logRest.upper) };
  }

  /** Ends of the mass of one listed outcome. */
  mass(outcome: number): Interval {
    requireInteger('LawBracket.mass', 'outcome', outcome, 0, this.size - 1);
    return this.expectation(new Float64Array(this.size).fill(1, outcome, outcome + 1), { lower: 0, upper: 0 });
  }

  /**
   * Ends of the expectation of a function: the smallest and largest over all laws in the bracket.
   *
   * @param values of the function at the listed outcomes, finite where the base law has mass
   * @param restValues ends of what it may be at an unlisted one; infinite where nothing bounds it
   */
  expectation(values: ArrayLike<number>, restValues: Interval): Interval {
    return expectationEnds('LawBracket.expectation', this, values, restValues);
  }
}
