import type { AnyQuery } from '../../../access/frameworks.ts';
import type { Program } from '../../../access/query.ts';
import type { Explicit } from '../../../access/spaces.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { iterativeDpo } from '../../../learners/rlhf/iterativeDpo.ts';
import { onlineRegression } from '../../../learners/rlhf/onlineRegression.ts';
import { rewardRegression } from '../../../learners/rlhf/rewardRegression.ts';
import { selfDistillation } from '../../../learners/rlhf/selfDistillation.ts';
import { xpo } from '../../../learners/rlhf/xpo.ts';
import type { ExplicitPolicy } from '../../../policies/explicitPolicy.ts';
import { ExplicitWorld } from '../../../policies/explicitWorld.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { powerPolicy } from '../../../policies/transforms/powerPolicy.ts';
import {
  distillationOfTwo,
  iterativeOfTwo,
  onlineOfTwo,
  regressionOfTwo,
  xpoBestOfTwo,
  xpoOfTwo,
} from '../../../theory/bounds/rlhf/twoPolicies.ts';
import { meanOverRuns } from '../../cases/everyRun.ts';
import { needleClass, randomClasses, rewardClass, telling } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { equal } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

/** E[ regret of what the learner returns ], over all of its runs. */
function meanRegret(of: RewardClass, learner: () => Program<AnyQuery<Explicit>, ExplicitPolicy>): number {
  const { world, policyClass, regrets } = of;
  // The base policy is the last of the regrets.
  const numberOf = (policy: ExplicitPolicy): number =>
    policy === world.base ? regrets.length - 1 : policyClass.members.indexOf(policy);
  return meanOverRuns(learner, world.withClass(policyClass), (policy) => regrets[numberOf(policy)]!);
}

/** What a learner does in each of its settings, gone through once however many bounds it is held against. */
const measuredOnce = <S>(settings: (grid: Grid) => readonly S[], measure: (setting: S) => number) =>
  computedOnce((grid: Grid) => settings(grid).map((setting) => ({ ...setting, mean: measure(setting) })));

/**
 * Classes of two, the wrong one listed first: of needles; of one base policy at a temperature that is nearly beta, so that a fit
 * with another beta takes the wrong one; and random ones.
 */
const classesOfTwo = computedOnce((grid: Grid): RewardClass[] => {
  const base = TabularPolicy.fromMasses([[0.5, 0.3, 0.2]]);
  const nearby = [1.15, 1 / 1.15].map((factor) =>
    rewardClass({
      name: `two temperatures, beta 0.3 and ${factor.toFixed(3)} of it`,
      world: new ExplicitWorld(FiniteLaw.uniform(1), base),
      others: [powerPolicy(base, 1 + 1 / (0.3 * factor))],
      reward: logLikelihood,
      beta: 0.3,
    }),
  );
  const random = Array.from(randomClasses('two-policies', grid), ({ name, world, policyClass, reward, beta }) =>
    rewardClass({ name, world, others: [policyClass.members[0]!], reward, beta }),
  );
  const needles = [0.1, 1].map((beta) => needleClass({ responses: 3, hypotheses: 2, bonus: 1 }, beta));
  return [...needles, ...nearby, ...random.slice(0, grid === 'full' ? 8 : 2)];
});

const LAST = { pairsPerRound: 1, returns: 'last' } as const;
const atRounds = (grid: Grid) => classesOfTwo(grid).flatMap((of) => [1, 2].map((rounds) => ({ of, rounds })));

