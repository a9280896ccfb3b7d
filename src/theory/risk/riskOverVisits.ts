import { compensatedSum } from '../../math/compensatedSum.ts';
import { binomialMasses } from './binomialMasses.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { likelyVisits } from './likelyVisits.ts';
import type { Visits } from './likelyVisits.ts';

/**
 * Delta E[ failure(K) ], K ~ Binomial(n, Delta/d): what fails at a hard prompt that has been visited K times, on average.
 *
 * @param failuresUpTo what fails after k visits, for k = 0..most; it is asked where k visits have a chance
 * @throws DomainError as `likelyVisits`
 */
export function riskOverVisits(
  where: string,
  { prompts, hardMass, n }: HardFamilyParameters & { readonly n: number },
  visits: Omit<Visits, 'n' | 'p'>,
  failuresUpTo: (most: number) => (k: number) => number,
): number {
  const p = hardMass / prompts;
  const masses = binomialMasses(n, p, likelyVisits(where, { n, p, ...visits }));
  const failure = failuresUpTo(masses.length - 1);
  // Where every visit fails, rounding lifts the sum above 1.
  return hardMass * Math.min(1, compensatedSum(masses.map((mass, k) => (mass === 0 ? 0 : mass * failure(k)))));
}
