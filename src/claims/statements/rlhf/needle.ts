import type { Explicit } from '../../../access/spaces.ts';
import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import { xpo } from '../../../learners/rlhf/xpo.ts';
import { sftSharpening } from '../../../learners/sft/sftSharpening.ts';
import { leastCount } from '../../../math/leastCount.ts';
import { mean } from '../../../math/mean.ts';
import { powerClass } from '../../../policies/classes/powerClass.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import {
  needleDpo,
  needleDpoLimit,
  needleExtrapolationSum,
  needleOffline,
  needleOptimum,
  needlePairSearchMean,
  needlePairSearchWorst,
  needleRounds,
  needleSearchMean,
  needleSearchWorst,
  needleSft,
  needleSftSamples,
  needleXpoTwo,
} from '../../../theory/bounds/rlhf/needle.ts';
import { bySquares, sequentialExtrapolation } from '../../../theory/coverage/sequentialExtrapolation.ts';
import { listNeedle } from '../../../theory/instances/listNeedle.ts';
import { decisionTree } from '../../../theory/risk/decisionTree.ts';
import { needleExploration } from '../../../theory/risk/needle/needleExploration.ts';
import { needleOptimalRisk } from '../../../theory/risk/needle/needleOptimalRisk.ts';
import { needlePairs } from '../../../theory/risk/needle/needlePairs.ts';
import type { NeedleParameters } from '../../../theory/risk/needle/needleParameters.ts';
import { needleSamples } from '../../../theory/risk/needle/needleSamples.ts';
import { needleSftRisk } from '../../../theory/risk/needle/needleSft.ts';
import { needleXpo } from '../../../theory/risk/needle/needleXpo.ts';
import { pairQueries, singleQueries } from '../../../theory/risk/searchQuery.ts';
import type { SearchQuery } from '../../../theory/risk/searchQuery.ts';
import { meanOverRuns } from '../../cases/everyRun.ts';
import { bayesOnNeedle, drawnOnNeedle, leftOnNeedle, pairsOnNeedle } from '../../cases/leftOnNeedle.ts';
import { needleClass } from '../../cases/rewardClasses.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimInSettings, claimOf } from '../../claimOf.ts';
import { below, equal } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

const K = 8;
const SIZES = [64, 256, 1024, 4096];
const nameOf = ({ responses, hypotheses, bonus }: NeedleParameters): string =>
  `S = ${responses}, K = ${hypotheses}, h = ${bonus}`;

/** The paper's needles, and others: the list may be all responses, and y* hardly or much heavier than they are. */
const needles = (grid: Grid): NeedleParameters[] => [
  ...SIZES.map((responses) => ({ responses, hypotheses: K, bonus: 1 })),
  { responses: 8, hypotheses: K, bonus: 1 },
  { responses: 9, hypotheses: K, bonus: 0.01 },
  { responses: 20, hypotheses: K, bonus: 10 },
  ...(grid === 'full' ? [{ responses: 16_384, hypotheses: K, bonus: 1 }] : []),
];

const most = (needle: NeedleParameters): number => Math.ceil(needle.responses / 5) + 20;
const pairsLeft = computedOnce((needle: NeedleParameters) => leftOnNeedle(pairsOnNeedle(needle), K, most(needle)));
const drawsLeft = computedOnce((needle: NeedleParameters) => leftOnNeedle(drawnOnNeedle(needle), K, 5 * most(needle)));

/** The law of DPO's waiting time, and its median. */
export const claimNeedleDpo = claimOf(needleDpo, {
  compares:
    'P[tau > n] by the sets of hypotheses that all sequences of pairs leave, and by the library, with the closed form: equal',
  *cases(bound, grid): Iterable<CaseResult> {
    for (const needle of needles(grid)) {
      const { hypotheses: _, ...rest } = needle;
      const left = pairsLeft(needle);
      const median = leastCount((n) => left[n]!.survival <= 1 / 2, left.length - 1);
      const inLaw = leastCount((n) => bound.evaluate({ ...rest, pairs: n }) <= 1 / 2, left.length - 1);
      yield equal(`${nameOf(needle)}, median ${median}`, median, inLaw);
      for (const n of [1, median - 1, median, left.length - 1]) {
        const expected = bound.evaluate({ ...rest, pairs: n });
        yield equal(`${nameOf(needle)}, n = ${n}`, left[n]!.survival, expected);
        yield equal(`${nameOf(needle)}, n = ${n}, needlePairs`, needlePairs(needle).survival(n), expected);
      }
    }
  },
  mutations: [
    { name: 'the 21 made 20', formula: () => needleDpo.formulaWith('21 * a2^pairs', '20 * a2^pairs') },
    { name: 'the last term dropped', formula: () => needleDpo.formulaWithout('a7^pairs') },
    { name: 'pairs as two samples', formula: () => needleDpo.spec.formula.replaceAll('^pairs', '^(2 * pairs)') },
    { name: 'n made n + 1', formula: () => needleDpo.spec.formula.replaceAll('^pairs', '^(pairs + 1)') },
  ],
});

