import type { FiniteClass } from '../../policies/classes/finiteClass.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { powerPolicy } from '../../policies/transforms/powerPolicy.ts';
import { LinearSoftmaxClass } from '../../policies/softmax/linearSoftmaxClass.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { klDivergence } from '../../laws/divergences.ts';
import { corF1Sharp } from '../../theory/bounds/lemmas/corF1.ts';
import { eliminationMean, eliminationRegret, tieBreakingAlpha } from '../../theory/bounds/rlhf/elimination.ts';
import { lemmaJ5 } from '../../theory/bounds/rlhf/extrapolation.ts';
import {
  exactOptimism,
  exactOptimismRate,
  sampledOptimismRate,
  thmJ1,
  thmJ1Covering,
} from '../../theory/bounds/rlhf/thmJ1.ts';
import { thmJ3 } from '../../theory/bounds/rlhf/thmJ2.ts';
import { rewardDifferences } from '../../theory/coverage/rewardDifferences.ts';
import type { RewardDifferences } from '../../theory/coverage/rewardDifferences.ts';
import { byDiffering, bySquares, extrapolationCeiling } from '../../theory/coverage/sequentialExtrapolation.ts';
import type { ExploringFamily } from './exploringFamily.ts';

export interface XpoSetting {
  readonly family: ExploringFamily;
  readonly beta: number;
  /** T. */
  readonly rounds: number;
  /** Probability that a bound may fail. */
  readonly rho: number;
  readonly delta: number;
}

/**
 * What theorems say of T rounds of XPO: J_beta(pi*_beta) less that of the policies that were played, averaged over rounds; nats.
 * Null where a bound does not speak of that alpha.
 */
export interface XpoBounds {
  readonly 'thm-j.1': number | null;
  /** (A0), for optimism that knows the base policy, and (X), for that and for the sum that Alg. 1 draws: where the class is finite. */
  readonly 'exact-optimism': number | null;
  readonly 'exact-optimism-rate': number | null;
  readonly 'sampled-optimism-rate': number | null;
  /** On average over runs; on linear softmax policies in the limit of small alpha. */
  readonly elimination: number | null;
  /** A risk, in the place of a regret, for alpha -> 0. */
  readonly 'thm-j.3': number | null;
}

/** The bounds of a setting as functions of alpha, and the alpha that Thm J.1 asks for. */
export interface XpoTheory {
  /** beta (R + V) sqrt(L/(SEC T)). */
  readonly alpha: number;
  at(alpha: number): XpoBounds;
}

/** What the theorems of the second half say in a setting. */
export function xpoTheory(setting: XpoSetting): XpoTheory {
  const policyClass = setting.family.policyClass(setting.beta);
  if (policyClass instanceof LinearSoftmaxClass) return linearTheory(setting, policyClass);
  return finiteTheory(setting, policyClass);
}

function finiteTheory({ family, beta, rounds, rho }: XpoSetting, { members, logSize }: FiniteClass): XpoTheory {
  // All worlds of a needle are alike, and every |g| is 0, half of the largest, or that.
  const world = family.at(0);
  const differences = rewardDifferences({ world, members, reward: logLikelihood, beta });
  const [ratio, range] = [Math.max(...differences.ratios), Math.max(...differences.ranges)];
  const squares = bySquares(differences);
  const secAt = (lambda: number): number => extrapolationCeiling(squares, { rounds, lambda });
  const s01At = (lambda: number): number => extrapolationCeiling(byDiffering(differences), { rounds, lambda });
  const lambda = corF1Sharp.evaluate({ observed: 0, range: range ** 2, rho: rho / 2 / Math.exp(logSize) });
  const extrapolation = secAt(lambda);
  const classed = { ratio, range, rounds, logClassSize: logSize, rho };
  const exactLog = logSize + Math.log(1 / rho);
  // At one prompt, and where all prompts are alike, the largest difference of h is that of g.
  const spread = range;
  const leastTied = tieBreakingAlpha.evaluate({ beta, leastError: range / 2, rounds, gain: 2 * ratio });
  const all = {
    'exact-optimism': exactOptimism.evaluate({ ...classed, extrapolation: secAt(range ** 2 * exactLog) }),
    'exact-optimism-rate': exactOptimismRate.evaluate({ ...classed, differing: s01At(exactLog) }),
    'sampled-optimism-rate': sampledOptimismRate.evaluate({
      ...classed,
      spread,
      differing: s01At(logSize + Math.log(2 / rho)),
    }),
    'thm-j.3': null,
  };
  const regrets = regretsOverChances(differences, members, world, beta);
  return {
    alpha: beta * (range / 2) * Math.sqrt((logSize + Math.log((2 * rounds) / rho)) / (extrapolation * rounds)),
    at(alpha) {
      const ties = alpha < leastTied;
      return {
        'thm-j.1': alpha === 0 ? null : thmJ1.evaluate({ ...classed, spread, extrapolation, alpha, beta }),
        ...all,
        elimination: ties ? eliminationRegret.evaluate({ ratio, regrets }) / rounds : null,
      };
    },
  };
}

/** Sum over the members with an error of their regret / P[g != 0] under themselves. */
function regretsOverChances(
  { differing, ranges }: RewardDifferences,
  members: FiniteClass['members'],
  world: ExplicitWorld,
  beta: number,
): number {
  const optimum = powerPolicy(world.base, 1 + 1 / beta);
  return compensatedSum(
    members.map((member, k) => {
      if (ranges[k] === 0) return 0;
      const regrets = Array.from({ length: world.base.prompts }, (_, x) => {
        return world.promptLaw.mass(x) * beta * klDivergence(member.law(x), optimum.law(x));
      });
      return compensatedSum(regrets) / differing[k]![k]!;
    }),
  );
}

/** With |phi| <= 1 and one prompt, as in Thm J.3: |beta log pi/pi_base| and |g| are at most 4 beta B, B the norm of the class. */
function linearTheory({ family, beta, rounds, rho, delta }: XpoSetting, policyClass: LinearSoftmaxClass): XpoTheory {
  const { dimension, normBound: norm } = policyClass;
  const range = 4 * beta * norm;
  const e = norm / rounds;
  const extrapolation = lemmaJ5.evaluate({ k: 4, dimension, rounds });
  const logCovering = policyClass.logCoveringNumber(e);
  const { margin, responses } = family;
  const risk = thmJ3.evaluate({ norm, dimension, rounds, delta, rho, margin, support: responses, beta });
  // The first round, and those that play a policy with an error until there is none left.
  const mean = family.telling && eliminationMean.evaluate({ members: dimension + 1, q: family.telling });
  return {
    alpha: beta * (range / 2) * Math.sqrt((logCovering + Math.log((2 * rounds) / rho)) / (extrapolation * rounds)),
    at(alpha) {
      const values = { ratio: range, range, spread: range, rounds, extrapolation, logCovering, e, rho, alpha, beta };
      return {
        'thm-j.1': alpha === 0 ? null : thmJ1Covering.evaluate(values),
        'exact-optimism': null,
        'exact-optimism-rate': null,
        'sampled-optimism-rate': null,
        elimination: mean === undefined ? null : (range * mean) / rounds,
        'thm-j.3': risk,
      };
    },
  };
}
