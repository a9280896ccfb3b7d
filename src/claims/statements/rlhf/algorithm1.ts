import { Source } from '../../../math/random/source.ts';
import { FiniteClass } from '../../../policies/classes/finiteClass.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { RewardPairs } from '../../../policies/data/rewardPairs.ts';
import type { ExplicitPolicy } from '../../../policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../../policies/explicitWorld.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import { rewardsOf } from '../../../policies/rewards/rewardsOf.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { powerPolicy } from '../../../policies/transforms/powerPolicy.ts';
import {
  algorithm1Alpha,
  algorithm1Sign,
  optimumRatio,
  smoothedRewards,
} from '../../../theory/bounds/rlhf/algorithm1.ts';
import { smoothedHardFamily } from '../../../theory/instances/smoothedHardFamily.ts';
import { needleClass, randomClasses, rewardClass } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
import { randomLaws } from '../../cases/randomWorlds.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below, equal } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

/** Two policies, the second of which is pi*_beta or not, and pairs to fit. */
interface Fitted {
  readonly name: string;
  readonly of: RewardClass;
  readonly two: FiniteClass;
  readonly pairs: RewardPairs<number, number>;
}

function pairsOf({ world, reward }: RewardClass, compared: readonly (readonly [x: number, y: number, z: number])[]) {
  const pairs = new RewardPairs<number, number>();
  for (const [prompt, response, baseline] of compared) {
    const law = world.base.law(prompt);
    const rewards = rewardsOf(law, prompt, reward);
    pairs.append({
      prompt,
      response,
      baseline,
      rewardGap: rewards[response]! - rewards[baseline]!,
      baseLogRatio: law.logMasses[response]! - law.logMasses[baseline]!,
    });
  }
  return pairs;
}

/** The sum of squares of a policy on the pairs, by its definition. */
function squaresOf(policy: ExplicitPolicy, { of: { beta }, pairs }: Fitted): number {
  return pairs.from(0).reduce((sum, { prompt, response, baseline, rewardGap, baseLogRatio }) => {
    const { logMasses } = policy.law(prompt);
    return sum + (beta * (logMasses[response]! - logMasses[baseline]! - baseLogRatio) - rewardGap) ** 2;
  }, 0);
}

const logsOf = (policy: ExplicitPolicy, { pairs }: Fitted): number =>
  pairs.from(0).reduce((sum, { prompt, baseline }) => sum + policy.law(prompt).logMasses[baseline]!, 0);

function* randomPairs(of: RewardClass): Iterable<readonly (readonly [number, number, number])[]> {
  const { base } = of.world;
  for (const count of [1, 2, 5, 9]) {
    const source = Source.named(`claims/alg-1/${of.name}/${count}`);
    yield Array.from({ length: count }, () => {
      const x = source.index(base.prompts);
      return [x, source.index(base.responses), source.index(base.responses)] as const;
    });
  }
}

/** Of each class every two of its members, on random pairs: neither need be pi*_beta. */
const fits = computedOnce((grid: Grid): Fitted[] => {
  const classes = [...randomClasses('alg-1', grid), needleClass({ responses: 6, hypotheses: 4, bonus: 1 }, 0.3)];
  return classes.flatMap((of) => {
    const { members } = of.policyClass;
    const some = Array.from(randomPairs(of));
    return members.slice(1).flatMap((second, k) =>
      some.map((compared) => ({
        name: `${of.name}, members ${k} and ${k + 1}, ${compared.length} pairs`,
        of,
        two: new FiniteClass([members[k]!, second]),
        pairs: pairsOf(of, compared),
      })),
    );
  });
});

/** What the fit leaves, with a weight of optimism that is nothing. */
const claimedSquares = computedOnce((grid: Grid) =>
  fits(grid).flatMap((fitted) => {
    const { two, pairs, of, name } = fitted;
    const [first, second] = two.members.map((policy) => squaresOf(policy, fitted)) as [number, number];
    // Where both are the same, or differ by what so little optimism is worth, either may be taken.
    if (Math.abs(first - second) <= 1e-6) return [];
    const fit = two.fit({ kind: 'optimisticFit', pairs, alpha: 1e-12, beta: of.beta });
    return [{ name, first, second, left: squaresOf(fit, fitted) }];
  }),
);

/** The sign of Alg. 1. */
export const claimAlgorithm1Sign = claimInSettings(
  algorithm1Sign,
  claimedSquares,
  ({ name, left, first, second }, bound) => equal(name, left, bound.evaluate({ first, second })),
  {
    compares: 'sum of squares of the fit of a class of two, with the smaller one: equal',
    // With the minus that Alg. 1 prints the fit has the larger one.
    printed: algorithm1Sign.withFormula('max(first, second)'),
    mutations: [
      { name: 'the first of them', formula: () => 'first' },
      { name: 'the second of them', formula: () => 'second' },
      { name: 'their mean', formula: () => '(first + second) / 2' },
    ],
  },
);

