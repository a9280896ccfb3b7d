import { requireList, requireNumbers, requireObject } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { log1mexp, logAddExp, logSumExp } from '../math/logSpace.ts';
import { requireTotal } from '../math/total.ts';

/** What is known of the outcomes that a partial law does not list. */
export interface Rest {
  /** No unlisted outcome has a larger log mass, nats; at most 0. */
  readonly logRestCeiling: number;
  /** Log of their mass together, nats; by default what the list leaves, up to the rounding of its total, some 1e-16. */
  readonly logRestMass?: number;
}

/**
 * The listed part of a law, the mass of all that is not listed, and a ceiling on the mass of any such outcome: what a
 * search on a real model gives.
 *
 * Laws made from it are brackets: they hold whatever the unlisted part is. An outcome is certain in rank when it is
 * heavier than the ceiling; lighter ones may be listed as well, in any order.
 */
export class PartialLaw {
  /** Of the listed outcomes, nats. */
  readonly logMasses: ArrayLike<number>;
  readonly logRestMass: number;
  /** At most the rest's own mass; minus infinity where there is no rest. */
  readonly logRestCeiling: number;

  private constructor(logMasses: Float64Array, logRestMass: number, logRestCeiling: number) {
    this.logMasses = logMasses;
    this.logRestMass = logRestMass;
    this.logRestCeiling = Math.min(logRestCeiling, logRestMass);
  }

  /**
   * The law with these listed log masses.
   *
   * @param logMasses nats, perhaps none, the largest finite; where all that there is is given, by the rest's mass or a
   * ceiling of minus infinity, its total within 1e-9 of 1 (divided out)
   * @throws DomainError where a number is not in its domain, or the list alone has more mass than 1
   */
  static fromLogMasses(logMasses: ArrayLike<number>, rest: Rest): PartialLaw {
    return PartialLaw.#checked('PartialLaw.fromLogMasses', logMasses, rest);
  }

  static #checked(where: string, logMasses: ArrayLike<number>, rest: Rest): PartialLaw {
    requireList(where, 'logMasses', logMasses);
    if (logMasses.length > 0) requireNumbers(where, 'logMasses', logMasses);
    requireObject(where, 'rest', rest);
    const { logRestCeiling, logRestMass } = rest;
    requireLog(where, 'logRestCeiling', logRestCeiling);
    const listed = Float64Array.from(logMasses);
    const logListed = logSumExp(listed);
    if (listed.length > 0 && logListed === -Infinity) {
      throw new DomainError(where, 'largest of the listed log masses', 'finite', logListed);
    }
    if (logRestMass !== undefined) requireLog(where, 'logRestMass', logRestMass);
    const complete = logRestCeiling === -Infinity;
    if (!complete && logRestMass === undefined && logListed < 0) {
      return new PartialLaw(listed, log1mexp(logListed), logRestCeiling);
    }
    // A list of all that there is may come out a rounding error below or above 1.
    requireTotal(where, Math.exp(logAddExp(logListed, logRestMass ?? -Infinity)));
    if (complete) requireTotal(where, Math.exp(logListed));
    const logRest = complete ? -Infinity : (logRestMass ?? -Infinity);
    const logTotal = logAddExp(logListed, logRest);
    // The ceiling too: it must not fall below or rise above a listed mass that it was equal to.
    return new PartialLaw(
      listed.map((logMass) => logMass - logTotal),
      logRest - logTotal,
      logRestCeiling - logTotal,
    );
  }

  /**
   * The law with these listed masses.
   *
   * @param masses at least 0, with a total of at most 1
   * @param restCeiling the largest mass that an unlisted outcome may have, in [0, 1]
   */
  static fromMasses(masses: ArrayLike<number>, rest: { readonly restCeiling: number }): PartialLaw {
    const where = 'PartialLaw.fromMasses';
    requireNumbers(where, 'masses', masses);
    for (let i = 0; i < masses.length; i++) {
      if (!(masses[i]! >= 0)) throw new DomainError(where, `masses[${i}]`, 'at least 0', masses[i]);
    }
    requireObject(where, 'rest', rest);
    const { restCeiling } = rest;
    if (!(typeof restCeiling === 'number' && restCeiling >= 0 && restCeiling <= 1)) {
      throw new DomainError(where, 'restCeiling', 'a number in [0, 1]', restCeiling);
    }
    return PartialLaw.#checked(where, Float64Array.from(masses, Math.log), { logRestCeiling: Math.log(restCeiling) });
  }

  /** The number of listed outcomes. */
  get size(): number {
    return this.logMasses.length;
  }

  /** The mass of all that is not listed. */
  get restMass(): number {
    return Math.exp(this.logRestMass);
  }

  /** No unlisted outcome has more mass. */
  get restCeiling(): number {
    return Math.exp(this.logRestCeiling);
  }
}

function requireLog(where: string, argument: string, value: number): void {
  if (!(typeof value === 'number' && value <= 0)) {
    throw new DomainError(where, argument, 'a log of a mass: a number at most 0, or minus infinity', value);
  }
}
