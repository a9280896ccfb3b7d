import type { Source } from '../../../math/random/source.ts';

/**
 * Draws from a law that is given by log masses, nats: the first token up to which there is more mass than a uniform number
 * says, and where rounding leaves none the last that has any. A token without mass is never drawn.
 */
export function drawToken(law: ArrayLike<number>, source: Source): number {
  let left = source.uniform();
  let last = -1;
  for (let token = 0; token < law.length; token++) {
    const mass = Math.exp(law[token]!);
    if (mass === 0) continue;
    last = token;
    left -= mass;
    if (left < 0) return token;
  }
  return last;
}