/** In the limit: the median is 0.1732406349 (S + h) for K = 8, h = 1. */
export const claimNeedleDpoLimit = claimInSettings(
  needleDpoLimit,
  (grid) =>
    [2, 8, ...(grid === 'full' ? [3, 10] : [])].flatMap((hypotheses) =>
      [0.3, 1].flatMap((bonus) =>
        [0.02, 0.1732406349, 1].map((share) => ({ responses: 2 ** 40, hypotheses, bonus, share })),
      ),
    ),
  ({ share, ...needle }, bound) => {
    const pairs = Math.round(share * (needle.responses + needle.bonus));
    const name = `${nameOf(needle)}, n = ${share} (S + h)`;
    return equal(name, needlePairs(needle).survival(pairs), bound.evaluate({ ...needle, pairs }));
  },
  {
    compares: 'P[tau > n] at S = 2^40 with its limit: equal',
    mutations: [
      { name: 'the 1 of 1 + h dropped', formula: () => 'u^bonus * (1 - (1 - u)^(hypotheses - 1))' },
      { name: 'K - 1 made K', formula: () => needleDpoLimit.formulaWith('hypotheses - 1', 'hypotheses') },
      {
        name: 'pairs as single samples',
        formula: () => needleDpoLimit.formulaWith('u', 'u^(1 / 2)', 2),
      },
    ],
  },
);

/** The offline minimax risk. */
export const claimNeedleOffline = claimOf(needleOffline, {
  compares:
    'failure of the likeliest hypothesis, by all sequences of draws, by the sets that they leave, and by the library, with the closed form: equal',
  *cases(bound, grid): Iterable<CaseResult> {
    for (const responses of [8, 9, 10]) {
      for (const m of [0, 1, 2, ...(grid === 'full' ? [3] : [])]) {
        const needle = { responses, hypotheses: K, bonus: 1 };
        const expected = bound.evaluate({ responses, bonus: 1, samples: m });
        yield equal(`${nameOf(needle)}, m = ${m}, all sequences`, bayesOnNeedle(needle, m), expected);
      }
    }
    for (const needle of needles(grid)) {
      const { hypotheses: _, ...rest } = needle;
      const left = drawsLeft(needle);
      const enough = leastCount((m) => left[m]!.failure <= 0.1, left.length - 1);
      const inLaw = leastCount((m) => bound.evaluate({ ...rest, samples: m }) <= 0.1, left.length - 1);
      yield equal(`${nameOf(needle)}, m = ${enough} for a risk of 0.1`, enough, inLaw);
      for (const m of [1, enough, left.length - 1]) {
        const expected = bound.evaluate({ ...rest, samples: m });
        yield equal(`${nameOf(needle)}, m = ${m}`, left[m]!.failure, expected);
        yield equal(`${nameOf(needle)}, m = ${m}, needleSamples`, needleSamples(needle).failure(m), expected);
      }
    }
  },
  mutations: [
    { name: 'the 28 of s5 made 27', formula: () => needleOffline.formulaWith('28 * s5^samples', '27 * s5^samples') },
    { name: 'the last term dropped', formula: () => needleOffline.formulaWithout('s7^samples') },
    { name: 'the 8 made 7.99', formula: () => needleOffline.spec.formula.replace('/ 8', '/ 7.99') },
    { name: 'm made m + 1', formula: () => needleOffline.spec.formula.replaceAll('^samples', '^(samples + 1)') },
  ],
});

/** Best-of-N of one hypothesis after the other is y*. */
const sftFailure = computedOnce(({ N, ...options }: NeedleParameters & { readonly N: number }): number => {
  const needle = listNeedle(options);
  const fitted = needle.baseClass.map((law) => bestOfNLaw(law, N));
  const failures = fitted.members.map((right, mode) =>
    meanOverRuns(
      () => sftSharpening<Explicit>({ n: 1, N, reward: logLikelihood }),
      needle.at(mode).withClass(fitted),
      (policy) => Number(policy !== right),
    ),
  );
  return mean(failures);
});

