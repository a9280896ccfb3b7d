import { DomainError } from '../../../math/domainError.ts';
import { logBinomialMasses } from '../../../math/logBinomialMasses.ts';
import { logSumExp } from '../../../math/logSpace.ts';
import { RewardPairs } from '../../../policies/data/rewardPairs.ts';
import { quantileLowerBound } from '../../../statistics/quantileLowerBound.ts';
import {
  eliminationMean,
  eliminationRegret,
  eliminationRounds,
  tieBreakingAlpha,
} from '../../../theory/bounds/rlhf/elimination.ts';
import { needleClass, rareError, telling } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
import { xpoRuns } from '../../cases/xpoRuns.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { above, below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';
import { statisticalClaimOf } from '../../statisticalClaimOf.ts';

/** Classes of two with a rare error, of which XPO plays the wrong member until a pair shows it: laws are geometric. */
const rare = computedOnce((grid: Grid): RewardClass[] =>
  [1e-3, 0.01, 0.1, 0.5].flatMap((mass) =>
    (grid === 'full' ? [1e-100, 1e-12, 1e-4] : [1e-100, 1e-4]).map((share) =>
      rareError({ rare: share, mass, beta: 0.5 }),
    ),
  ),
);

/**
 * The same with several wrong members: optimism plays one of them until a pair shows its error, which shows nothing of the
 * others.
 */
const rareMany = (): RewardClass[] =>
  [3, 10].flatMap((wrong) => [0.01, 0.3].map((mass) => rareError({ rare: 1e-100, mass, beta: 0.5, wrong })));

/** The largest alpha at which all of T pairs are fitted exactly: just above the fit may err. */
function leastErringAlpha(of: RewardClass, rounds: number): number {
  const { policyClass, world, beta } = of;
  const base = world.base.law(0).logMasses;
  const pairs = new RewardPairs<number, number>();
  for (let t = 0; t < rounds; t++) {
    // One pair shows the error, and every baseline is one that pi*_beta likes better.
    const response = t === 0 ? 0 : 1;
    pairs.append({ prompt: 0, response, baseline: 1, rewardGap: 0, baseLogRatio: base[response]! - base[1]! });
  }
  const errs = (alpha: number): boolean =>
    policyClass.fit({ kind: 'optimisticFit', pairs, alpha, beta }) !== policyClass.members.at(-1);
  let [low, high] = [1e-12, 1e12];
  if (errs(low) || !errs(high))
    throw new DomainError('leastErringAlpha', 'the fit', 'to err at a large alpha only', of.name);
  while (high / low > 1 + 1e-9) {
    const middle = Math.sqrt(low * high);
    if (errs(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Below this alpha optimism breaks ties and does nothing else. */
export const claimTieBreakingAlpha = claimInSettings(
  tieBreakingAlpha,
  (grid) => rare(grid).flatMap((of) => [1, 40].map((rounds) => ({ of, rounds }))),
  ({ of, rounds }, bound) => {
    const { members } = of.policyClass;
    const [wrong, optimum] = members.map((member) => member.law(0).logMasses);
    const gain = of.beta * Math.max(...Array.from(optimum!, (log, y) => log - wrong![y]!));
    const values = { beta: of.beta, leastError: of.differences.ranges[0]!, rounds, gain };
    return above(`${of.name}, T = ${rounds}`, leastErringAlpha(of, rounds), bound.evaluate(values));
  },
  {
    compares: 'least alpha at which a fit to T pairs errs, with the bound',
    mutations: [
      { name: 'the constant 1 made 1.01', formula: () => `1.01 * ${tieBreakingAlpha.spec.formula}` },
      { name: 'T dropped', formula: () => tieBreakingAlpha.formulaWithout('rounds') },
      { name: 'the exponent of g made 3', formula: () => 'beta * leastError^3 / (rounds * gain)' },
      { name: 'beta dropped', formula: () => tieBreakingAlpha.formulaWithout('beta') },
      { name: 'the gain dropped', formula: () => 'beta * leastError^2 / rounds * 10' },
    ],
  },
);

/** The rounds in which XPO plays another policy than pi*_beta, on average. */
export const claimEliminationMean = claimInSettings(
  eliminationMean,
  (grid) => [...rare(grid), ...rareMany()],
  (of, bound) => {
    const { itself, base } = telling(of);
    const wrong = of.policyClass.members.length - 1;
    // Its first round, of the base policy, may show an error; then it plays the wrong members in turn, each until a pair
    // shows its error.
    return below(of.name, 1 + (wrong * (1 - base)) / itself, bound.evaluate({ members: wrong + 1, q: itself }));
  },
  {
    compares: 'mean rounds in which XPO plays another policy than pi*_beta, exact, with the bound',
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '1 + 0.99 * (members - 1) / q' },
      { name: '|Pi| - 1 made |Pi| - 2', formula: () => '1 + (members - 2) / q' },
      { name: '|Pi| - 1 made 1', formula: () => '1 + 1 / q + 0 * members' },
      { name: 'q dropped', formula: () => '1 + members - 1' },
      { name: 'the first round dropped', formula: () => '(members - 1) / q' },
    ],
  },
);

/** The regret of all rounds together. */
export const claimEliminationRegret = claimInSettings(
  eliminationRegret,
  rare,
  (of, bound) => {
    const { itself, base } = telling(of);
    const regret = of.regrets.at(-1)! + ((1 - base) / itself) * of.regrets[0]!;
    return below(
      of.name,
      regret,
      bound.evaluate({ ratio: of.differences.ratios[1]!, regrets: of.regrets[0]! / itself }),
    );
  },
  {
    compares: 'mean regret of all rounds together, exact, with the bound',
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => 'ratio + 0.99 * regrets' },
      { name: 'the sum dropped', formula: () => 'ratio' },
      {
        name: 'V dropped',
        formula: (factor) => `regrets / ${factor}`,
        hiddenBecause: 'the first round costs nothing where the base policy is pi*_beta',
      },
    ],
  },
);

