import { requireList, requireObject, requirePositive } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { TIE_TOLERANCE } from '../../math/tolerance.ts';
import { requirePolicy } from '../../policies/explicitPolicy.ts';
import type { ExplicitPolicy } from '../../policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { rewardsOf } from '../../policies/rewards/rewardsOf.ts';
import { requireReward } from '../../policies/rewards/selfReward.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';

export interface RewardDifferenceOptions {
  /** Prompts and the base policy, which must give every response to a prompt that occurs some mass. */
  readonly world: ExplicitWorld;
  /** The policies pi whose differences are asked for. */
  readonly members: readonly ExplicitPolicy[];
  readonly reward: PointwiseReward<number, number>;
  /** A finite number above 0. */
  readonly beta: number;
  /** R, above 0: a reward outside [-R, R] is refused, as the theorems that take R assume. */
  readonly rewardBound?: number;
}

/** What is known of g_pi of each member under the pairs that each member, and the base policy, would compare. */
export interface RewardDifferences {
  /** E[g_k], y from member k itself. */
  readonly means: Float64Array;
  /** squares[i][k] = E[g_k^2], y from member i; the base policy is the last i. */
  readonly squares: readonly Float64Array[];
  /** differing[i][k] = P[g_k != 0], y from member i; the base policy is the last i. */
  readonly differing: readonly Float64Array[];
  /** max |g_k| for each member. */
  readonly ranges: Float64Array;
  /** max |beta log pi_k/pi_base| for each member. */
  readonly ratios: Float64Array;
  /** levels[prompt][k][y]: g_k(prompt, y, y') is 0 just where y and y' are in one level. */
  readonly levels: readonly (readonly Int32Array[])[];
}

/** Where two values of beta log pi/pi_base - r are one, relative to the largest of these terms. */
const ROUNDING = 1e3 * TIE_TOLERANCE;

/**
 * The differences g_pi(x, y, y') = beta log[pi(y|x)/pi_base(y|x)] - r(x, y) - beta log[pi(y'|x)/pi_base(y'|x)] + r(x, y'),
 * y' from pi_base and y from each policy in turn: exact moments, the base policy being the last of the members.
 *
 * g_pi is zero everywhere just for pi = pi*_beta. Values that differ by at most 1e-9 of their size count as equal.
 *
 * @throws DomainError where a member or the base policy gives a response no mass, so that g is infinite, or a reward is
 *   beyond R
 * @see Huang et al. 2024, Def J.1
 */