/** Reward regression on pairs of the base policy. */
export const claimRegressionOfTwo = claimInSettings(
  regressionOfTwo,
  measuredOnce(atRounds, ({ of, rounds: n }) => {
    const { beta, reward } = of;
    return meanRegret(of, () => rewardRegression<Explicit>({ n, beta, reward }));
  }),
  ({ of, rounds: n, mean }, bound) => {
    const values = { regret: of.regrets[0]!, baseTells: telling(of).base, pairs: n };
    return equal(`${of.name}, n = ${n}`, mean, bound.evaluate(values));
  },
  {
    compares: 'mean regret of the learner, summed over all of its runs, with the formula: equal',
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * regret * (1 - baseTells)^pairs' },
      { name: 'the exponent n made n + 1', formula: () => 'regret * (1 - baseTells)^(pairs + 1)' },
      { name: 'q made q/2', formula: () => 'regret * (1 - baseTells / 2)^pairs' },
    ],
  },
);

/** Online regression: its pairs are those of the wrong policy until one shows the error. */
export const claimOnlineOfTwo = claimInSettings(
  onlineOfTwo,
  measuredOnce(atRounds, ({ of, rounds }) => {
    const { beta, reward } = of;
    return meanRegret(of, () => onlineRegression<Explicit>({ ...LAST, rounds, beta, reward }));
  }),
  ({ of, rounds, mean }, bound) => {
    const { base, itself } = telling(of);
    const values = { regret: of.regrets[0]!, baseTells: base, wrongTells: itself, rounds };
    return equal(`${of.name}, T = ${rounds}`, mean, bound.evaluate(values));
  },
  {
    compares: 'mean regret of the last iterate, summed over all runs of the learner, with the formula: equal',
    mutations: [
      { name: 'the first round dropped', formula: () => 'regret * (1 - wrongTells)^(rounds - 1)' },
      { name: 'all pairs those of the base policy', formula: () => 'regret * (1 - baseTells)^rounds' },
      { name: 'the exponent T - 1 made T', formula: () => onlineOfTwo.formulaWith('rounds - 1', 'rounds') },
    ],
  },
);

/** Iterative DPO: an error that its last pair does not show is forgotten. */
export const claimIterativeOfTwo = claimInSettings(
  iterativeOfTwo,
  measuredOnce(
    (grid) => [...atRounds(grid), { of: classesOfTwo(grid)[1]!, rounds: 3 }],
    ({ of, rounds }) => {
      const { beta, reward } = of;
      return meanRegret(of, () => iterativeDpo<Explicit>({ ...LAST, rounds, beta, reward }));
    },
  ),
  ({ of, rounds, mean }, bound) => {
    const { base, itself, optimum } = telling(of);
    const values = { regret: of.regrets[0]!, baseTells: base, wrongTells: itself, optimumTells: optimum, rounds };
    return equal(`${of.name}, T = ${rounds}`, mean, bound.evaluate(values));
  },
  {
    compares: 'mean regret of the last iterate, summed over all runs of the learner, with the formula: equal',
    mutations: [
      { name: 'nothing forgotten', formula: () => onlineOfTwo.spec.formula },
      {
        name: 'the limit dropped',
        formula: () => 'regret * (1 - baseTells) * (optimumTells - wrongTells)^(rounds - 1)',
      },
      { name: 'the exponent T - 1 made T', formula: () => iterativeOfTwo.formulaWith('rounds - 1', 'rounds') },
    ],
  },
);

interface Needle {
  readonly responses: number;
  readonly bonus: number;
  readonly beta: number;
}

const needles = (grid: Grid): Needle[] =>
  [
    { responses: 2, bonus: 1, beta: 0.1 },
    { responses: 3, bonus: 1, beta: 0.1 },
    { responses: 3, bonus: 0.3, beta: 0.5 },
    { responses: 3, bonus: 3, beta: 1 },
    { responses: 4, bonus: 1, beta: 0.3 },
    { responses: 5, bonus: 2, beta: 0.1 },
    { responses: 7, bonus: 1, beta: 0.1 },
  ].slice(0, grid === 'full' ? 7 : 6);

const nameOf = ({ responses, bonus, beta }: Needle): string => `S = ${responses}, h = ${bonus}, beta ${beta}`;
const classOf = ({ beta, ...rest }: Needle): RewardClass => needleClass({ ...rest, hypotheses: 2 }, beta);

