import { requireInteger, requireObject, requireOpenUnit } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { bestOfNPolicy } from '../../policies/transforms/bestOfNPolicy.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';

/** Beyond this the law of a missed prompt would take more than a gigabyte. */
const MOST_RESPONSES = 1e7;

export interface BarelyMissedOptions {
  /** Draws of best-of-N, an integer at least 1. */
  readonly N: number;
  /** Mass that a sharpened policy may leave off y*, in (0, 1). */
  readonly delta: number;
  /** Mass of the prompts that are missed, in (0, 1]; the others are settled. */
  readonly mass: number;
  /** How many responses share what is missed, each a twentieth lighter than the one before: an integer from 1, the default, to 10. */
  readonly near?: number;
}

/** From one near maximiser to the next. */
const LIGHTER = 0.95;

/**
 * Near-extremal for the term C_cov/N* of Thm 4.1': on missed prompts y* has the mass p with (1 - p)^N = delta, just too
 * little for best-of-N, and the class has one member, pi^BoN_N.
 *
 * The risk is the mass of the missed prompts, and C_cov/N* exceeds it by log(2/delta) / log(1/delta) only. With near
 * maximisers that is so of y*_gamma and C_cov,gamma, for the gamma that holds all of them; at a smaller one less mass is missed
 * as well, and C_cov,gamma is larger.
 *
 * @throws DomainError outside the domains above, or where p is so small that the law would not fit in memory
 */
export function barelyMissed(options: BarelyMissedOptions): ExplicitWorld {
  requireObject('barelyMissed', 'options', options);
  const { N, delta, mass, near = 1 } = options;
  requireInteger('barelyMissed', 'N', N, 1);
  requireOpenUnit('barelyMissed', 'delta', delta);
  if (!(typeof mass === 'number' && mass > 0 && mass <= 1)) {
    throw new DomainError('barelyMissed', 'mass', 'a number in (0, 1]', mass);
  }
  const modeMass = -Math.expm1(Math.log(delta) / N);
  requireInteger('barelyMissed', 'near', near, 1, 10);
  const weights = Array.from({ length: near }, (_, i) => LIGHTER ** i);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const top = weights.map((weight) => (modeMass * weight) / total);
  // Half as heavy as the lightest of them, so that they are no near maximisers.
  const others = Math.ceil((2 * (1 - modeMass)) / top.at(-1)!);
  if (!(others < MOST_RESPONSES)) {
    throw new DomainError('barelyMissed', 'N', `at most about ${MOST_RESPONSES / 2} log(1/delta)`, N);
  }
  const missed = FiniteLaw.fromMasses([...top, ...Array<number>(others).fill((1 - modeMass) / others)]);
  const base = new TabularPolicy([FiniteLaw.pointMass(others + near, 0), missed]);
  return new ExplicitWorld(FiniteLaw.fromMasses([1 - mass, mass]), base, new FiniteClass([bestOfNPolicy(base, N)]));
}
