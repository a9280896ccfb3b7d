import { requireInteger } from '../math/checks.ts';

/**
 * pass@k: the probability that k responses hold a right one, estimated without bias from n that were drawn, of which some are right.
 *
 *     1 - C(n - right, k) / C(n, k) = 1 - prod_(i < right) (1 - k/(n - i)),
 *
 * the share of the subsets of k with a right one in them. It is computed by log1p, so that it keeps its digits at any n, and where
 * it is near 0 as well as near 1.
 *
 * @param n responses drawn, at least 1
 * @param right how many of them are right, 0 to n
 * @param k in [1, n]
 * @throws DomainError
 * @see Chen et al. 2021, eq. 1
 */
export function passAtK(n: number, right: number, k: number): number {
  requireInteger('passAtK', 'n', n, 1);
  requireInteger('passAtK', 'right', right, 0, n);
  requireInteger('passAtK', 'k', k, 1, n);
  if (right > n - k) return 1;
  // The product has as many factors as the smaller of the two: it is symmetric in them.
  const [few, many] = right < k ? [right, k] : [k, right];
  let log = 0;
  for (let i = 0; i < few; i++) log += Math.log1p(-many / (n - i));
  return 0 - Math.expm1(log);
}