/** SFT-sharpening with one prompt, on average over the places of y*. */
export const claimNeedleSft = claimOf(needleSft, {
  compares:
    'failure of the fit over all runs of the learner, and by the library where best-of-N is sharpened, with the closed form: equal',
  *cases(bound, grid): Iterable<CaseResult> {
    for (const [responses, hypotheses, bonus, N] of [
      [4, 3, 1, 2],
      [5, 5, 0.5, 7],
      [20, 3, 10, 4],
      [64, 8, 1, 74],
      ...(grid === 'full' ? ([[256, 8, 1, 295]] as const) : []),
    ] as const) {
      const needle = { responses, hypotheses, bonus };
      const expected = bound.evaluate({ ...needle, N });
      yield equal(`${nameOf(needle)}, N = ${N}`, sftFailure({ ...needle, N }), expected);
      yield equal(
        `${nameOf(needle)}, N = ${N}, needleSftRisk`,
        needleSftRisk({ ...needle, n: 1, N, delta: 0.999 }),
        expected,
      );
    }
  },
  mutations: [
    { name: 'the guess dropped', formula: () => '(1 - own)^N' },
    { name: 'the exponent N made N + 1', formula: () => needleSft.formulaWith('(1 - own)^N', '(1 - own)^(N + 1)') },
    { name: 'S - 1 made S', formula: () => needleSft.formulaWith('responses - 1', 'responses') },
  ],
});

/** The least N at which best-of-N leaves at most delta off y*. */
const leastN = computedOnce(
  ({ responses, bonus, delta }: { responses: number; bonus: number; delta: number }): number => {
    const law = listNeedle({ responses, hypotheses: 2, bonus }).at(0).base.law(0);
    return leastCount((N) => bestOfNLaw(law, N).mass(0) >= 1 - delta, 1e9);
  },
);

/** From which N on. */
export const claimNeedleSftSamples = claimInSettings(
  needleSftSamples,
  (grid) =>
    [...SIZES, 3, ...(grid === 'full' ? [16_384] : [])].flatMap((responses) =>
      [0.1, 0.5, 1e-6].map((delta) => ({ responses, bonus: 1, delta })),
    ),
  (setting, bound) =>
    equal(`S = ${setting.responses}, delta ${setting.delta}`, leastN(setting), Math.ceil(bound.evaluate(setting))),
  {
    compares: 'least N at which best-of-N leaves at most delta off y*, with the formula rounded up: equal',
    mutations: [
      { name: 'log(1 - b*) made b*', formula: () => '-log(delta) / own' },
      { name: 'the constant 1 made 1.01', formula: () => `1.01 * ${needleSftSamples.spec.formula}` },
      { name: 'delta made delta/2', formula: () => 'log(delta / 2) / log1p(-own)' },
    ],
  },
);

const lists = (grid: Grid): number[] => [2, 3, 4, 5, 7, 8, 9, ...(grid === 'full' ? [10, 12] : [])];

/** The cost of the best decision tree on the needle, by dynamic programming over all sets of hypotheses. */
const treeCost = computedOnce(
  ({ hypotheses, aim, by }: { hypotheses: number; aim: 'expected' | 'worst'; by: 'single' | 'pair' }): number => {
    const { baseClass } = listNeedle({ responses: hypotheses + 2, hypotheses, bonus: 1 });
    const values = baseClass.members.map((member) => member.law(0).logMasses);
    return decisionTree({ queries: (by === 'single' ? singleQueries : pairQueries)(values), aim }).cost;
  },
);

const searchCompares =
  'cost of the best decision tree, by dynamic programming over sets of hypotheses, with the closed form: equal';

export const claimNeedleSearchMean = claimInSettings(
  needleSearchMean,
  lists,
  (hypotheses, bound) =>
    equal(`K = ${hypotheses}`, treeCost({ hypotheses, aim: 'expected', by: 'single' }), bound.evaluate({ hypotheses })),
  {
    compares: searchCompares,
    mutations: [
      { name: 'K + 2 made K + 1', formula: () => '(hypotheses - 1) * (hypotheses + 1) / (2 * hypotheses)' },
      { name: 'the answer to the last one counted', formula: () => '(hypotheses + 1) / 2' },
    ],
  },
);

export const claimNeedleSearchWorst = claimInSettings(
  needleSearchWorst,
  lists,
  (hypotheses, bound) =>
    equal(`K = ${hypotheses}`, treeCost({ hypotheses, aim: 'worst', by: 'single' }), bound.evaluate({ hypotheses })),
  { compares: searchCompares, mutations: [{ name: 'the 1 dropped', formula: () => 'hypotheses' }] },
);

