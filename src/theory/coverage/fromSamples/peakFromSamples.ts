import { requireOpenUnit } from '../../../math/checks.ts';
import type { Interval } from '../../../math/interval.ts';
import { bestSeen } from './bestSeen.ts';
import type { Pool } from './bestSeen.ts';

/**
 * An interval for P* = max_y pi_base(y | x) from N draws, ties or not:
 *
 *   [ best, max( best, min( 1 - rho^(1/N), 1 - best ) ) ].
 *
 * The lower end holds always. The upper one fails with probability at most rho, for all N together: so N may be chosen
 * while drawing. From best = 1/2 on, the two ends meet, and nothing can fail.
 *
 * This is about one response. The mass of all maximisers together is that of `modeMassFromSamples`.
 *
 * @param pool log-likelihoods of the N draws, nats, finite and at most 0; or `{ logBest, draws }`
 * @param rho failure probability, in (0, 1)
 * @returns masses
 * @throws DomainError where the pool is empty or a number is not in its domain
 * @see docs/derivations.md, Coverage from samples
 */
export function peakFromSamples(pool: Pool, rho: number): Interval {
  const { logBest, draws } = bestSeen('peakFromSamples', 'pool', pool);
  requireOpenUnit('peakFromSamples', 'rho', rho);
  const best = Math.exp(logBest);
  return { lower: best, upper: Math.max(best, Math.min(missable(draws, rho), -Math.expm1(logBest))) };
}

/** 1 - rho^(1/N): N draws miss a heavier response with probability below rho. */
export function missable(draws: number, rho: number): number {
  return -Math.expm1(Math.log(rho) / draws);
}
