import { requireLength, requireNumbers } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { FiniteLaw } from './finiteLaw.ts';
import { logSumExp } from '../math/logSpace.ts';
import { tied } from '../math/tolerance.ts';
import { requireTotal } from '../math/total.ts';

/**
 * A law as levels of likelihood: level l has exp(logMultiplicities[l]) outcomes of log mass logMasses[l] each.
 *
 * Best-of-N, adaptive best-of-N and all coefficients of coverage depend on nothing else, so they are exact also where
 * no list would fit: |Y| = 2^1000. Levels keep their place under transforms (`bestOfNLaw`, `power`, ...), so that a law
 * and what was made from it can be compared level by level. Two levels may have one likelihood; an outcome of mass zero
 * need not be in any. `massOf(law, [level])` is the mass of a level taken whole.
 */
export class Spectrum {
  /** Of one outcome of each level, nats. */
  readonly logMasses: ArrayLike<number>;
  readonly logMultiplicities: ArrayLike<number>;
  /** Of each level taken whole, nats. */
  readonly levelLogMasses: ArrayLike<number>;

  private constructor(logMasses: Float64Array, logMultiplicities: Float64Array, levelLogMasses: Float64Array) {
    this.logMasses = logMasses;
    this.logMultiplicities = logMultiplicities;
    this.levelLogMasses = levelLogMasses;
  }

  /**
   * The law that has multiplicities[l] outcomes of mass masses[l] each.
   *
   * @param masses at least 0; the total, each counted as often as it occurs, within 1e-9 of 1 (divided out)
   * @param multiplicities integers at least 1, below 1.8e308; beyond, `fromLogMasses` takes their logs
   * @throws DomainError where one is not in its domain
   */
  static fromMasses(masses: ArrayLike<number>, multiplicities: ArrayLike<number>): Spectrum {
    const where = 'Spectrum.fromMasses';
    requireNumbers(where, 'masses', masses);
    requireNumbers(where, 'multiplicities', multiplicities);
    for (let level = 0; level < masses.length; level++) {
      if (!(masses[level]! >= 0)) throw new DomainError(where, `masses[${level}]`, 'at least 0', masses[level]);
    }
    for (let level = 0; level < multiplicities.length; level++) {
      if (!(Number.isInteger(multiplicities[level]) && multiplicities[level]! >= 1)) {
        const expected = 'an integer at least 1 and below 1.8e308 (Spectrum.fromLogMasses takes logs)';
        throw new DomainError(where, `multiplicities[${level}]`, expected, multiplicities[level]);
      }
    }
    return Spectrum.#checked(where, Float64Array.from(masses, Math.log), Float64Array.from(multiplicities, Math.log));
  }

  /**
   * The law that has exp(logMultiplicities[l]) outcomes of log mass logMasses[l] each.
   *
   * @param logMasses nats, minus infinity for outcomes that cannot occur; the total under the rule of `fromMasses`
   * @param logMultiplicities in [0, 1e6]; beyond, a log mass has no digits left for what a level weighs
   * @throws DomainError where one is not in its domain
   */
  static fromLogMasses(logMasses: ArrayLike<number>, logMultiplicities: ArrayLike<number>): Spectrum {
    const where = 'Spectrum.fromLogMasses';
    requireNumbers(where, 'logMasses', logMasses);
    requireLogMultiplicities(where, logMultiplicities);
    return Spectrum.#checked(where, Float64Array.from(logMasses), Float64Array.from(logMultiplicities));
  }

