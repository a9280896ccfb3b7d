import { requireInteger, requireLength, requireNumbers, requireObject } from './checks.ts';
import { compensatedSum } from './compensatedSum.ts';
import { DomainError } from './domainError.ts';
import type { Interval } from './interval.ts';
import type { PartialLaw } from './partialLaw.ts';

/**
 * All laws that partial knowledge leaves possible, by ends for the mass of each listed outcome and of the rest.
 *
 * The true law lies within all of the ends at once.
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
    const where = 'LawBracket.expectation';
    requireLength(where, 'values', values, this.size);
    if (this.size > 0) requireNumbers(where, 'values', values);
    for (let i = 0; i < values.length; i++) {
      if (!(Number.isFinite(values[i]) || this.logUpper[i] === -Infinity)) {
        throw new DomainError(where, `values[${i}]`, 'finite, as the outcome may occur', values[i]);
      }
    }
    requireObject(where, 'restValues', restValues);
    const { lower, upper } = restValues;
    requireNumbers(where, 'restValues', [lower, upper]);
    if (!(lower <= upper && lower < Infinity && upper > -Infinity)) {
      throw new DomainError(
        where,
        'restValues',
        'an interval { lower, upper } with lower <= upper',
        `${lower}, ${upper}`,
      );
    }
    return { lower: -this.#most(values, -lower, -1), upper: this.#most(values, upper, 1) };
  }

  /** The largest of sum sign values[i] q_i + restValue q_rest: every part gets its least, the best what is then left. */
  #most(values: ArrayLike<number>, restValue: number, sign: number): number {
    const parts = Array.from({ length: this.size }, (_, i) => ({
      value: sign * values[i]!,
      least: Math.exp(this.logLower[i]!),
      most: Math.exp(this.logUpper[i]!),
    }));
    parts.push({ value: restValue, least: this.rest.lower, most: this.rest.upper });
    parts.sort((a, b) => b.value - a.value);
    let left = Math.max(0, 1 - compensatedSum(parts.map(({ least }) => least)));
    const terms = parts.map(({ value, least, most }) => {
      const extra = Math.min(left, most - least);
      left -= extra;
      return least + extra === 0 ? 0 : value * (least + extra);
    });
    return compensatedSum(terms);
  }
}
