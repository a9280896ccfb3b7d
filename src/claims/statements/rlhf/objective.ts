import { compensatedSum } from '../../../math/compensatedSum.ts';
import { logSumExp } from '../../../math/logSpace.ts';
import { exactObjective } from '../../../policies/exactObjective.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import { powerPolicy } from '../../../policies/transforms/powerPolicy.ts';
import {
  objectiveGap,
  objectiveGapByPairs,
  objectiveGapMost,
  objectiveGapOfBase,
  objectiveOptimum,
} from '../../../theory/bounds/rlhf/objective.ts';
import { needleClass, opposedClass, randomClasses, rareError } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
import { randomWorlds } from '../../cases/randomWorlds.ts';
import { computedOnce } from '../../computedOnce.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below, equal } from '../../compare.ts';

const classes = computedOnce((grid: Grid): RewardClass[] => [
  ...randomClasses('objective', grid),
  needleClass({ responses: 16, hypotheses: 4, bonus: 1 }, 0.2),
  rareError({ rare: 1e-3, mass: 0.7, beta: 0.5 }),
]);

/** One policy of a class with its regret, as a difference of objectives. */
interface Setting {
  readonly name: string;
  readonly of: RewardClass;
  /** Its number among the members; the last is the base policy. */
  readonly k: number;
  readonly regret: number;
}

function settings(grid: Grid): Setting[] {
  return classes(grid).flatMap((each) => {
    const { world, policyClass, reward, beta, optimum, name } = each;
    const best = exactObjective(optimum, world, reward, beta);
    return [...policyClass.members, world.base].flatMap((policy, k) => {
      const regret = best - exactObjective(policy, world, reward, beta);
      // Two objectives that agree to 1e-7 leave no digits to compare.
      return Math.abs(regret) < 1e-5 ? [] : [{ name: `${name}, policy ${k}`, of: each, k, regret }];
    });
  });
}

/** The regret is beta KL(pi || pi*_beta). */
export const claimObjectiveGap = claimInSettings(
  objectiveGap,
  settings,
  ({ name, of, k, regret }, bound) =>
    equal(name, regret, bound.evaluate({ beta: of.beta, divergence: of.regrets[k]! / of.beta })),
  {
    compares: 'J_beta(pi*_beta) - J_beta(pi) with beta KL(pi || pi*_beta): equal',
    mutations: [
      { name: 'the constant 1 made 1.001', formula: () => '1.001 * beta * divergence' },
      { name: 'beta dropped', formula: () => 'divergence' },
    ],
  },
);

/** The regret is E[g_pi] over pairs and E_base[beta log pi/pi*_beta]. */
export const claimObjectiveGapByPairs = claimInSettings(
  objectiveGapByPairs,
  settings,
  ({ name, of, k, regret }, bound) => {
    const { world, policyClass, optimum, beta, differences } = of;
    const policy = [...policyClass.members, world.base][k]!;
    const baseline = compensatedSum(
      Array.from({ length: world.base.prompts }, (_, x) => {
        const logs = policy.law(x).logMasses;
        const values = Array.from(logs, (log, y) => beta * (log - optimum.law(x).logMasses[y]!));
        return world.promptLaw.mass(x) * compensatedSum(values.map((value, y) => world.base.law(x).mass(y) * value));
      }),
    );
    return equal(name, regret, bound.evaluate({ pairs: differences.means[k]!, baseline }));
  },
  {
    compares: 'J_beta(pi*_beta) - J_beta(pi) with E[g] + E_base[h]: equal',
    mutations: [
      { name: 'the constant 1 of E[g] made 1.001', formula: () => '1.001 * pairs + baseline' },
      { name: 'E_base[h] dropped', formula: () => 'pairs' },
      { name: 'E_base[h] taken off', formula: () => 'pairs - baseline' },
    ],
  },
);

/** Near-extremal: almost all mass where pi is heavier than the base policy and pi*_beta lighter, each by a factor 1/mass. */
function* opposed(grid: Grid): Iterable<RewardClass> {
  yield* classes(grid);
  for (const mass of [1e-3, 1e-30]) for (const beta of [0.1, 1]) yield opposedClass(mass, beta);
}

/** The regret is at most 2 V. */
export const claimObjectiveGapMost = claimInSettings(
  objectiveGapMost,
  opposed,
  ({ name, differences, regrets }, bound) =>
    below(name, Math.max(...regrets), bound.evaluate({ ratio: Math.max(...differences.ratios) })),
  {
    compares: 'largest regret in a class, with 2 V',
    mutations: [{ name: 'the constant 2 made 1.9', formula: () => '1.9 * ratio' }],
  },
);

/** The regret of the base policy is at most V. */
export const claimObjectiveGapOfBase = claimInSettings(
  objectiveGapOfBase,
  opposed,
  ({ name, differences, regrets }, bound) =>
    below(name, regrets.at(-1)!, bound.evaluate({ ratio: differences.ratios.at(-2)! })),
  {
    compares: 'regret of the base policy, with V',
    mutations: [{ name: 'the constant 1 made 0.95', formula: () => '0.95 * ratio' }],
  },
);

/** J_beta(pi*_beta) is beta E_x log sum pi_base^(1 + 1/beta). */
export const claimObjectiveOptimum = claimInSettings(
  objectiveOptimum,
  (grid) => randomWorlds('objective-optimum', grid),
  ({ name, world }, bound) =>
    [0.05, 0.5, 2].map((beta) => {
      const { promptLaw, base } = world;
      const logPowerSum = compensatedSum(
        Array.from({ length: base.prompts }, (_, x) => {
          const logs = Array.from(base.law(x).logMasses, (log) => (1 + 1 / beta) * log);
          return promptLaw.mass(x) * logSumExp(logs);
        }),
      );
      const best = exactObjective(powerPolicy(base, 1 + 1 / beta), world, logLikelihood, beta);
      return equal(`${name}, beta ${beta}`, best, bound.evaluate({ beta, logPowerSum }));
    }),
  {
    compares: 'J_beta(pi*_beta) with beta E_x log sum pi_base^(1 + 1/beta): equal',
    mutations: [
      { name: 'the constant 1 made 1.001', formula: () => '1.001 * beta * logPowerSum' },
      { name: 'beta dropped', formula: () => 'logPowerSum' },
    ],
  },
);
