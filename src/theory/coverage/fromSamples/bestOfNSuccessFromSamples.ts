import { requireInteger, requireNumbers, requireOpenUnit } from '../../../math/checks.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { mean } from '../../../math/mean.ts';
import { DomainError } from '../../../math/domainError.ts';
import type { Interval } from '../../../math/interval.ts';
import { bestOfSubset } from '../../../laws/transforms/subsetLaws.ts';
import { chernoffInterval } from '../../../statistics/chernoffInterval.ts';
import { requireSameSize } from './pools.ts';
import type { FromSamples } from './pools.ts';

/** How often best-of-N succeeds. */
export interface BestOfNSuccess extends FromSamples {
  /** The unbiased estimate; left out where N is larger than the pools, as there is none. */
  readonly mean?: number;
}

/**
 * How often best-of-N succeeds, such as its accuracy, for any N, from pools of S marked responses to each of n prompts.
 *
 * For N <= S the mean over all subsets of N of a pool, which is unbiased (a U-statistic). Chernoff's interval holds with
 * n floor(S/N) trials for the mean over the prompts that were drawn, and with n for the population, whose prompts differ as
 * well.
 *
 * For N > S no estimate from ranks and marks is unbiased: its expectation is a polynomial of degree S in the masses, the
 * success at N one of degree N. What is known of the success s at S draws gives the ends
 *
 *   s^(N/S) <= success at N <= 1 - (1 - s)^(N/S),
 *
 * each of which is reached by some marks. Each of the two intervals fails with probability at most rho.
 *
 * @param rewards of the S responses to each prompt, any scale; the largest is chosen, ties by lot
 * @param marks in [0, 1], such as 1 for correct, laid out as the rewards
 * @param N an integer at least 1
 * @param rho failure probability, in (0, 1)
 * @throws DomainError where pools are empty or ragged, or a number is not in its domain
 * @see Hoeffding 1963, section 5; docs/derivations.md, Coverage from samples
 */
export function bestOfNSuccessFromSamples(
  rewards: readonly ArrayLike<number>[],
  marks: readonly ArrayLike<number>[],
  N: number,
  rho: number,
): BestOfNSuccess {
  const where = 'bestOfNSuccessFromSamples';
  const S = requireSameSize(where, 'rewards', rewards);
  rewards.forEach((pool, i) => requireNumbers(where, `rewards[${i}]`, pool));
  requireMarks(where, marks, rewards.length, S);
  requireInteger(where, 'N', N, 1);
  requireOpenUnit(where, 'rho', rho);
  const drawn = Math.min(N, S);
  const values = rewards.map((pool, i) => {
    const shares = bestOfSubset(pool, drawn);
    return compensatedSum(shares.map((share, j) => (share === 0 ? 0 : share * marks[i]![j]!)));
  });
  const success = Math.min(1, mean(values));
  const n = rewards.length;
  const sampled = chernoffInterval(success, n * Math.floor(S / drawn), rho);
  const population = chernoffInterval(success, n, rho);
  if (N <= S) return { mean: success, sampled, population };
  return { sampled: withMoreDraws(sampled, N / S), population: withMoreDraws(population, N / S) };
}

/** What best-of-N's success can be with so many times the draws. */
export function withMoreDraws({ lower, upper }: Interval, times: number): Interval {
  return { lower: lower ** times, upper: -Math.expm1(times * Math.log1p(-upper)) };
}

function requireMarks(where: string, marks: readonly ArrayLike<number>[], prompts: number, S: number): void {
  const size = requireSameSize(where, 'marks', marks);
  if (marks.length !== prompts) throw new DomainError(where, 'marks', `of length ${prompts}, as rewards`, marks);
  if (size !== S) throw new DomainError(where, 'marks[0]', `of length ${S}, as rewards[0]`, marks[0]);
  marks.forEach((pool, i) => {
    for (let j = 0; j < S; j++) {
      const mark = pool[j]!;
      if (!(typeof mark === 'number' && mark >= 0 && mark <= 1)) {
        throw new DomainError(where, `marks[${i}][${j}]`, 'a number in [0, 1]', mark);
      }
    }
  });
}
