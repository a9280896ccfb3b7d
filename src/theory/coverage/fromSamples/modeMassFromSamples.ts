import { requireHalfOpenUnit, requireObject, requireOpenUnit } from '../../../math/checks.ts';
import type { Interval } from '../../../math/interval.ts';
import { tied } from '../../../math/tolerance.ts';
import { clopperPearsonUpper } from '../../../statistics/clopperPearson.ts';
import { bestOf, requireLogLikelihoods } from './bestSeen.ts';
import type { BestSeen } from './bestSeen.ts';

/**
 * An interval for pi_base(y*_gamma(x) | x), the mass of all responses within a factor 1 - gamma of the likeliest, from N
 * draws:
 *
 *   [ best, u(T) ],  T = draws within a factor 1 - gamma of the best one,
 *
 * u(T) being the largest p with P[Binomial(N, p) <= T] >= rho (Clopper and Pearson). The lower end holds always. The upper
 * one fails with probability at most rho, though T is counted at a level that the draws have chosen: T is at least the
 * number of draws in y*_gamma, whether a maximiser was drawn or not. N is fixed in advance.
 *
 * The interval of `peakFromSamples` is none for this mass: two responses of mass 1/2 each have mass 1 together.
 *
 * @param pool log-likelihoods of the N draws, nats, finite and at most 0; ties by the tolerance of the library
 * @param rho failure probability, in (0, 1)
 * @param options.gamma in [0, 1); 0, the default, asks for the maximisers themselves
 * @returns masses
 * @throws DomainError where the pool is empty or a number is not in its domain
 * @see docs/derivations.md, Coverage from samples
 */
export function modeMassFromSamples(
  pool: ArrayLike<number>,
  rho: number,
  options: { readonly gamma?: number } = {},
): Interval {
  const where = 'modeMassFromSamples';
  requireLogLikelihoods(where, 'pool', pool);
  requireOpenUnit(where, 'rho', rho);
  const gamma = requireGamma(where, options);
  return modeMassInterval(seenNearBest(pool, gamma), rho);
}

/** All that draws say about the mass of y*_gamma. */
export interface SeenNearBest extends BestSeen {
  /** How many of the draws are within a factor 1 - gamma of the best of them, which itself is one. */
  readonly near: number;
}

/** What a pool that has been checked says about the mass of y*_gamma. */
export function seenNearBest(pool: ArrayLike<number>, gamma: number): SeenNearBest {
  const { logBest, draws } = bestOf(pool);
  const least = logBest + Math.log1p(-gamma);
  let near = 0;
  for (let j = 0; j < draws; j++) if (pool[j]! >= least || tied(pool[j]!, least)) near++;
  return { logBest, draws, near };
}

/** The interval of `modeMassFromSamples`. */
export function modeMassInterval({ logBest, draws, near }: SeenNearBest, rho: number): Interval {
  const best = Math.exp(logBest);
  return { lower: best, upper: Math.max(best, clopperPearsonUpper(near, draws, rho)) };
}

/** The gamma of some options, 0 where there is none. */
export function requireGamma(where: string, options: { readonly gamma?: number }): number {
  requireObject(where, 'options', options);
  const { gamma = 0 } = options;
  requireHalfOpenUnit(where, 'gamma', gamma);
  return gamma;
}
