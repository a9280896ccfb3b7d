import { requireObject, requireOpenUnit } from '../../../math/checks.ts';
import type { Interval } from '../../../math/interval.ts';
import { quantileLowerBound } from '../../../statistics/quantileLowerBound.ts';
import { drawsAt } from '../drawsForCoverage.ts';
import type { DrawsForCoverageOptions } from '../drawsForCoverage.ts';
import { modeMassInterval, requireGamma, seenNearBest } from './modeMassFromSamples.ts';
import { requirePools } from './pools.ts';

/**
 * An interval for the N that the coverage profile asks for, the least with
 *
 *   P_{x ~ mu}[ pi_base(y*_gamma(x) | x) < log(1/tau) / N ] <= eps,
 *
 * from S draws at each of n prompts: see `drawsForCoverage`. The upper end takes best for the mass, and an order statistic
 * of it that is surely not above its eps-quantile; it is infinite where (1 - eps)^n > rho/2, as then no prompt drawn may be
 * light. The lower end takes u(T), which is too small with probability at most eps/4, and its quantile at eps + (1 - eps)
 * eps/4. Half of rho on each side.
 *
 * @param pools log-likelihoods of S draws, nats, for each of n prompts drawn from mu independently
 * @param options.eps in (0, 1)
 * @param rho failure probability, in (0, 1)
 * @throws DomainError where pools are empty or ragged, or a number is not in its domain
 * @see docs/derivations.md, Coverage from samples
 */
export function drawsForCoverageFromSamples(
  pools: readonly ArrayLike<number>[],
  options: DrawsForCoverageOptions,
  rho: number,
): Interval {
  const where = 'drawsForCoverageFromSamples';
  requirePools(where, pools);
  requireObject(where, 'options', options);
  const { tau, eps } = options;
  requireOpenUnit(where, 'tau', tau);
  requireOpenUnit(where, 'eps', eps);
  const gamma = requireGamma(where, options);
  requireOpenUnit(where, 'rho', rho);
  const seen = pools.map((pool) => seenNearBest(pool, gamma));
  const each = eps / 4;
  const logUppers = seen.map((one) => -Math.log(modeMassInterval(one, each).upper));
  const logHeaviest = -quantileLowerBound(logUppers, (1 - eps) * (1 - each), rho / 2, 0);
  const logLightest = quantileLowerBound(
    seen.map(({ logBest }) => logBest),
    eps,
    rho / 2,
    -Infinity,
  );
  return { lower: drawsAt(tau, logHeaviest), upper: drawsAt(tau, logLightest) };
}