export function rewardDifferences(options: RewardDifferenceOptions): RewardDifferences {
  const where = 'rewardDifferences';
  requireObject(where, 'options', options);
  const { world, members, reward, beta, rewardBound } = options;
  if (!(world instanceof ExplicitWorld)) throw new DomainError(where, 'world', 'an ExplicitWorld', world);
  requireList(where, 'members', members);
  members.forEach((member, k) => requirePolicy(where, `members[${k}]`, member));
  requireReward(where, reward, ['pointwise']);
  requirePositive(where, 'beta', beta);
  if (rewardBound !== undefined) requirePositive(where, 'rewardBound', rewardBound);
  const all = [...members, world.base];
  const sums = () => Array.from({ length: all.length }, (): number[] => []);
  const means = sums();
  const squares = all.map(sums);
  const differing = all.map(sums);
  const ranges = new Float64Array(all.length);
  const ratios = new Float64Array(all.length);
  const levels: Int32Array[][] = [];
  for (let prompt = 0; prompt < world.base.prompts; prompt++) {
    const weight = Math.exp(world.promptLaw.logMasses[prompt]!);
    levels.push([]);
    if (weight === 0) continue;
    const base = world.base.law(prompt);
    const rewards = rewardsOf(base, prompt, reward);
    for (let y = 0; y < rewards.length; y++) {
      if (rewardBound !== undefined && !(Math.abs(rewards[y]!) <= rewardBound)) {
        const range = `in [-R, R] = [${-rewardBound}, ${rewardBound}]: shift or scale the rewards, or raise R`;
        throw new DomainError(where, `reward of response ${y} to prompt ${prompt}`, range, rewards[y]);
      }
    }
    const masses = all.map((policy) => policy.law(prompt).masses());
    const baseMasses = masses.at(-1)!;
    all.forEach((policy, k) => {
      let scale = 0;
      const values = Float64Array.from(policy.law(prompt).logMasses, (logMass, y) => {
        const ratio = beta * (logMass - base.logMasses[y]!);
        const value = ratio - rewards[y]!;
        if (!Number.isFinite(value)) {
          const who = k < members.length ? `members[${k}]` : 'world.base';
          const expected =
            'finite: every response needs some mass under the base policy and the members, and a finite reward';
          throw new DomainError(where, `g of ${who} at response ${y} to prompt ${prompt}`, expected, value);
        }
        ratios[k] = Math.max(ratios[k]!, Math.abs(ratio));
        scale = Math.max(scale, Math.abs(ratio), Math.abs(rewards[y]!));
        return value;
      });
      const level = levelsOf(values, ROUNDING * scale);
      levels[prompt]!.push(level);
      // Where g is 0 nothing is left of it, not even rounding: pi*_beta has no gain at all.
      if (level.every((at) => at === 0)) values.fill(0);
      const centre = mean(baseMasses, values);
      const centred = values.map((value) => value - centre);
      const variance = mean(
        baseMasses,
        centred.map((value) => value * value),
      );
      let [low, high] = [Infinity, -Infinity];
      for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
      ranges[k] = Math.max(ranges[k]!, high - low);
      // g = u(y) - u(y'): around its mean under the base policy nothing cancels.
      means[k]!.push(weight * mean(masses[k]!, centred));
      all.forEach((_, i) => {
        const square = mean(
          masses[i]!,
          centred.map((value) => value * value),
        );
        squares[i]![k]!.push(weight * (square + variance));
        differing[i]![k]!.push(weight * apart(masses[i]!, baseMasses, level));
      });
    });
  }
  const total = (terms: readonly number[][]): Float64Array => Float64Array.from(terms, (each) => compensatedSum(each));
  return {
    means: total(means),
    squares: squares.map(total),
    differing: differing.map(total),
    ranges,
    ratios,
    levels,
  };
}

/** For each value the number of its level: sorted, neighbours that are not farther apart share one. */
function levelsOf(values: Float64Array, rounding: number): Int32Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]! || i - j);
  const level = new Int32Array(values.length);
  for (let place = 1; place < order.length; place++) {
    const gap = values[order[place]!]! - values[order[place - 1]!]!;
    level[order[place]!] = level[order[place - 1]!]! + (gap > rounding ? 1 : 0);
  }
  return level;
}

/** P[the levels of y and y' differ], y from `left` and y' from `right`: summed without cancellation. */
function apart(left: Float64Array, right: Float64Array, level: Int32Array): number {
  const levels = level.reduce((a, b) => Math.max(a, b), 0) + 1;
  if (levels === 1) return 0;
  const [a, b] = [new Float64Array(levels), new Float64Array(levels)];
  for (let y = 0; y < level.length; y++) {
    a[level[y]!] = a[level[y]!]! + left[y]!;
    b[level[y]!] = b[level[y]!]! + right[y]!;
  }
  const terms: number[] = [];
  for (let l = 0; l < levels; l++) {
    // The mass of all other levels: where a level has nearly all, 1 minus it has no digits.
    let others = 0;
    for (let m = 0; m < levels; m++) if (m !== l) others += b[m]!;
    terms.push(a[l]! * others);
  }
  return compensatedSum(terms);
}

function mean(masses: Float64Array, values: Float64Array): number {
  return compensatedSum(masses.map((mass, y) => (mass === 0 ? 0 : mass * values[y]!)));
}
