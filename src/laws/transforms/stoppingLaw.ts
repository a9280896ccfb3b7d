import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { log1mexp, logAddExp } from '../../math/logSpace.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { drawsUntil } from './drawsUntil.ts';

/** The exact law of N_mu = inf{ k : k max_{j <= k} pi_base(y_j) >= mu } at one prompt. Made by `adaptiveBestOfNLaw`. */
export class StoppingLaw {
  /** T of each level of likelihood, best first: the number of draws at which the level stops the rule. */
  readonly stopsAt: Float64Array;
  /** log sum_{k >= T} P[N_mu > k] of each level: -infinity for the last, at which the rule has always stopped. */
  readonly logTail: Float64Array;
  readonly #logUpTo: Float64Array;

  /**
   * @param likelihoods log masses of one outcome of each level, best first
   * @param logUpTo log of the mass of each level and all worse ones
   */
  constructor(mu: number, likelihoods: Float64Array, logUpTo: Float64Array) {
    this.stopsAt = likelihoods.map((logMass) => drawsUntil(mu, Math.exp(logMass)));
    this.#logUpTo = logUpTo;
    const levels = likelihoods.length;
    if (this.least === Infinity) {
      throw new DomainError('adaptiveBestOfNLaw', 'mu / P*', 'below 1.8e308', `${mu} / exp(${likelihoods[0]})`);
    }
    this.logTail = new Float64Array(levels).fill(-Infinity);
    // From T to the next level's T, P[N_mu > k] is a power of one mass: a geometric sum.
    for (let level = levels - 2; level >= 0; level--) {
      const [from, to] = [this.stopsAt[level]!, this.stopsAt[level + 1]!];
      const logWorse = logUpTo[level + 1]!;
      const sum = from * logWorse + log1mexp((to - from) * logWorse) - log1mexp(logWorse);
      this.logTail[level] = from < to ? logAddExp(sum, this.logTail[level + 1]!) : this.logTail[level + 1]!;
    }
  }

  /** The fewest draws at which the rule can stop: ceil(mu / P*). */
  get least(): number {
    return this.stopsAt[0]!;
  }

  /** E[N_mu]. */
  get mean(): number {
    return this.least + Math.exp(this.logTail[0]!);
  }

  /** P[N_mu > k], k an integer at least 0. */
  survival(k: number): number {
    requireInteger('StoppingLaw.survival', 'k', k, 0);
    const stopped = this.#stoppedBy(k);
    return stopped === 0 ? 1 : Math.exp(k * this.#logLater(stopped));
  }

  /** P[N_mu = k], k an integer at least 1. */
  mass(k: number): number {
    requireInteger('StoppingLaw.mass', 'k', k, 1);
    const [before, now] = [this.#stoppedBy(k - 1), this.#stoppedBy(k)];
    if (before === this.stopsAt.length || now === 0) return 0;
    const logBefore = this.#logLater(before);
    // log( P[N_mu > k] / P[N_mu > k - 1] ), not as a difference of two products by k, which for large k has no digits.
    const logStay = logBefore + k * (this.#logLater(now) - logBefore);
    return Math.exp((k - 1) * logBefore) * -Math.expm1(logStay);
  }

  /** One N_mu, by inversion: the least k with P[N_mu > k] at most a uniform number. */
  draw(source: Source): number {
    requireSource('StoppingLaw.draw', source);
    // Of 1 - uniform, which is never 0: no number of draws is that unlikely.
    const logUniform = Math.log1p(-source.uniform());
    // The first level before whose T the survival has come down so far, and the first k since the level before it.
    const level = firstWhere(this.stopsAt.length, (l) => this.#logUpTo[l]! * (this.stopsAt[l]! - 1) <= logUniform);
    if (level === 0) return this.least;
    const from = this.stopsAt[level - 1]!;
    return level === this.stopsAt.length ? from : Math.max(from, Math.ceil(logUniform / this.#logUpTo[level]!));
  }

  /** The level of the response, given that the rule stopped at N_mu = k, an integer at least `least`. */
  drawLevel(k: number, source: Source): number {
    // Not requireInteger: mu / P* may be beyond 2^53.
    if (!(Number.isInteger(k) && k >= this.least)) {
      throw new DomainError('StoppingLaw.drawLevel', 'k', `an integer at least ${this.least}`, k);
    }
    requireSource('StoppingLaw.drawLevel', source);
    const early = this.#stoppedBy(k - 1);
    // Draws before k lie in levels that stop later. Given that, the last draw is in a level that stops any time, or one
    // of the k draws is the best and in a level that stops just now. In units of the mass of the levels that stop later:
    const logLater = this.#logLater(early);
    const earlier = -Math.expm1(logLater);
    const now = this.#stoppedBy(k);
    const share = (level: number): number => Math.exp(k * (this.#logLater(level) - logLater));
    const justNow = now > early ? Math.exp(logLater) * (1 - share(now)) : 0;
    const uniform = source.uniform() * (earlier + justNow);
    if (uniform < earlier) return firstWhere(early - 1, (level) => -Math.expm1(this.#logLater(level + 1)) > uniform);
    const left = 1 - (uniform - earlier) / Math.exp(logLater);
    return early + firstWhere(now - early - 1, (level) => share(early + level + 1) < left);
  }

  /** log of the mass of a level and all worse ones; of none beyond the last. */
  #logLater(level: number): number {
    return level === this.stopsAt.length ? -Infinity : this.#logUpTo[level]!;
  }

  /** How many levels, the best ones, stop the rule by k draws. */
  #stoppedBy(k: number): number {
    return firstWhere(this.stopsAt.length, (level) => this.stopsAt[level]! > k);
  }
}

/** The first of 0..length-1 at which a condition holds that, once it does, holds on; `length` where it never does. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
