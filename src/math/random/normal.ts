import type { Source } from './source.ts';

/** One draw of the standard normal law (Box and Muller 1958). */
export function drawNormal(source: Source): number {
  return Math.sqrt(-2 * Math.log1p(-source.uniform())) * Math.cos(2 * Math.PI * source.uniform());
}
