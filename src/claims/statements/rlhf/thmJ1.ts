import { DomainError } from '../../../math/domainError.ts';
import { FiniteClass } from '../../../policies/classes/finiteClass.ts';
import { RewardPairs } from '../../../policies/data/rewardPairs.ts';
import { quantileLowerBound } from '../../../statistics/quantileLowerBound.ts';
import { corF1Sharp } from '../../../theory/bounds/lemmas/corF1.ts';
import {
  exactOptimism,
  exactOptimismRate,
  sampledOptimismRate,
  thmJ1,
  thmJ1Bernstein,
  thmJ1Covering,
} from '../../../theory/bounds/rlhf/thmJ1.ts';
import { byDiffering, bySquares, sequentialExtrapolation } from '../../../theory/coverage/sequentialExtrapolation.ts';
import { needleClass, randomClasses, rareError } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
import { xpoRuns } from '../../cases/xpoRuns.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';
import { statisticalClaimOf } from '../../statisticalClaimOf.ts';

/** T rounds of XPO on a class, and a rho. */
interface Setting {
  readonly name: string;
  readonly of: RewardClass;
  readonly rounds: number;
  readonly rho: number;
  readonly alpha: number;
  /** What is known of the (1 - rho)-quantile of the average regret: exactly, on classes of two. */
  readonly regret: number;
}

const logSize = ({ policyClass }: RewardClass): number => policyClass.logSize;

/** SEC at the lambda that a bound asks for; the base policy counts as one that may be played. */
const extrapolationOf = (of: RewardClass, rounds: number, lambda: number): number =>
  sequentialExtrapolation(bySquares(of.differences), { rounds, lambda });

const freedmanLambda = (of: RewardClass, rho: number): number =>
  corF1Sharp.evaluate({ observed: 0, range: of.range ** 2, rho: rho / 2 / Math.exp(logSize(of)) });

/**
 * That optimism prefers the wrong member until a pair shows its error, in whatever order the class lists them.
 *
 * @throws DomainError where the fit does not
 */
function requireOptimism({ policyClass, optimum, beta, world }: RewardClass, alpha: number): void {
  const wrong = policyClass.members[0]!;
  const base = world.base.law(0).logMasses;
  const pairs = new RewardPairs<number, number>();
  const add = (response: number): void =>
    pairs.append({ prompt: 0, response, baseline: 1, rewardGap: 0, baseLogRatio: base[response]! - base[1]! });
  const reordered = new FiniteClass([optimum, wrong]);
  const fit = () => reordered.fit({ kind: 'optimisticFit', pairs, alpha, beta });
  add(1);
  const before = fit();
  add(0);
  if (before !== wrong || fit() !== optimum) {
    throw new DomainError('requireOptimism', 'the fit', 'the wrong member until a pair shows its error', 'another');
  }
}

/**
 * Near-extremal, of known law: XPO plays the wrong member of `rareError` from the second round on, until a pair shows its
 * error, after a geometric time.
 */
function rareSetting(options: {
  rare: number;
  mass: number;
  beta: number;
  rho: number;
  alpha: number;
  rounds?: number;
}): Setting {
  const { rho, alpha } = options;
  const of = rareError(options);
  requireOptimism(of, alpha);
  const { differing } = of.differences;
  const shown = differing[0]![0]!;
  const rounds = options.rounds ?? Math.max(1, Math.floor(Math.log(2 / rho) / shown));
  // P[it is played at least j times] = (1 - what the first round shows) (1 - shown)^(j - 1).
  const atFirst = Math.log1p(-differing.at(-1)![0]!);
  const most = Math.ceil(((Math.log(rho) - atFirst) / Math.log1p(-shown)) * (1 - 1e-12));
  const times = Math.max(0, Math.min(most, rounds - 1));
  return {
    name: `${of.name}, T = ${rounds}, rho = ${rho}`,
    of,
    rounds,
    rho,
    alpha,
    regret: (of.regrets.at(-1)! + times * of.regrets[0]!) / rounds,
  };
}

