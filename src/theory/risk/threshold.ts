import { reaches } from '../../math/tolerance.ts';

/** When a policy counts as sharpened at a prompt. */
export interface Threshold {
  /** In (0, 1). */
  readonly delta: number;
  /** Whether the mass must exceed 1 - delta, as in the theorems, or may equal it, as in Def 3.1. */
  readonly strict?: boolean;
}

/**
 * Whether a policy has enough mass on y*, given the log of what it has off it.
 *
 * The smaller side is compared, mass off y* with delta or mass on it with 1 - delta: near 1 neither has digits to tell.
 */
export function sharpens(logMissed: number, { delta, strict = false }: Threshold): boolean {
  if (delta <= 1 / 2) {
    const missed = Math.exp(logMissed);
    return strict ? !reaches(missed, delta) : reaches(delta, missed);
  }
  const mass = -Math.expm1(logMissed);
  return strict ? !reaches(1 - delta, mass) : reaches(mass, 1 - delta);
}