/** The largest number of rounds in which fewer than `wrong` errors show with probability above rho, each round one with q. */
const roundsOf = (wrong: number, q: number, rho: number): number => {
  const fewer = (rounds: number): boolean =>
    rounds < wrong || Math.exp(logSumExp(logBinomialMasses(rounds, q, wrong - 1).subarray(0, wrong))) > rho;
  let [low, high] = [0, 1];
  while (fewer(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fewer(middle)) low = middle;
    else high = middle;
  }
  return low;
};

const NEEDLES = [
  { responses: 64, hypotheses: 8, delta: 0.1 },
  { responses: 256, hypotheses: 8, delta: 0.1 },
  { responses: 64, hypotheses: 3, delta: 0.1 },
] as const;

/** XPO on needles: rounds until the list is settled. */
const needleRuns = computedOnce((grid: Grid) =>
  NEEDLES.map(({ responses, hypotheses, delta }) => {
    // The temperature condition, with equality.
    const beta = 1 / (Math.log((2 * responses) / delta) / Math.log(2) - 1);
    const of = needleClass({ responses, hypotheses, bonus: 1 }, beta);
    const { differing } = of.differences;
    const wrong = of.policyClass.members.slice(0, -1).map((_, k) => k);
    const q = Math.min(...wrong.map((k) => Math.min(differing[k]![k]!, differing[hypotheses - 1]![k]!)));
    const runs = xpoRuns(of, { rounds: 60, alpha: 0.01 * beta, runs: grid === 'full' ? 2000 : 300 });
    return { name: of.name, members: hypotheses, q, identified: runs.map(({ identified }) => identified - 1) };
  }),
);

/** So many rounds settle which policy fits all pairs: on needles three times what XPO takes. */
export const claimEliminationRounds = statisticalClaimOf(eliminationRounds, {
  compares:
    'rounds after which another policy than pi*_beta still fits all pairs, with probability above rho, with the bound',
  intervals: (grid) => 2 * needleRuns(grid).length,
  *cases(bound, grid, shares) {
    // Near-extremal: a class of two whose members tell equally seldom, of known law.
    for (const share of [1e-3, 1e-6]) {
      for (const rho of [0.5, 0.1, 1e-6]) {
        const of = rareError({ rare: share, mass: share * 1.001, beta: 1 });
        const { itself, optimum, base } = telling(of);
        // After j rounds with probability (1 - base) (1 - itself)^(j - 1).
        const rounds = Math.ceil(((Math.log(rho) - Math.log1p(-base)) / Math.log1p(-itself)) * (1 - 1e-12));
        const values = { members: 2, q: Math.min(itself, optimum), rho };
        yield below(`${of.name}, rho = ${rho}`, rounds, bound.evaluate(values));
      }
    }
    // And several that are played one after the other: a negative binomial law.
    for (const of of rareMany()) {
      for (const rho of [0.5, 0.01]) {
        const wrong = of.policyClass.members.length - 1;
        const q = telling(of).itself;
        const values = { members: wrong + 1, q, rho };
        yield below(`${of.name}, rho = ${rho}`, 1 + roundsOf(wrong, q, rho), bound.evaluate(values));
      }
    }
    for (const { name, members, q, identified } of needleRuns(grid)) {
      for (const rho of [0.5, 0.1]) {
        const measured = quantileLowerBound(identified, 1 - rho, shares.take(), 0);
        yield below(`${name}, rho = ${rho}`, measured, bound.evaluate({ members, q, rho }));
      }
    }
  },
  mutations: [
    {
      name: 'log(1/rho) made 0.99 of it',
      formula: () =>
        eliminationRounds.formulaWith('others + l + sqrt(2 * others * l)', 'others + 0.99 * l + sqrt(2 * others * l)'),
    },
    { name: 'q dropped', formula: () => eliminationRounds.formulaWithout('q') },
    { name: '|Pi| - 2 dropped', formula: () => '1 + l / q + 0 * members' },
    { name: 'the root dropped', formula: () => '1 + (others + l) / q' },
  ],
});