  /**
   * The law proportional to exp(logWeights[l]) on each of the exp(logMultiplicities[l]) outcomes of level l.
   *
   * @param logWeights nats; minus infinity for outcomes that cannot occur, at least one finite, none plus infinity
   * @param logMultiplicities in [0, 1e6]
   * @throws DomainError where one is not in its domain
   */
  static fromLogWeights(logWeights: ArrayLike<number>, logMultiplicities: ArrayLike<number>): Spectrum {
    const where = 'Spectrum.fromLogWeights';
    requireNumbers(where, 'logWeights', logWeights);
    requireLogMultiplicities(where, logMultiplicities);
    requireLength(where, 'logMultiplicities', logMultiplicities, logWeights.length);
    let max = -Infinity;
    for (let level = 0; level < logWeights.length; level++) max = Math.max(max, logWeights[level]!);
    if (!Number.isFinite(max)) throw new DomainError(where, 'largest of logWeights', 'finite', max);
    // Shifted first: the distances to the largest are exact where the weights themselves have no digits to spare.
    const shifted = Float64Array.from(logWeights, (logWeight) => logWeight - max);
    const multiplicities = Float64Array.from(logMultiplicities);
    const levels = wholeLevels(shifted, multiplicities);
    // Levels too: their total is 1 to the last digit also where their multiplicities have logs of thousands.
    const top = levels.reduce((a, b) => Math.max(a, b));
    const logTotal = logSumExp(levels.map((level) => level - top));
    return new Spectrum(
      shifted.map((logWeight) => logWeight - top - logTotal),
      multiplicities,
      levels.map((level) => level - top - logTotal),
    );
  }

  static #checked(where: string, logMasses: Float64Array, logMultiplicities: Float64Array): Spectrum {
    requireLength(where, 'multiplicities', logMultiplicities, logMasses.length);
    const levels = wholeLevels(logMasses, logMultiplicities);
    const logTotal = logSumExp(levels);
    requireTotal(where, Math.exp(logTotal));
    return new Spectrum(
      logMasses.map((logMass) => logMass - logTotal),
      logMultiplicities,
      levels.map((level) => level - logTotal),
    );
  }

  /** The number of levels. */
  get size(): number {
    return this.logMasses.length;
  }

  /** The law with the same levels and these log masses; the total under the rule of `fromMasses`. */
  withLogMasses(logMasses: ArrayLike<number>): Spectrum {
    return Spectrum.fromLogMasses(logMasses, this.logMultiplicities);
  }

  /** The law with the same levels proportional to exp(logWeights) on each of their outcomes. */
  withLogWeights(logWeights: ArrayLike<number>): Spectrum {
    return Spectrum.fromLogWeights(logWeights, this.logMultiplicities);
  }

  /**
   * The law with every outcome listed, level by level.
   *
   * @throws DomainError where there are more than 2^24 outcomes, or a level does not have a whole number of them
   */
  list(): FiniteLaw {
    const counts = Array.from(this.logMultiplicities, (log) => Math.round(Math.exp(log)));
    const outcomes = counts.reduce((sum, count) => sum + count, 0);
    if (!(outcomes <= MOST_LISTED)) throw new DomainError('Spectrum.list', 'outcomes', 'at most 2^24', outcomes);
    counts.forEach((count, level) => {
      const multiplicity = Math.exp(this.logMultiplicities[level]!);
      if (tied(multiplicity, count)) return;
      throw new DomainError('Spectrum.list', `multiplicity of level ${level}`, 'an integer', multiplicity);
    });
    const logMasses = new Float64Array(outcomes);
    let start = 0;
    counts.forEach((count, level) => logMasses.fill(this.logMasses[level]!, start, (start += count)));
    return FiniteLaw.fromLogMasses(logMasses);
  }
}

const MOST_LISTED = 2 ** 24;

/** Beyond, a log mass has no digits left for what a level weighs. */
export const MOST_LOG_MULTIPLICITY = 1e6;

function wholeLevels(logMasses: Float64Array, logMultiplicities: Float64Array): Float64Array {
  return logMasses.map((logMass, level) => logMass + logMultiplicities[level]!);
}

function requireLogMultiplicities(where: string, logMultiplicities: ArrayLike<number>): void {
  requireNumbers(where, 'logMultiplicities', logMultiplicities);
  for (let level = 0; level < logMultiplicities.length; level++) {
    const value = logMultiplicities[level]!;
    if (!(value >= 0 && value <= MOST_LOG_MULTIPLICITY)) {
      throw new DomainError(where, `logMultiplicities[${level}]`, 'a number in [0, 1e6]', value);
    }
  }
}
