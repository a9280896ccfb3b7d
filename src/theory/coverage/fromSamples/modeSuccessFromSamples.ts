import { requireInteger, requireOpenUnit } from '../../../math/checks.ts';
import { mean } from '../../../math/mean.ts';
import { logHit } from '../../../math/logSpace.ts';
import { chernoffInterval } from '../../../statistics/chernoffInterval.ts';
import { withMoreDraws } from './bestOfNSuccessFromSamples.ts';
import { modeMassInterval, requireGamma, seenNearBest } from './modeMassFromSamples.ts';
import { requirePools } from './pools.ts';
import type { FromSamples } from './pools.ts';

/**
 * How often best-of-N by log-likelihood returns a maximiser of pi_base, or, with gamma, a response of y*_gamma:
 *
 *   E_x[ 1 - (1 - pi_base(y*_gamma(x) | x))^N ],
 *
 * for any N, from pools of S draws at each of n prompts. A pool does not tell whether it holds a maximiser, so that there are
 * ends only:
 *
 * - Lower: the mean of 1 - (1 - best)^N. On the prompts drawn it holds always.
 * - Upper: 1 - C(S - T, N') / C(S, N') at N' = min(N, ceil(S/2)), T draws being within 1 - gamma of the best, is on average
 *   not below the success at N', from which `bestOfNSuccessFromSamples` goes on to N. On the prompts drawn also the mean of
 *   1 - (1 - u(T))^N, and the smaller of the two is taken, at half of rho each.
 *
 * Means of independent values lie in Chernoff's intervals. Each of the two intervals fails with probability at most rho.
 *
 * @param pools log-likelihoods of S draws, nats, for each of n prompts
 * @param N an integer at least 1
 * @param rho failure probability, in (0, 1)
 * @param options.gamma in [0, 1)
 * @throws DomainError where pools are empty or ragged, or a number is not in its domain
 * @see Huang et al. 2024, Prop C.1; docs/derivations.md, Coverage from samples
 */
export function modeSuccessFromSamples(
  pools: readonly ArrayLike<number>[],
  N: number,
  rho: number,
  options: { readonly gamma?: number } = {},
): FromSamples {
  const where = 'modeSuccessFromSamples';
  const S = requirePools(where, pools);
  requireInteger(where, 'N', N, 1);
  requireOpenUnit(where, 'rho', rho);
  const gamma = requireGamma(where, options);
  const n = pools.length;
  const seen = pools.map((pool) => seenNearBest(pool, gamma));
  const least = mean(seen.map(({ logBest }) => Math.exp(logHit(N, logBest))));
  const some = Math.min(N, Math.ceil(S / 2));
  const most = mean(seen.map(({ near }) => 1 - missedBySubset(S, near, some)));
  const upperOf = (trials: number): number => withMoreDraws(chernoffInterval(most, trials, rho), N / some).upper;
  const byMass = mean(seen.map((one) => Math.exp(logHit(N, Math.log(modeMassInterval(one, rho / (2 * n)).upper)))));
  return {
    sampled: { lower: least, upper: Math.min(byMass, upperOf(n * Math.floor(S / some))) },
    population: { lower: chernoffInterval(least, n, rho).lower, upper: upperOf(n) },
  };
}

/** C(S - T, N) / C(S, N): a subset of N holds none of T members of a pool of S. */
function missedBySubset(S: number, T: number, N: number): number {
  let missed = 1;
  for (let j = 0; j < T && missed > 0; j++) missed *= Math.max(0, S - N - j) / (S - j);
  return missed;
}
