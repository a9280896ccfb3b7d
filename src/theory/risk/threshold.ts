import { reaches } from '../../math/tolerance.ts';

/** When a policy counts as sharpened at a prompt. */
export interface Threshold {
  /** In (0, 1). */
  readonly delta: number;
  /** Whether the mass must exceed 1 - delta, as in the theorems, or may equal it, as in Def 3.1. */
  readonly strict?: boolean;
}

/** Whether so much mass on y* is enough. */
export function sharpens(mass: number, { delta, strict = false }: Threshold): boolean {
  return strict ? !reaches(1 - delta, mass) : reaches(mass, 1 - delta);
}