/** The alpha at which the fit turns from pi*_beta to the other policy, by bisection. */
function turn({ two, pairs, of }: Fitted): number {
  const errs = (alpha: number): boolean =>
    two.fit({ kind: 'optimisticFit', pairs, alpha, beta: of.beta }) !== two.members[1];
  let [low, high] = [1e-12, 1e12];
  while (high / low > 1 + 1e-11) {
    const middle = Math.sqrt(low * high);
    if (errs(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const turns = computedOnce((grid: Grid) => {
  const base = TabularPolicy.fromMasses([[2 / 3, 1 / 3]]);
  // The second response looks better by optimism than it is.
  const byHand = rewardClass({
    name: 'base (2/3, 1/3), pi* (0.8, 0.2)',
    world: new ExplicitWorld(FiniteLaw.uniform(1), base),
    others: [TabularPolicy.fromMasses([[0.2, 0.8]])],
    reward: logLikelihood,
    beta: 1,
  });
  const all: Fitted[] = [
    { name: byHand.name, of: byHand, two: byHand.policyClass, pairs: pairsOf(byHand, [[0, 1, 0]]) },
  ];
  return [...all, ...fits(grid)].flatMap((fitted) => {
    const { of, two, name } = fitted;
    const [other, optimum] = two.members as [ExplicitPolicy, ExplicitPolicy];
    if (optimum !== of.policyClass.members.at(-1)) return [];
    const [squares, logs] = [squaresOf(other, fitted), logsOf(optimum, fitted) - logsOf(other, fitted)];
    if (!(squares > 1e-6 && logs > 1e-6)) return [];
    const rewards = Math.max(...Array.from(of.world.base.law(0).logMasses, (log) => -log));
    return [{ name, turn: turn(fitted), values: { squares, logs, ratio: of.ratio, rewardBound: rewards } }];
  });
});

/** Whose weight alpha is. */
export const claimAlgorithm1Alpha = claimInSettings(
  algorithm1Alpha,
  turns,
  (setting, bound) => equal(setting.name, setting.turn, bound.evaluate(setting.values)),
  {
    compares: 'alpha at which the fit turns from pi*_beta to another policy, by bisection, with the formula: equal',
    // The alpha of the proof, whose objective carries alpha (V + R)^2.
    printed: algorithm1Alpha.withFormula('squares / (logs * (ratio + rewardBound)^2)'),
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * squares / logs' },
      { name: 'the squares made their root', formula: () => 'sqrt(squares) / logs' },
    ],
  },
);

/** V of pi*_beta. */
export const claimOptimumRatio = claimInSettings(
  optimumRatio,
  (grid) => [
    // Near-extremal: nearly all on one response, and cold.
    ...[1e-3, 1e-12].map((rare) => ({ name: `base mass ${rare}`, law: FiniteLaw.fromMasses([1 - rare, rare]) })),
    { name: '2/3 and 1/3', law: FiniteLaw.fromMasses([2 / 3, 1 / 3]) },
    ...Array.from(randomLaws('optimum-ratio', grid)).filter(({ law }) => Math.min(...law.masses()) > 0),
  ],
  ({ name, law }, bound) =>
    [0.01, 0.1, 1].flatMap((beta) => {
      const base = new TabularPolicy([law]);
      const optimum = powerPolicy(base, 1 + 1 / beta).law(0);
      const logs = Array.from(law.logMasses);
      const ratio = Math.max(...logs.map((log, y) => Math.abs(beta * (optimum.logMasses[y]! - log))));
      return below(
        `${name}, beta ${beta}`,
        ratio,
        bound.evaluate({ mostLog: Math.max(...logs) - Math.min(...logs), beta }),
      );
    }),
  {
    compares: 'largest |beta log pi*_beta/pi_base|, with the range of log pi_base',
    printed: optimumRatio.withFormula('beta * mostLog'),
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * mostLog' },
      { name: 'half of the range', formula: () => 'mostLog / 2' },
    ],
  },
);

/** R of the hard family, smoothed. */
export const claimSmoothedRewards = claimInSettings(
  smoothedRewards,
  () => [3, 8, 64].flatMap((responses) => [1e-6, 0.01, 0.9].map((smoothing) => ({ responses, smoothing }))),
  (setting, bound) => {
    const family = smoothedHardFamily({ prompts: 2, hardMass: 0.5, ...setting });
    const { base } = family.at([0, 1]);
    const most = Math.max(
      ...Array.from({ length: base.prompts }, (_, x) => Array.from(base.law(x).logMasses, (log) => -log)).flat(),
    );
    return below(`M = ${setting.responses}, s = ${setting.smoothing}`, most, bound.evaluate(setting));
  },
  {
    compares: 'largest log 1/pi_base of the smoothed hard family, with log((M + 1)/s)',
    // As if y_0 did not count, to which App. H gives no mass at a hard prompt.
    printed: smoothedRewards.withFormula('log((responses - 1) / (1 - 2 / responses))'),
    mutations: [
      { name: 's dropped', formula: () => 'log(responses + 1)' },
      { name: 'M + 1 made M', formula: () => 'log(responses / smoothing)' },
    ],
  },
);
