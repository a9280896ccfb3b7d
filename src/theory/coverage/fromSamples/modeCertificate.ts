import { requireOpenUnit } from '../../../math/checks.ts';
import { log1mexp } from '../../../math/logSpace.ts';
import { TIE_TOLERANCE, reaches, tied } from '../../../math/tolerance.ts';
import { bestSeen } from './bestSeen.ts';
import type { Pool } from './bestSeen.ts';

/** What N draws say about whether the best of them is a maximiser of pi_base. */
export interface ModeCertificate {
  readonly certified: boolean;
  /** The least rho at which it is certified: (1 - best)^N, and 0 from best = 1/2 on. */
  readonly failure: number;
  /** Further draws that certify it if none of them is better; 0 where it is certified, infinite beyond 1.8e308. */
  readonly moreDraws: number;
}

/**
 * Whether the likeliest response drawn is a maximiser of pi_base, with a chance of at most rho that it is certified and
 * is none:
 *
 *   (1 - best)^N <= rho,  or  best >= 1/2, where no other can be likelier.
 *
 * It holds at every stopping time: one may draw until it is certified. The stopping rule of adaptive best-of-N,
 * N best >= mu, implies it at mu = log(1/rho), as -log(1 - best) >= best; that is Lemma I.1.
 *
 * @param pool log-likelihoods of the N draws, nats, finite and at most 0; or `{ logBest, draws }`
 * @param rho failure probability, in (0, 1)
 * @throws DomainError where the pool is empty or a number is not in its domain
 * @see Huang et al. 2024, Lemma I.1; docs/derivations.md, Coverage from samples
 */
export function modeCertificate(pool: Pool, rho: number): ModeCertificate {
  const { logBest, draws } = bestSeen('modeCertificate', 'pool', pool);
  requireOpenUnit('modeCertificate', 'rho', rho);
  if (logBest >= -Math.LN2 || tied(logBest, -Math.LN2)) return { certified: true, failure: 0, moreDraws: 0 };
  // What a draw adds to the evidence, -log(1 - best), and how much is needed.
  const [each, needed] = [-log1mexp(logBest), -Math.log(rho)];
  const certified = reaches(draws * each, needed);
  const moreDraws = certified ? 0 : Math.max(1, Math.ceil((needed / each) * (1 - TIE_TOLERANCE)) - draws);
  return { certified, failure: Math.exp(-draws * each), moreDraws };
}
