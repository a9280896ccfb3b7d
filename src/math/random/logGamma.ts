import { drawNormal } from './normal.ts';
import type { Source } from './source.ts';

/**
 * The logarithm of one draw of the gamma law with that shape and scale 1.
 *
 * By Marsaglia and Tsang (2000); below shape 1 as G(shape + 1) U^(1/shape), of which only the logarithm is kept: at
 * shape 0.01 half of all draws lie below 1e-30, and six in ten thousand below the smallest double.
 * `shape` lies in [1e-300, 1e9], beyond which the test of acceptance has too few digits; the caller has checked it.
 */
export function drawLogGamma(shape: number, source: Source): number {
  if (shape < 1) return drawLogGamma(shape + 1, source) + Math.log1p(-source.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = drawNormal(source);
    const root = 1 + c * z;
    if (root <= 0) continue;
    const logV = 3 * Math.log1p(c * z);
    if (Math.log1p(-source.uniform()) < (z * z) / 2 + d * (1 - root ** 3 + logV)) return Math.log(d) + logV;
  }
}
