import { requireOpenUnit } from '../../../math/checks.ts';
import type { Interval } from '../../../math/interval.ts';
import { logBinomialMasses } from '../../../math/logBinomialMasses.ts';
import { reaches } from '../../../math/tolerance.ts';
import { requireGamma, seenNearBest } from './modeMassFromSamples.ts';
import { requirePools } from './pools.ts';
import { requireThresholds, shareBehind } from './profileFromShares.ts';

/** A mode that is not light is drawn so seldom as to look light with at most this probability, where N allows. */
const MISSED = 0.05;

/**
 * Intervals for the coverage profile P_{x ~ mu}[ pi_base(y*_gamma(x) | x) <= 1/K ], for several K, from N draws at each of
 * n prompts; see `coverageProfile`. With T = draws within a factor 1 - gamma of the best, and any c,
 *
 *   (P[T <= c] - q) / (1 - q)  <=  P_x[ pi_base(y*_gamma) <= 1/K ]  <=  P[best <= 1/K],  q = P[Binomial(N, 1/K) <= c].
 *
 * c is the largest, but at least 1, with q <= 0.05; the two shares lie between the ends of Clopper and Pearson for the
 * prompts counted. They hold together: rho is split evenly over the K, and half of each share over the sides.
 *
 * @param pools log-likelihoods of N draws, nats, for each of n prompts drawn from mu independently
 * @param Ks numbers at least 1, not necessarily integers, fixed beforehand
 * @param rho failure probability, in (0, 1)
 * @param options.gamma in [0, 1)
 * @returns shares, one interval for each K
 * @throws DomainError where pools are empty or ragged, or a number is not in its domain
 * @see docs/derivations.md, Coverage from samples
 */
export function coverageProfileFromSamples(
  pools: readonly ArrayLike<number>[],
  Ks: ArrayLike<number>,
  rho: number,
  options: { readonly gamma?: number } = {},
): Interval[] {
  const where = 'coverageProfileFromSamples';
  const N = requirePools(where, pools);
  requireThresholds(where, Ks);
  requireOpenUnit(where, 'rho', rho);
  const gamma = requireGamma(where, options);
  const seen = pools.map((pool) => seenNearBest(pool, gamma));
  return Array.from(Ks, (K) => {
    const { most, missed } = seldom(N, 1 / K);
    return shareBehind(
      {
        seenLight: seen.filter(({ near }) => near <= most).length,
        perhapsLight: seen.filter(({ logBest }) => reaches(1, K * Math.exp(logBest))).length,
        prompts: pools.length,
        missed,
      },
      rho / Ks.length,
    );
  });
}

/** The c of the statement, and P[Binomial(N, p) <= c]. */
function seldom(N: number, p: number): { most: number; missed: number } {
  const masses = logBinomialMasses(N, p, N).map(Math.exp);
  let [most, missed] = [Math.min(1, N), masses[0]! + masses[1]!];
  while (most < N && missed + masses[most + 1]! <= MISSED) missed += masses[++most]!;
  return { most, missed: Math.min(1, missed) };
}
