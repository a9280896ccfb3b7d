import { requireOpenUnit } from '../../../math/checks.ts';
import { mean } from '../../../math/mean.ts';
import { meanLowerBound } from '../../../statistics/meanLowerBound.ts';
import { bestSeen } from './bestSeen.ts';
import { missable, peakFromSamples } from './peakFromSamples.ts';
import { requirePools } from './pools.ts';
import type { FromSamples } from './pools.ts';

/** The rho at which one draw's worth of `1 / peak` is taken below; its bias is divided out whatever it is. */
const EACH = 0.05;

/**
 * Cbar_cov = E_x[ 1 / max_y pi_base(y | x) ] from N draws at each of n prompts.
 *
 * Of the n prompts drawn: the mean of 1 / P*, from the intervals of P* at rho/n each; its upper end, the mean of 1 / best,
 * holds always, and is infinite where a likelihood is below the doubles.
 *
 * Of the population: a lower end alone, with `population.upper` infinite. No upper end holds whatever the laws are: prompts
 * too rare to be drawn may have any coverage. The lower end is that of `meanLowerBound` for
 *
 *   1 / ((1 + eta) max( best, min( t, 1 - best ) )),  t = 1 - 0.05^(1/N),  eta = (N/(N+1))^N (1-t)^(N+1) / ((N+1) t),
 *
 * whose expectation at each prompt is at most 1 / P*. Each of the two statements fails with probability at most rho.
 *
 * @param pools log-likelihoods of N draws, nats, for each of n prompts drawn from mu independently
 * @param rho failure probability, in (0, 1)
 * @throws DomainError where pools are empty or ragged, or a number is not in its domain
 * @see docs/derivations.md, Coverage from samples
 */
export function peakCoverageFromSamples(pools: readonly ArrayLike<number>[], rho: number): FromSamples {
  const where = 'peakCoverageFromSamples';
  const N = requirePools(where, pools);
  requireOpenUnit(where, 'rho', rho);
  const best = pools.map((pool, i) => bestSeen(where, `pools[${i}]`, pool));
  const inverses = (failure: number): number[] => best.map((seen) => 1 / peakFromSamples(seen, failure).upper);
  const bias = 1 + inverseBias(N, missable(N, EACH));
  return {
    sampled: {
      lower: mean(inverses(rho / pools.length)),
      upper: mean(best.map(({ logBest }) => Math.exp(-logBest))),
    },
    population: {
      lower: Math.max(
        1,
        meanLowerBound(
          inverses(EACH).map((inverse) => inverse / bias),
          1 / bias,
          rho,
        ),
      ),
      upper: Infinity,
    },
  };
}

/** max over p of (1 - p)^N (p/t - 1): how much too large 1 / max(best, t) is on average, over 1 / P*; at p = (1 + N t)/(N + 1). */
function inverseBias(N: number, t: number): number {
  return (Math.exp(-N * Math.log1p(1 / N)) * (1 - t) ** (N + 1)) / ((N + 1) * t);
}
