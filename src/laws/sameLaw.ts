import type { FiniteLaw } from './finiteLaw.ts';
import { TIE_TOLERANCE } from '../math/tolerance.ts';

/** Whether two laws give every outcome the same mass, up to a relative tolerance of 1e-12 (of a nat's magnitude for tiny masses). */
export function sameLaw(a: FiniteLaw, b: FiniteLaw): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (let i = 0; i < a.size; i++) {
    const [p, q] = [a.logMasses[i]!, b.logMasses[i]!];
    const gap = Math.abs(p - q);
    // A mass of zero equals only itself: an infinite gap would pass any relative tolerance.
    if (p !== q && !(gap < Infinity && gap <= TIE_TOLERANCE * Math.max(1, Math.abs(p)))) return false;
  }
  return true;
}