const rareSettings = computedOnce((_grid: Grid): Setting[] => [
  rareSetting({ rare: 1e-40, mass: 0.01, beta: 1, rho: 0.1, alpha: 1e-9 }),
  rareSetting({ rare: 1e-200, mass: 0.01, beta: 0.5, rho: 0.01, alpha: 1e-9 }),
  rareSetting({ rare: 1e-300, mass: 1e-3, beta: 0.1, rho: 1e-4, alpha: 1e-9 }),
  rareSetting({ rare: 1e-300, mass: 0.5, beta: 1, rho: 1e-4, alpha: 1e-9 }),
  rareSetting({ rare: 1e-300, mass: 0.9, beta: 1, rho: 1e-12, alpha: 1e-9 }),
  rareSetting({ rare: 1e-30, mass: 0.5, beta: 1, rho: 0.5, alpha: 1e-9, rounds: 2 }),
]);

const exactCompares = 'exact (1 - rho)-quantile of the average regret where a rare pair shows an error, with the bound';

/** (A0), exact optimism. */
export const claimExactOptimism = claimInSettings(
  exactOptimism,
  rareSettings,
  ({ name, of, rounds, rho, regret }, bound) => {
    const lambda = of.range ** 2 * (logSize(of) + Math.log(1 / rho));
    const values = { ratio: of.ratio, range: of.range, rounds, logClassSize: logSize(of), rho };
    return below(name, regret, bound.evaluate({ ...values, extrapolation: extrapolationOf(of, rounds, lambda) }));
  },
  {
    compares: exactCompares,
    mutations: [
      { name: 'B made 0.8 B', formula: () => exactOptimism.formulaWith('range', '0.8 * range') },
      { name: 'B dropped', formula: () => exactOptimism.formulaWithout('range') },
      {
        name: 'the exponent of SEC made 1',
        formula: () => 'ratio / rounds + range * extrapolation * sqrt((logClassSize + log(1 / rho)) / rounds)',
      },
      {
        name: 'log(1/rho) dropped',
        formula: () => 'ratio / rounds + range * sqrt(extrapolation * logClassSize / rounds)',
      },
      {
        name: 'the exponent of T made 1',
        formula: () => 'ratio / rounds + range * sqrt(extrapolation * (logClassSize + log(1 / rho))) / rounds',
      },
      {
        name: 'V/T dropped',
        formula: (factor) => exactOptimism.formulaWithout('ratio / rounds').replace('range *', `range / ${factor} *`),
        hiddenBecause: 'the first round costs nothing where the base policy is pi*_beta',
      },
    ],
  },
);

const s01 = (of: RewardClass, rounds: number, lambda: number): number =>
  sequentialExtrapolation(byDiffering(of.differences), { rounds, lambda });

/** (X), exact optimism at the rate 1/T. */
export const claimExactOptimismRate = claimInSettings(
  exactOptimismRate,
  rareSettings,
  ({ name, of, rounds, rho, regret }, bound) => {
    const differing = s01(of, rounds, logSize(of) + Math.log(1 / rho));
    const values = { ratio: of.ratio, range: of.range, rounds, differing, logClassSize: logSize(of), rho };
    return below(name, regret, bound.evaluate(values));
  },
  {
    compares: exactCompares,
    mutations: [
      { name: 'B made 0.8 B', formula: () => exactOptimismRate.formulaWith('range', '0.8 * range') },
      { name: 'B dropped', formula: () => exactOptimismRate.formulaWithout('range') },
      { name: 'log(1/rho) dropped', formula: () => '(ratio + range * logClassSize * differing) / rounds' },
      {
        name: 'the exponent of T made 2',
        formula: () => '(ratio + range * (logClassSize + log(1 / rho)) * differing) / rounds^2',
      },
      {
        name: 'S01 made 0.95 S01',
        formula: (factor) => exactOptimismRate.formulaWith('differing', `0.95 / ${factor} * differing`),
        hiddenBecause: 'the union over the class, and log(1/(1 - p)) for p, cost a tenth where the bound is tightest',
      },
      {
        name: 'V dropped',
        formula: (factor) => `range / ${factor} * (logClassSize + log(1 / rho)) * differing / rounds`,
        hiddenBecause: 'the first round costs nothing where the base policy is pi*_beta',
      },
    ],
  },
);

