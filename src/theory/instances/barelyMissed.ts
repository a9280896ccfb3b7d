import { requireInteger, requireObject, requireOpenUnit } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../math/finiteLaw.ts';
import { bestOfNPolicy } from '../../policies/bestOfNPolicy.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { FiniteClass } from '../../policies/finiteClass.ts';
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
}

/**
 * Near-extremal for the term C_cov/N* of Thm 4.1': on missed prompts y* has the mass p with (1 - p)^N = delta, just too
 * little for best-of-N, and the class has one member, pi^BoN_N.
 *
 * The risk is the mass of the missed prompts, and C_cov/N* exceeds it by log(2/delta) / log(1/delta) only.
 *
 * @throws DomainError outside the domains above, or where p is so small that the law would not fit in memory
 */
export function barelyMissed(options: BarelyMissedOptions): ExplicitWorld {
  requireObject('barelyMissed', 'options', options);
  const { N, delta, mass } = options;
  requireInteger('barelyMissed', 'N', N, 1);
  requireOpenUnit('barelyMissed', 'delta', delta);
  if (!(typeof mass === 'number' && mass > 0 && mass <= 1)) {
    throw new DomainError('barelyMissed', 'mass', 'a number in (0, 1]', mass);
  }
  const modeMass = -Math.expm1(Math.log(delta) / N);
  // Half as heavy as y*, so that y* stays the only mode.
  const others = Math.ceil((2 * (1 - modeMass)) / modeMass);
  if (!(others < MOST_RESPONSES)) {
    throw new DomainError('barelyMissed', 'N', `at most about ${MOST_RESPONSES / 2} log(1/delta)`, N);
  }
  const missed = FiniteLaw.fromMasses([modeMass, ...Array<number>(others).fill((1 - modeMass) / others)]);
  const base = new TabularPolicy([FiniteLaw.pointMass(others + 1, 0), missed]);
  return new ExplicitWorld(FiniteLaw.fromMasses([1 - mass, mass]), base, new FiniteClass([bestOfNPolicy(base, N)]));
}