/** Just below the alpha at which optimism outweighs an error in one of two pairs, beta A / 2, A = (1 + beta) log(1 + h). */
const largestAlpha = ({ beta, bonus }: Needle): number => (0.99 * beta * (1 + beta) * Math.log1p(bonus)) / 2;

/** Two rounds of XPO at the largest alpha at which optimism only breaks ties: a larger one, or another beta, has another law. */
export const claimXpoOfTwo = claimInSettings(
  xpoOfTwo,
  measuredOnce(needles, (needle) => {
    const of = classOf(needle);
    const { beta, reward } = of;
    return meanRegret(of, () => xpo<Explicit>({ ...LAST, rounds: 2, alpha: largestAlpha(needle), beta, reward }));
  }),
  ({ mean, ...needle }, bound) => equal(nameOf(needle), mean, bound.evaluate(needle)),
  {
    compares: 'mean regret of the last iterate, summed over all runs of the learner, with the formula: equal',
    mutations: [
      {
        name: 'optimism for the response that came up twice',
        formula: () =>
          'wrongRegret * (other^2 * (sharp * other + bothNeither + blunt * own) + neither^2 * (sharp * other + bothNeither) + own^2 * blunt * other)',
      },
      {
        name: 'no optimism',
        formula: () => 'wrongRegret * (own^2 + other^2 + neither^2) * (blunt * own + bothNeither + sharp * other)',
      },
      { name: 'the tie where both came up dropped', formula: () => xpoOfTwo.formulaWithout('other^2 * sharp * own') },
      {
        name: 'the regret made beta log(p / q)',
        formula: () => xpoOfTwo.formulaWith('wrongRegret', '(1 + beta) * log1p(bonus)'),
      },
    ],
  },
);

/** The same of the best iterate. */
export const claimXpoBestOfTwo = claimInSettings(
  xpoBestOfTwo,
  measuredOnce(needles, (needle) => {
    const of = classOf(needle);
    const { beta, reward } = of;
    const options = { rounds: 2, pairsPerRound: 1, heldOut: 1, alpha: largestAlpha(needle), beta, reward };
    return meanRegret(of, () => xpo<Explicit>(options));
  }),
  ({ mean, ...needle }, bound) => equal(nameOf(needle), mean, bound.evaluate(needle)),
  {
    compares: 'mean regret of the best iterate, summed over all runs of the learner, with the formula: equal',
    mutations: [
      { name: 'the last iterate', formula: () => xpoOfTwo.spec.formula },
      {
        name: 'the wrong policy in the place of the base policy',
        formula: () => xpoBestOfTwo.formulaWith('baseRegret', 'wrongRegret'),
      },
    ],
  },
);

/** Self-distillation: rejection sampling, then the likelier of the two. */
export const claimDistillationOfTwo = claimInSettings(
  distillationOfTwo,
  measuredOnce(
    (grid) => needles(grid).flatMap((needle) => [1, 5].map((N) => ({ ...needle, N }))),
    ({ N, ...needle }) => {
      const of = classOf(needle);
      const { beta, reward, world } = of;
      const ceiling = Math.max(...Array.from(world.base.law(0).logMasses));
      return meanRegret(of, () => selfDistillation<Explicit>({ n: 1, N, beta, reward, ceiling }));
    },
  ),
  ({ mean, ...needle }, bound) => equal(`${nameOf(needle)}, N = ${needle.N}`, mean, bound.evaluate(needle)),
  {
    compares: 'mean regret of the learner, summed over all of its runs, with the formula: equal',
    mutations: [
      { name: 'every try accepted', formula: () => 'wrongRegret * (1 - own)' },
      { name: 'no try missed', formula: () => 'wrongRegret * (1 - sharp)' },
      { name: 'the constant 1 made 0.99', formula: () => `0.99 * ${distillationOfTwo.spec.formula}` },
    ],
  },
);