/** What Thm J.1 and its forms take, for a class, T rounds and a rho. */
function valuesOf({ of, rounds, rho, alpha }: Setting) {
  return {
    ratio: of.ratio,
    range: of.range,
    spread: of.spread,
    rounds,
    logClassSize: logSize(of),
    rho,
    alpha,
    beta: of.beta,
    extrapolation: extrapolationOf(of, rounds, freedmanLambda(of, rho)),
  };
}

/** The weight of optimism that the theorem asks for, and a small one. */
function* simulated(grid: Grid): Iterable<Setting> {
  const classes = [
    ...randomClasses('thm-j.1', grid),
    needleClass({ responses: 16, hypotheses: 4, bonus: 1 }, 0.3),
    rareError({ rare: 0.01, mass: 0.5, beta: 1 }),
  ];
  const [rounds, rho] = [30, 0.5];
  for (const of of classes) {
    const { extrapolation } = valuesOf({ name: '', of, rounds, rho, alpha: 1, regret: NaN });
    const L = logSize(of) + Math.log((2 * rounds) / rho);
    // R + V is half of B.
    const largest = ((of.beta * of.range) / 2) * Math.sqrt(L / (extrapolation * rounds));
    for (const share of [1, 1e-3]) {
      const alpha = share * largest;
      yield { name: `${of.name}, ${share} of the theorem's alpha, T = ${rounds}`, of, rounds, rho, alpha, regret: NaN };
    }
  }
}

const RUNS = 100;
const simulations = computedOnce((grid: Grid) =>
  Array.from(simulated(grid), (setting) => {
    const { of, rounds, alpha } = setting;
    const averages = xpoRuns(of, { rounds, alpha, runs: RUNS }).map(
      ({ played }) => played.reduce((sum, k) => sum + of.regrets[k]!, 0) / rounds,
    );
    return { setting, values: valuesOf(setting), averages };
  }),
);

const SLACK = "Hoeffding's inequality pays for draws of the base policy that hardly differ, and is most of the bound";

/** Thm J.1: runs of XPO itself, and the class of two whose law is known. */
export const claimThmJ1 = statisticalClaimOf(thmJ1, {
  compares: '(1 - rho)-quantile of the average regret of XPO, exact or its lower end from runs, with the bound',
  intervals: (grid) => simulations(grid).length,
  *cases(bound, grid, shares) {
    for (const setting of rareSettings(grid))
      yield below(setting.name, setting.regret, bound.evaluate(valuesOf(setting)));
    for (const { setting, values, averages } of simulations(grid)) {
      const measured = quantileLowerBound(averages, 1 - setting.rho, shares.take(), 0);
      yield below(setting.name, measured, bound.evaluate(values));
    }
  },
  mutations: [
    {
      name: 'the exponents of T made 1',
      formula: () =>
        'ratio / rounds + alpha * extrapolation / (2 * beta) + range * sqrt(c * L2 * extrapolation) / rounds + spread * sqrt(2 * L) / rounds',
    },
    {
      name: 'B and W dropped',
      formula: () =>
        'ratio / rounds + alpha * extrapolation / (2 * beta) + sqrt(c * L2 * extrapolation / rounds) + sqrt(2 * L / rounds)',
    },
    {
      name: 'the term of W dropped',
      formula: (factor) =>
        `(ratio / rounds + alpha * extrapolation / (2 * beta) + sqrt(c * range^2 * L2 * extrapolation / rounds)) / ${factor}`,
      hiddenBecause: 'a rare error costs what the other terms allow for',
    },
    {
      name: 'the term of B dropped',
      formula: (factor) =>
        `(ratio / rounds + alpha * extrapolation / (2 * beta) + spread * sqrt(2 * L / rounds)) / ${factor}`,
      hiddenBecause: SLACK,
    },
    {
      name: 'the term of alpha dropped',
      formula: (factor) =>
        `(ratio / rounds + sqrt(c * range^2 * L2 * extrapolation / rounds) + spread * sqrt(2 * L / rounds)) / ${factor}`,
      hiddenBecause: SLACK,
    },
    {
      name: 'the constant 1.2550 dropped',
      formula: (factor) => `(${thmJ1.formulaWithout('c')}) / ${factor}`,
      hiddenBecause: SLACK,
    },
  ],
});

