import { requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { Interval } from '../../math/interval.ts';
import { cumulate, levelsOf } from '../levels.ts';
import { PartialLaw } from '../partialLaw.ts';
import { StoppingLaw } from './stoppingLaw.ts';

/** What is known of adaptive best-of-N from a part of its law. */
export interface PartialStopping {
  /** E[N_mu]. */
  readonly mean: Interval;
  /** The mass of the response on the likeliest listed level. */
  readonly modeMass: Interval;
}

/**
 * Ends of E[N_mu], and of the mass of the likeliest responses under adaptive best-of-N, on a partial law.
 *
 * What is not listed stops the rule never, or as soon as its ceiling allows: both move P[N_mu > k] the same way at every k.
 *
 * @param mu above 0
 * @throws DomainError where the likeliest listed response is not heavier than the ceiling, so that y* is not known
 * @see Huang et al. 2024, App. D and Lemma I.1
 */
export function partialStopping(law: PartialLaw, mu: number): PartialStopping {
  if (!(law instanceof PartialLaw)) throw new DomainError('partialStopping', 'law', 'a PartialLaw', law);
  requirePositive('partialStopping', 'mu', mu);
  const { logMasses, logRestMass, logRestCeiling } = law;
  const { order, starts } = levelsOf(law);
  const likelihoods = Array.from(starts.subarray(0, -1), (start) => logMasses[order[start]!]!);
  if (!(likelihoods[0]! > logRestCeiling)) {
    const expected = 'a law whose likeliest listed response is heavier than the ceiling of the rest';
    throw new DomainError('partialStopping', 'law', expected, law);
  }
  const ordered = Array.from(order, (outcome) => logMasses[outcome]!);
  /** The law of N_mu where the rest is one more level of that likelihood, before listed level `place`. */
  const stopping = (place: number, likelihood: number): { draws: StoppingLaw; logMode: number; logOthers: number } => {
    const at = starts[place]!;
    const cumulated = cumulate(
      Float64Array.from([...ordered.slice(0, at), logRestMass, ...ordered.slice(at)]),
      Int32Array.from([...starts.subarray(0, place + 1), ...starts.subarray(place).map((start) => start + 1)]),
    );
    const draws = new StoppingLaw(
      mu,
      Float64Array.from([...likelihoods.slice(0, place), likelihood, ...likelihoods.slice(place)]),
      cumulated.logUpTo,
    );
    return { draws, logMode: cumulated.logLevels[0]!, logOthers: cumulated.logUpTo[1] ?? -Infinity };
  };
  const levels = likelihoods.length;
  const reached = likelihoods.findIndex((likelihood) => likelihood <= logRestCeiling);
  const never = stopping(levels, -Infinity);
  const soon = logRestMass === -Infinity ? never : stopping(reached < 0 ? levels : reached, logRestCeiling);
  // The mode is kept if it comes up by the T of its own, or is the first to stop the rule afterwards.
  const modeMass = ({ draws, logMode, logOthers }: typeof never): number =>
    -Math.expm1(draws.least * logOthers) + Math.exp(logMode + draws.logTail[0]!);
  return {
    mean: { lower: soon.draws.mean, upper: never.draws.mean },
    modeMass: { lower: modeMass(soon), upper: Math.min(1, modeMass(never)) },
  };
}
