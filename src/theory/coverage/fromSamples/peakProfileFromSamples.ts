import { requireOpenUnit } from '../../../math/checks.ts';
import type { Interval } from '../../../math/interval.ts';
import { reaches } from '../../../math/tolerance.ts';
import { bestSeen } from './bestSeen.ts';
import { requirePools } from './pools.ts';
import { requireThresholds, shareBehind } from './profileFromShares.ts';

/**
 * Intervals for the shares P_{x ~ mu}[ P* <= 1/K ] of prompts whose likeliest response is as light as that, for several K,
 * from N draws at each of n prompts. With the share b = P[best <= 1/K] and q = (1 - 1/K)^N,
 *
 *   (b - q) / (1 - q)  <=  P_x[ P* <= 1/K ]  <=  b,
 *
 * and b lies between the ends of Clopper and Pearson for the prompts counted. They hold together: rho is split evenly
 * over the K, and half of each share over the sides.
 *
 * @param pools log-likelihoods of N draws, nats, for each of n prompts drawn from mu independently
 * @param Ks numbers at least 1, not necessarily integers, fixed beforehand
 * @param rho failure probability, in (0, 1)
 * @returns shares, one interval for each K
 * @throws DomainError where pools are empty or ragged, or a number is not in its domain
 * @see docs/derivations.md, Coverage from samples
 */
export function peakProfileFromSamples(
  pools: readonly ArrayLike<number>[],
  Ks: ArrayLike<number>,
  rho: number,
): Interval[] {
  const where = 'peakProfileFromSamples';
  const N = requirePools(where, pools);
  requireThresholds(where, Ks);
  requireOpenUnit(where, 'rho', rho);
  const best = pools.map((pool, i) => Math.exp(bestSeen(where, `pools[${i}]`, pool).logBest));
  return Array.from(Ks, (K) => {
    const light = best.filter((mass) => reaches(1, K * mass)).length;
    const missed = Math.exp(N * Math.log1p(-1 / K));
    return shareBehind({ seenLight: light, perhapsLight: light, prompts: pools.length, missed }, rho / Ks.length);
  });
}
