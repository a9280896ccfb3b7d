import { requireOpenUnit } from '../../../math/checks.ts';
import { mean } from '../../../math/mean.ts';
import { meanLowerBound } from '../../../statistics/meanLowerBound.ts';
import { modeMassInterval, requireGamma, seenNearBest } from './modeMassFromSamples.ts';
import { requirePools } from './pools.ts';
import type { FromSamples } from './pools.ts';

/**
 * C_cov,gamma = E_x[ 1 / pi_base(y*_gamma(x) | x) ] from N draws at each of n prompts.
 *
 * Of the n prompts drawn: the mean of 1 / pi_base(y*_gamma), from the intervals [best, u(T)] at rho/n each; its upper end,
 * the mean of 1 / best, holds always, and is infinite where a likelihood is below the doubles.
 *
 * Of the population: a lower end alone, with `population.upper` infinite. No upper end holds whatever the laws are: prompts
 * too rare to be drawn may have any coverage. The lower end is that of `meanLowerBound` for (N + 1) / (T + 1), whose
 * expectation at each prompt is at most 1 / pi_base(y*_gamma). Each of the two statements fails with probability at most rho.
 *
 * @param pools log-likelihoods of N draws, nats, for each of n prompts drawn from mu independently
 * @param rho failure probability, in (0, 1)
 * @param options.gamma in [0, 1)
 * @throws DomainError where pools are empty or ragged, or a number is not in its domain
 * @see docs/derivations.md, Coverage from samples
 */
export function modeCoverageFromSamples(
  pools: readonly ArrayLike<number>[],
  rho: number,
  options: { readonly gamma?: number } = {},
): FromSamples {
  const where = 'modeCoverageFromSamples';
  const N = requirePools(where, pools);
  requireOpenUnit(where, 'rho', rho);
  const gamma = requireGamma(where, options);
  const seen = pools.map((pool) => seenNearBest(pool, gamma));
  const each = rho / pools.length;
  return {
    sampled: {
      lower: mean(seen.map((one) => 1 / modeMassInterval(one, each).upper)),
      upper: mean(seen.map(({ logBest }) => Math.exp(-logBest))),
    },
    population: {
      lower: meanLowerBound(
        seen.map(({ near }) => (N + 1) / (near + 1)),
        1,
        rho,
      ),
      upper: Infinity,
    },
  };
}
