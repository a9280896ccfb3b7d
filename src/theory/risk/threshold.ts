import { outweighs } from '../../math/tolerance.ts';

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
  return delta < 1 / 2
    ? outweighs(delta, Math.exp(logMissed), strict)
    : outweighs(-Math.expm1(logMissed), 1 - delta, strict);
}
