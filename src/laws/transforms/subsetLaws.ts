import { requireInteger, requireNumbers } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { mostVotes, pluralityShares } from './pluralityShares.ts';
import { tied } from '../../math/tolerance.ts';

const LEAST_WEIGHT = 1e-30;

/**
 * How likely each member of a pool is to be the best of N drawn from it without replacement; ties by shares.
 *
 *   P[the best lies in a level] = [ C(u, N) - C(u - l, N) ] / C(S, N),  u members in the level and below, l in the level
 *
 * Of a pool of S independent draws its expectation is that of best-of-N, and it uses them all: the estimator of pass@k is
 * the special case of rewards 0 and 1 (Chen et al. 2021).
 *
 * @param rewards one number for each member of the pool
 * @param N an integer in [1, S]
 */
export function bestOfSubset(rewards: ArrayLike<number>, N: number): Float64Array {
  requireNumbers('bestOfSubset', 'rewards', rewards);
  const size = rewards.length;
  requireInteger('bestOfSubset', 'N', N, 1, size);
  const order = Array.from(rewards, (_, i) => i).sort((i, j) => rewards[j]! - rewards[i]! || i - j);
  const shares = new Float64Array(size);
  // C(u, N) / C(S, N): that none of the better ones is drawn.
  let above = 1;
  for (let start = 0, end = 0; start < size; start = end) {
    while (end < size && tied(rewards[order[end]!]!, rewards[order[start]!]!)) end++;
    let below = above;
    for (let u = size - start; u > size - end; u--) below *= Math.max(0, u - N) / u;
    for (let rank = start; rank < end; rank++) shares[order[rank]!] = (above - below) / (end - start);
    above = below;
  }
  return shares;
}

/**
 * How likely each answer is to be the most frequent one among N members drawn from a pool without replacement; ties are
 * split evenly, as keeping the first drawn of the tied answers does.
 *
 * Counts that are less likely than the likeliest one by a factor of 1e-30 are left out.
 *
 * @param counts how often the pool holds each answer
 * @param N an integer in [1, sum of counts]; between the two ends at most `mostVotes` of the number of answers
 * @throws DomainError where N or the number of answers is so large that this takes longer than some seconds
 */
export function pluralityOfSubset(counts: ArrayLike<number>, N: number): Float64Array {
  requireNumbers('pluralityOfSubset', 'counts', counts);
  let size = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!(Number.isInteger(counts[i]) && counts[i]! >= 0)) {
      throw new DomainError('pluralityOfSubset', `counts[${i}]`, 'an integer at least 0', counts[i]);
    }
    size += counts[i]!;
  }
  requireInteger('pluralityOfSubset', 'N', N, 1, size);
  // All of the pool: what it holds most of.
  if (N === size) return bestOfSubset(counts, counts.length);
  const possible = Array.from(counts, (_, i) => i).filter((i) => counts[i]! > 0);
  if (N > mostVotes(possible.length)) {
    const expected = `at most ${mostVotes(possible.length)} for ${possible.length} answers, or all ${size}`;
    throw new DomainError('pluralityOfSubset', 'N', expected, N);
  }
  const wins = pluralityShares(
    possible.map((i) => binomialWeights(counts[i]!, N, size)),
    N,
  );
  const total = compensatedSum(wins);
  const shares = new Float64Array(counts.length);
  possible.forEach((answer, i) => (shares[answer] = wins[i]! / total));
  return shares;
}

/**
 * C(count, k) odds^k for k = 0..min(N, count) over its largest value, from the mode outwards. Odds of N to size - N add
 * one factor to all, and make the counts that come up the large ones: a pool of any size does not underflow.
 */
function binomialWeights(count: number, N: number, size: number): Float64Array {
  const most = Math.min(N, count);
  const weights = new Float64Array(most + 1);
  const odds = N / (size - N);
  const mode = Math.min(most, Math.floor(((count + 1) * N) / size));
  weights[mode] = 1;
  for (let k = mode + 1; k <= most && weights[k - 1]! > LEAST_WEIGHT; k++) {
    weights[k] = ((weights[k - 1]! * (count - k + 1)) / k) * odds;
  }
  for (let k = mode; k > 0 && weights[k]! > LEAST_WEIGHT; k--) {
    weights[k - 1] = (weights[k]! * k) / (count - k + 1) / odds;
  }
  return weights;
}