export const claimNeedlePairSearchMean = claimInSettings(
  needlePairSearchMean,
  lists,
  (hypotheses, bound) =>
    equal(`K = ${hypotheses}`, treeCost({ hypotheses, aim: 'expected', by: 'pair' }), bound.evaluate({ hypotheses })),
  {
    compares: searchCompares,
    mutations: [
      { name: 'odd K as even ones', formula: () => '(hypotheses + 2) / 4' },
      { name: 'half of the search one by one', formula: () => `(${needleSearchMean.spec.formula}) / 2` },
    ],
  },
);

export const claimNeedlePairSearchWorst = claimInSettings(
  needlePairSearchWorst,
  lists,
  (hypotheses, bound) =>
    equal(`K = ${hypotheses}`, treeCost({ hypotheses, aim: 'worst', by: 'pair' }), bound.evaluate({ hypotheses })),
  { compares: searchCompares, mutations: [{ name: 'the floor dropped', formula: () => 'hypotheses / 2' }] },
);

/** The least failure of a guess after m of these questions, by all trees of that depth. */
function leastFailure(queries: readonly SearchQuery[], left: readonly number[], m: number, all: number): number {
  if (m === 0 || left.length === 1) return (left.length - 1) / all;
  const cuts = queries.map(({ answers }) => {
    const parts = new Map<number, number[]>();
    for (const k of left) parts.set(answers[k]!, [...(parts.get(answers[k]!) ?? []), k]);
    return [...parts.values()].reduce((sum, part) => sum + leastFailure(queries, part, m - 1, all), 0);
  });
  return Math.min(...cuts);
}

/** The best that explores. */
export const claimNeedleOptimum = claimInSettings(
  needleOptimum,
  (grid) =>
    [2, 4, ...(grid === 'full' ? [5] : [])].flatMap((hypotheses) =>
      // Near-extremal: the shortest list beside which evaluations are best.
      Array.from({ length: hypotheses - 1 }, (_, evaluations) => {
        return { responses: 2 * hypotheses - 1, hypotheses, bonus: 1, evaluations };
      }),
    ),
  (setting, bound) => {
    const { baseClass } = listNeedle(setting);
    const queries = singleQueries(baseClass.members.map((member) => member.law(0).logMasses));
    const expected = bound.evaluate(setting);
    const name = `${nameOf(setting)}, m = ${setting.evaluations}`;
    const all = baseClass.members.map((_, k) => k);
    return [
      equal(name, leastFailure(queries, all, setting.evaluations, all.length), expected),
      equal(`${name}, needleOptimalRisk`, needleOptimalRisk(setting), expected),
    ];
  },
  {
    compares:
      'least failure over all trees of questions, and by the library with draws beside them, with the closed form: equal',
    mutations: [
      { name: 'the 1 dropped', formula: () => '(hypotheses - evaluations) / hypotheses' },
      { name: 'by pairs', formula: () => '(hypotheses - 1 - 2 * evaluations) / hypotheses' },
    ],
  },
);

/** The beta of Thm 4.3 at delta = 0.1, and so cold that pi*_beta never misses. */
const BETAS = [(responses: number) => 1 / (2 * Math.log(20 * responses)), () => 0.01];

/** Rounds on average: nearly the best search and a first round, where S is large. */
export const claimNeedleRounds = claimInSettings(
  needleRounds,
  (grid) =>
    [...SIZES, 2 ** 40].flatMap((responses) =>
      BETAS.flatMap((betaOf) =>
        (grid === 'full' ? [2, 3, K, 30] : [2, K]).map((hypotheses) => {
          return { responses, hypotheses, bonus: 1, beta: betaOf(responses) };
        }),
      ),
    ),
  (needle, bound) => {
    const expected = bound.evaluate(needle);
    const name = `${nameOf(needle)}, beta ${needle.beta.toFixed(3)}`;
    const waits = { xpo: needleXpo(needle).mean, online: needleExploration({ ...needle, ties: 'redrawn' }).mean };
    return [
      below(`${name}, XPO ${waits.xpo.toFixed(2)}`, waits.xpo, expected),
      below(`${name}, without optimism ${waits.online.toFixed(2)}`, waits.online, expected),
    ];
  },
  {
    compares: 'mean waiting time of XPO and of online regression, by their chains, with the bound',
    mutations: [
      {
        name: 'the first round dropped',
        formula: () => '(hypotheses - 1) * (hypotheses + 2) / (2 * hypotheses * sharp * (1 - own))',
      },
      { name: 'K + 2 made K + 1', formula: () => needleRounds.formulaWith('hypotheses + 2', 'hypotheses + 1') },
      { name: 'the best search by pairs', formula: () => '1 + (hypotheses + 2) / (4 * sharp * (1 - own))' },
      { name: 'the constant 1 made 0.99', formula: () => `0.99 * (${needleRounds.spec.formula})` },
    ],
  },
);

