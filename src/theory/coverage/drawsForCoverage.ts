import { requireHalfOpenUnit, requireObject, requireOpenUnit } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { TIE_TOLERANCE, reaches } from '../../math/tolerance.ts';
import { requireLawWorld } from './lawWorld.ts';
import type { LawWorld, ResponseLaw } from './lawWorld.ts';
import { endsOf } from './measured.ts';
import type { Ends, Measured } from './measured.ts';
import { logModeMass } from './modeMass.ts';

export interface DrawsForCoverageOptions {
  /** Best-of-N may miss y*_gamma with this probability at a prompt that is covered; in (0, 1). */
  readonly tau: number;
  /** The share of prompts that need not be covered; in [0, 1). */
  readonly eps: number;
  /** In [0, 1); 0, the default, asks for the maximisers themselves. */
  readonly gamma?: number;
}

/**
 * The N that the coverage profile asks for: the least with
 *
 *   P_{x ~ mu}[ pi_base(y*_gamma(x) | x) < log(1/tau) / N ] <= eps.
 *
 * From there on best-of-N lies in y*_gamma with probability at least 1 - tau at all but a share eps of the prompts (Prop
 * C.1). By Markov it is at most ceil(C_cov,gamma log(1/tau) / eps), which is what Thm 4.1' asks for.
 *
 * @returns an integer at least 1; on partial laws the ends of what it can be, the upper one perhaps infinite
 * @throws DomainError where an option is not in its domain, or N is finite but beyond all doubles
 * @see Huang et al. 2024, Prop C.1 and proof of Thm 4.1
 */
export function drawsForCoverage<L extends ResponseLaw>(
  world: LawWorld<L>,
  options: DrawsForCoverageOptions,
): Measured<L> {
  const where = 'drawsForCoverage';
  requireLawWorld(where, world);
  requireObject(where, 'options', options);
  const { tau, eps, gamma = 0 } = options;
  requireOpenUnit(where, 'tau', tau);
  requireHalfOpenUnit(where, 'eps', eps);
  const { promptLaw, base } = world;
  const ends: Ends[] = [];
  const weights: number[] = [];
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    if (promptLaw.logMasses[prompt] === -Infinity) continue;
    weights.push(Math.exp(promptLaw.logMasses[prompt]!));
    ends.push(logModeMass(where, base.law(prompt), gamma));
  }
  const logMassAt = (side: 'lower' | 'upper'): number =>
    lightQuantile(
      ends.map((value) => endsOf(value)[side]),
      weights,
      eps,
    );
  const logMass = logMassAt('lower');
  const upper = drawsAt(tau, logMass);
  if (upper === Infinity && logMass > -Infinity) {
    throw new DomainError(where, 'N', 'below 1.8e308, where doubles end', `log(1/tau) / exp(${logMass})`);
  }
  const exact = ends.every((value) => typeof value === 'number');
  return (exact ? upper : { lower: drawsAt(tau, logMassAt('upper')), upper }) as Measured<L>;
}

/** The least integer N at least 1 with mass >= log(1/tau) / N, up to the relative tolerance; infinite beyond all doubles. */
export function drawsAt(tau: number, logMass: number): number {
  return Math.max(1, Math.ceil(Math.exp(Math.log(-Math.log(tau)) - logMass) * (1 - TIE_TOLERANCE)));
}

/** The largest s with P[mass < s] <= eps. */
function lightQuantile(logMasses: readonly number[], weights: readonly number[], eps: number): number {
  const order = logMasses.map((_, i) => i).sort((i, j) => logMasses[i]! - logMasses[j]! || i - j);
  let lighter = 0;
  for (const i of order) {
    lighter += weights[i]!;
    if (!reaches(eps, lighter)) return logMasses[i]!;
  }
  return logMasses[order.at(-1)!]!;
}
