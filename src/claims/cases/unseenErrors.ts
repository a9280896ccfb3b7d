import { DomainError } from '../../math/domainError.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { RewardPairs } from '../../policies/data/rewardPairs.ts';
import { rewardsOf } from '../../policies/rewards/rewardsOf.ts';
import type { RewardClass } from './rewardClasses.ts';

/**
 * P[ all of these members have no error on n pairs from the base policy ]: the pairs on which each beta log pi/pi_base - r is
 * the same for both responses, to the power n.
 */
function noneSeen({ world, differences }: RewardClass, members: readonly number[], n: number): number {
  const telling = compensatedSum(
    Array.from({ length: world.base.prompts }, (_, x) => {
      const base = world.base.law(x);
      const masses = new Map<string, number>();
      for (let y = 0; y < base.size; y++) {
        const key = members.map((k) => differences.levels[x]![k]![y]).join();
        masses.set(key, (masses.get(key) ?? 0) + base.mass(y));
      }
      const all = [...masses.values()];
      // Each group against all others: 1 less a mass near 1 has no digits.
      const apart = all.map((mass, i) => mass * compensatedSum(all.map((other, j) => (j === i ? 0 : other))));
      return world.promptLaw.mass(x) * compensatedSum(apart);
    }),
  );
  return Math.exp(n * Math.log1p(-telling));
}

/** P[ some of these members has no error on n pairs ], by inclusion and exclusion. */
function someUnseen(of: RewardClass, members: readonly number[], n: number): number {
  const terms: number[] = [];
  for (let subset = 1; subset < 2 ** members.length; subset++) {
    const chosen = members.filter((_, i) => (subset >> i) & 1);
    terms.push((chosen.length % 2 === 1 ? 1 : -1) * noneSeen(of, chosen, n));
  }
  return compensatedSum(terms);
}

/**
 * The worst member that has no error on n pairs, exactly: the largest value v such that one of value v or more is left with
 * probability above rho. Whatever rule the fit breaks ties by, it does no worse, and one that takes the worst does so well.
 *
 * @param values of each member, such as its regret
 */
export function worstLeft(of: RewardClass, values: ArrayLike<number>, n: number, rho: number): number {
  const wrong = of.policyClass.members
    .map((_, k) => k)
    .filter((k) => values[k]! > 0 && of.differences.differing.at(-1)![k]! > 0);
  const order = wrong.sort((i, j) => values[j]! - values[i]!);
  for (let some = 1; some <= order.length; some++) {
    if (someUnseen(of, order.slice(0, some), n) > rho) return values[order[some - 1]!]!;
  }
  return 0;
}

/**
 * That the fit of reward regression is what the exact laws say: on a pair that shows nothing the member listed first, on one
 * that shows the first member's error another.
 *
 * @throws DomainError where it is not
 */
export function requireRegression(
  { policyClass, world, reward, beta }: RewardClass,
  equal: readonly [number, number],
  telling: readonly [number, number],
): void {
  const base = world.base.law(0);
  const rewards = rewardsOf(base, 0, reward);
  const fit = (...compared: (readonly [number, number])[]) => {
    const pairs = new RewardPairs<number, number>();
    for (const [response, baseline] of compared) {
      pairs.append({
        prompt: 0,
        response,
        baseline,
        rewardGap: rewards[response]! - rewards[baseline]!,
        baseLogRatio: base.logMasses[response]! - base.logMasses[baseline]!,
      });
    }
    return policyClass.fit({ kind: 'regressRewards', pairs, beta });
  };
  if (fit(equal) !== policyClass.members[0] || fit(equal, telling) !== policyClass.members.at(-1)) {
    throw new DomainError('requireRegression', 'the fit', 'the first member until a pair shows its error', 'another');
  }
}