interface Explored extends NeedleParameters {
  readonly beta: number;
}

/** P[neither of the pairs of two rounds tells y* ], over all runs of the learner, on average over the places of y*. */
const unsettledByTwo = computedOnce(({ beta, ...options }: Explored): number => {
  const needle = listNeedle(options);
  const policyClass = powerClass(needle, beta);
  const shares = policyClass.members.map((_, mode) => {
    let settled = false;
    const learner = () =>
      xpo<Explicit>({
        rounds: 2,
        pairsPerRound: 1,
        returns: 'last',
        alpha: 0.01 * beta,
        beta,
        reward: logLikelihood,
        onRound: ({ pairs }) => {
          settled = pairs.from(0).some(({ response, baseline }) => (response === mode) !== (baseline === mode));
        },
      });
    return meanOverRuns(learner, needle.at(mode).withClass(policyClass), () => Number(!settled));
  });
  return mean(shares);
});

/** Two rounds of XPO. */
export const claimNeedleXpoTwo = claimOf(needleXpoTwo, {
  compares: 'P[tau > 2] over all runs of the learner, and by the chain of the library, with the closed form: equal',
  *cases(bound, grid): Iterable<CaseResult> {
    for (const needle of [
      { responses: 6, hypotheses: 6, bonus: 1, beta: 0.2 },
      ...(grid === 'full' ? [{ responses: 7, hypotheses: 6, bonus: 3, beta: 1 }] : []),
    ]) {
      yield equal(`${nameOf(needle)}, all runs`, unsettledByTwo(needle), bound.evaluate(needle));
    }
    for (const responses of [8, ...SIZES]) {
      for (const hypotheses of [6, K]) {
        const needle = { responses, hypotheses, bonus: 1, beta: 0.1 };
        yield equal(`${nameOf(needle)}, needleXpo`, needleXpo(needle).survival(2), bound.evaluate(needle));
      }
    }
  },
  mutations: [
    {
      name: 'no optimism',
      formula: () =>
        needleXpoTwo.formulaWith(
          'neither^2 / hypotheses + 2 * other * neither + hypotheses * other^2',
          '(neither^2 + own^2 + (hypotheses - 1) * other^2) / hypotheses + 2 * other * neither + (hypotheses - 1) * other^2',
        ),
    },
    { name: 'the first round twice', formula: () => '(1 - 2 * own * (1 - own))^2' },
    {
      name: 'K made K - 1',
      formula: () => needleXpoTwo.formulaWith('neither^2 / hypotheses', 'neither^2 / (hypotheses - 1)'),
    },
  ],
});

function* extrapolated() {
  for (const [responses, hypotheses, beta] of [
    [16, 4, 0.3],
    [64, 5, 0.1],
    [5, 5, 1],
  ] as const) {
    for (let rounds = 1; rounds < hypotheses; rounds++) {
      for (const lambda of [1e-3, 1e-9]) {
        const harmonic = Array.from({ length: rounds - 1 }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);
        yield { responses, hypotheses, bonus: 1, beta, lambda, rounds, harmonic };
      }
    }
  }
}

/** The coefficient of the needle. */
export const claimNeedleExtrapolation = claimInSettings(
  needleExtrapolationSum,
  extrapolated,
  (setting, bound) => {
    const { beta, lambda, rounds } = setting;
    const { differences } = needleClass(setting, beta);
    const exact = sequentialExtrapolation(bySquares(differences), { rounds, lambda });
    return equal(`${nameOf(setting)}, T = ${rounds}, lambda ${lambda}`, exact, bound.evaluate(setting));
  },
  {
    compares: 'largest sum over all sequences of policies, by dynamic programming, with the closed form: equal',
    mutations: [
      { name: 'the later rounds dropped', formula: () => 'gain^2 * (1 + beta)^2 * log1p(bonus)^2 / lambda' },
      { name: 'the exponent of e made 1', formula: () => needleExtrapolationSum.formulaWith('gain^2', 'gain') },
      { name: 'b* dropped', formula: () => needleExtrapolationSum.formulaWith('elsewhere', '(2 * blunt + other)') },
    ],
  },
);
