import type { Interval } from '../../../../math/interval.ts';

/**
 * Ends of a mass, from those that hold for a law whose log masses are each off by at most `spread` nats:
 *
 *   max(lower e^-s, 1 - (1 - lower) e^s)  to  min(upper e^s, 1 - (1 - upper) e^-s),
 *
 * as the mass of a set and that of all else are each off by a factor of at most e^s.
 *
 * @param ends in [0, 1]
 * @param spread s, nats, at least 0; at 0 the ends stay as they are
 */
export function widenedMass({ lower, upper }: Interval, spread: number): Interval {
  if (spread === 0) return { lower, upper };
  if (spread === Infinity) return { lower: 0, upper: 1 };
  return {
    lower: Math.max(0, lower * Math.exp(-spread), 1 - (1 - lower) * Math.exp(spread)),
    upper: Math.min(1, upper * Math.exp(spread), 1 - (1 - upper) * Math.exp(-spread)),
  };
}

/** Ends of a mean of reciprocals of masses, such as C_cov, where each mass is off by a factor of at most e^spread; at least 1. */
export function widenedReciprocal({ lower, upper }: Interval, spread: number): Interval {
  return { lower: Math.max(1, lower * Math.exp(-spread)), upper: upper * Math.exp(spread) };
}
