import { requireInteger, requireNumbers, requireSize } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import { LawSampler } from './lawSampler.ts';
import { logSumExp } from '../math/logSpace.ts';
import { requireSource } from '../math/random/source.ts';
import type { Source } from '../math/random/source.ts';
import { requireTotal } from '../math/total.ts';

/**
 * A law over the outcomes 0..size-1, kept as log masses in nats; an outcome of mass zero has minus infinity.
 *
 * Masses down to the smallest double are kept: nothing is rounded to zero on the way.
 */
export class FiniteLaw {
  readonly logMasses: ArrayLike<number>;
  readonly #masses: Float64Array | undefined;
  #sampler: LawSampler | undefined;

  private constructor(logMasses: Float64Array, masses?: Float64Array) {
    this.logMasses = logMasses;
    this.#masses = masses;
  }

  /**
   * The law with these masses.
   *
   * @param masses each at least 0, with a total within 1e-9 of 1; that much is taken for rounding and divided out.
   * @throws DomainError where a mass is negative or NaN, the list is empty, or the total is off by more.
   */
  static fromMasses(masses: ArrayLike<number>): FiniteLaw {
    const where = 'FiniteLaw.fromMasses';
    requireNumbers(where, 'masses', masses);
    for (let i = 0; i < masses.length; i++) {
      if (!(masses[i]! >= 0)) throw new DomainError(where, `masses[${i}]`, 'at least 0', masses[i]);
    }
    const total = compensatedSum(masses);
    requireTotal(where, total);
    const correction = Math.log(total);
    const logMasses = new Float64Array(masses.length);
    for (let i = 0; i < masses.length; i++) logMasses[i] = Math.log(masses[i]!) - correction;
    return new FiniteLaw(logMasses);
  }

  /**
   * The law with these log masses, under the same rule for the total as `fromMasses`.
   *
   * @param logMasses nats; at most 0 up to that rounding, minus infinity for an outcome that cannot occur.
   */
  static fromLogMasses(logMasses: ArrayLike<number>): FiniteLaw {
    const where = 'FiniteLaw.fromLogMasses';
    requireNumbers(where, 'logMasses', logMasses);
    const logTotal = logSumExp(logMasses);
    requireTotal(where, Math.exp(logTotal));
    return new FiniteLaw(less(logMasses, logTotal));
  }

  /**
   * The law proportional to exp(logWeights): normalises openly.
   *
   * @param logWeights nats; minus infinity for an outcome that cannot occur, at least one finite, none plus infinity.
   */
  static fromLogWeights(logWeights: ArrayLike<number>): FiniteLaw {
    const where = 'FiniteLaw.fromLogWeights';
    requireNumbers(where, 'logWeights', logWeights);
    let max = -Infinity;
    for (let i = 0; i < logWeights.length; i++) max = Math.max(max, logWeights[i]!);
    if (!Number.isFinite(max)) throw new DomainError(where, 'largest of logWeights', 'finite', max);
    // Shifted first: the distances to the largest are exact where the weights themselves have no digits to spare.
    const shifted = less(logWeights, max);
    const logTotal = logSumExp(shifted);
    return new FiniteLaw(less(shifted, logTotal));
  }

  /**
   * The law of whoever has its masses both ways already, and would otherwise wait for the same exponentials again.
   *
   * @param logMasses nats; kept, not copied, as are the masses
   * @param masses exp(logMasses) up to rounding, which is not checked; their total is, as in `fromMasses`
   */
  static fromBoth(logMasses: Float64Array, masses: Float64Array): FiniteLaw {
    const where = 'FiniteLaw.fromBoth';
    if (masses.length !== logMasses.length) {
      throw new DomainError(where, 'masses', `of length ${logMasses.length}, as logMasses`, masses);
    }
    requireTotal(where, compensatedSum(masses));
    return new FiniteLaw(logMasses, masses);
  }

  /** All mass on one outcome. */
  static pointMass(size: number, outcome: number): FiniteLaw {
    requireSize('FiniteLaw.pointMass', 'size', size);
    requireInteger('FiniteLaw.pointMass', 'outcome', outcome, 0, size - 1);
    return new FiniteLaw(new Float64Array(size).fill(-Infinity).fill(0, outcome, outcome + 1));
  }

  /** Equal masses. */
  static uniform(size: number): FiniteLaw {
    requireSize('FiniteLaw.uniform', 'size', size);
    return new FiniteLaw(new Float64Array(size).fill(-Math.log(size)));
  }

  /** The number of outcomes. */
  get size(): number {
    return this.logMasses.length;
  }

  /** The log mass of each level taken whole: here a level is one outcome (see `Spectrum`). */
  get levelLogMasses(): ArrayLike<number> {
    return this.logMasses;
  }

  /** How many outcomes each level has, in log: none but one. */
  get logMultiplicities(): ArrayLike<number> {
    return new Float64Array(this.size);
  }

  /** The law over the same outcomes with these log masses; see `fromLogMasses`. */
  withLogMasses(logMasses: ArrayLike<number>): FiniteLaw {
    return FiniteLaw.fromLogMasses(logMasses);
  }

  /** The law over the same outcomes proportional to exp(logWeights); see `fromLogWeights`. */
  withLogWeights(logWeights: ArrayLike<number>): FiniteLaw {
    return FiniteLaw.fromLogWeights(logWeights);
  }

  /** The mass of one outcome. */
  mass(outcome: number): number {
    requireInteger('FiniteLaw.mass', 'outcome', outcome, 0, this.size - 1);
    return Math.exp(this.logMasses[outcome]!);
  }

  /** The masses of all outcomes, as a fresh array. */
  masses(): Float64Array {
    if (this.#masses) return this.#masses.slice();
    const { logMasses, size } = this;
    const masses = new Float64Array(size);
    for (let i = 0; i < size; i++) masses[i] = Math.exp(logMasses[i]!);
    return masses;
  }

  /** Draws from this law; the tables are built once, at the first draw. */
  get sampler(): LawSampler {
    return (this.#sampler ??= new LawSampler(this.#masses ?? this.masses()));
  }

  /** One draw. */
  draw(source: Source): number {
    requireSource('FiniteLaw.draw', source);
    return this.sampler.draw(source);
  }
}

/** Each value less the same number. By a loop: `Float64Array.from` with a function takes a hundred times as long. */
function less(values: ArrayLike<number>, by: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = values[i]! - by;
  return out;
}