/** By Bernstein's inequality. */
export const claimThmJ1Bernstein = claimInSettings(
  thmJ1Bernstein,
  rareSettings,
  (setting, bound) =>
    below(setting.name, setting.regret, bound.evaluate({ ...valuesOf(setting), deviation: setting.of.deviation })),
  {
    compares: exactCompares,
    mutations: [
      {
        name: 'B and W dropped',
        formula: () => thmJ1Bernstein.formulaWith('c * range^2', 'c').replace('spread *', ''),
      },
      {
        name: 'the terms of B and W squared over T',
        formula: () =>
          'ratio / rounds + 2 * deviation * sqrt(2 * L / rounds) + range * sqrt(L2 * extrapolation) / rounds + spread * L / rounds^2',
      },
      {
        name: 'the terms of s and W dropped',
        formula: (factor) =>
          `(ratio / rounds + alpha * extrapolation / (2 * beta) + sqrt(c * range^2 * L2 * extrapolation / rounds)) / ${factor}`,
        hiddenBecause: 'a rare error costs what the other terms allow for',
      },
    ],
  },
);

/** By a net: of a finite class, itself or fewer of its members. */
export const claimThmJ1Covering = claimInSettings(
  thmJ1Covering,
  rareSettings,
  (setting, bound) =>
    [1e-9, 0.5].map((e) => {
      const { logClassSize, ...values } = valuesOf(setting);
      return below(
        `${setting.name}, e = ${e}`,
        setting.regret,
        bound.evaluate({ ...values, logCovering: logClassSize, e }),
      );
    }),
  {
    compares: exactCompares,
    mutations: [
      { name: 'B and W dropped', formula: () => thmJ1Covering.formulaWith('range^2', '1').replace('spread *', '') },
      {
        name: 'the term of W dropped',
        formula: (factor) => `(${thmJ1Covering.formulaWithout('spread * sqrt(2 * L / rounds)')}) / ${factor}`,
        hiddenBecause: 'a rare error costs what the other terms allow for',
      },
      {
        name: 'the terms of e dropped',
        formula: (factor) =>
          `(ratio / rounds + alpha * extrapolation / beta + sqrt(c * sqrt(2) * range^2 * L * extrapolation / rounds) + spread * sqrt(2 * L / rounds) + 0 * e) / ${factor}`,
        hiddenBecause: SLACK,
      },
    ],
  },
);

/** (X) for the optimism that Alg. 1 draws. */
export const claimSampledOptimismRate = claimInSettings(
  sampledOptimismRate,
  rareSettings,
  (setting, bound) => {
    const { extrapolation: _, alpha: __, beta: ___, ...values } = valuesOf(setting);
    const differing = s01(setting.of, setting.rounds, logSize(setting.of) + Math.log(2 / setting.rho));
    return below(setting.name, setting.regret, bound.evaluate({ ...values, differing }));
  },
  {
    compares: exactCompares,
    mutations: [
      { name: 'B and W dropped', formula: () => '(ratio + L2 * differing) / rounds + sqrt(2 * L / rounds)' },
      {
        name: 'the term of W dropped',
        formula: (factor) => `(ratio + range * L2 * differing) / rounds / ${factor}`,
        hiddenBecause: 'a rare error costs what the other terms allow for',
      },
      {
        name: 'the term of B dropped',
        formula: (factor) => `(ratio / rounds + spread * sqrt(2 * L / rounds)) / ${factor}`,
        hiddenBecause: SLACK,
      },
    ],
  },
);
