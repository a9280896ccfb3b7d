import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BudgetError } from '../src/access/cost.ts';
import { RefusedError } from '../src/access/frameworks.ts';
import { adaptiveBestOfN } from '../src/access/queries/adaptiveBestOfN.ts';
import { bestOfN } from '../src/access/queries/bestOfN.ts';
import { draw } from '../src/access/queries/draw.ts';
import { eachPrompt } from '../src/access/queries/eachPrompt.ts';
import { evaluate } from '../src/access/queries/evaluate.ts';
import { nextPrompts } from '../src/access/queries/nextPrompts.ts';
import { objective } from '../src/access/queries/objective.ts';
import { optimisticFit } from '../src/access/queries/optimisticFit.ts';
import { plan } from '../src/access/queries/plan.ts';
import { regressRewards } from '../src/access/queries/regressRewards.ts';
import { sampleFrom } from '../src/access/queries/sampleFrom.ts';
import { run } from '../src/access/run.ts';
import type { Batch, Explicit } from '../src/access/spaces.ts';
import { adaptiveBestOfNLaw } from '../src/laws/transforms/adaptiveBestOfNLaw.ts';
import { AliasTable } from '../src/math/random/aliasTable.ts';
import { bestOfNLaw } from '../src/laws/transforms/bestOfNLaw.ts';
import {
  chiSquaredDivergence,
  klDivergence,
  renyiDivergence,
  squaredHellinger,
  totalVariation,
} from '../src/laws/divergences.ts';
import { DomainError } from '../src/math/domainError.ts';
import { expectation } from '../src/laws/expectation.ts';
import { FiniteLaw } from '../src/laws/finiteLaw.ts';
import { independentTokens } from '../src/laws/independentTokens.ts';
import { levelsOf, modes } from '../src/laws/levels.ts';
import { massOf } from '../src/laws/massOf.ts';
import { PartialLaw } from '../src/laws/partialLaw.ts';
import { pluralityLaw } from '../src/laws/transforms/pluralityLaw.ts';
import { power } from '../src/laws/transforms/power.ts';
import { Source } from '../src/math/random/source.ts';
import { Spectrum } from '../src/laws/spectrum.ts';
import { spectrumOf } from '../src/laws/spectrumOf.ts';
import { bestOfSubset, pluralityOfSubset } from '../src/laws/transforms/subsetLaws.ts';
import { tilt } from '../src/laws/transforms/tilt.ts';
import { adaptiveBestOfNPolicy } from '../src/policies/transforms/adaptiveBestOfNPolicy.ts';
import { adaptiveBestOfNClass } from '../src/policies/classes/adaptiveBestOfNClass.ts';
import { answerMass } from '../src/policies/rewards/answerMass.ts';
import { bestOfNClass } from '../src/policies/classes/bestOfNClass.ts';
import { bestOfNPolicy } from '../src/policies/transforms/bestOfNPolicy.ts';
import type { ExplicitPolicy } from '../src/policies/explicitPolicy.ts';
import { ExplicitWorld } from '../src/policies/explicitWorld.ts';
import { FiniteClass } from '../src/policies/classes/finiteClass.ts';
import { lengthNormalised } from '../src/policies/rewards/lengthNormalised.ts';
import { logLikelihood } from '../src/policies/rewards/logLikelihood.ts';
import { majorityVote } from '../src/policies/rewards/majorityVote.ts';
import { exactObjective } from '../src/policies/exactObjective.ts';
import { powerPolicy } from '../src/policies/transforms/powerPolicy.ts';
import { ProductClass } from '../src/policies/classes/productClass.ts';
import { RewardPairs } from '../src/policies/data/rewardPairs.ts';
import { TabularPolicy } from '../src/policies/tabularPolicy.ts';
import { tiltedPolicy } from '../src/policies/transforms/tiltedPolicy.ts';
import { chernoffInterval } from '../src/statistics/chernoffInterval.ts';
import { gTest } from '../src/statistics/goodnessOfFit.ts';
import { quantileLowerBound } from '../src/statistics/quantileLowerBound.ts';
import { instanceContract, lawContract } from '../src/testing/index.ts';
import { concentrability } from '../src/theory/coverage/concentrability.ts';
import { coverageProfile } from '../src/theory/coverage/coverageProfile.ts';
import { lawPolicy } from '../src/theory/coverage/lawWorld.ts';
import { margin } from '../src/theory/coverage/margin.ts';
import { modeCoverage } from '../src/theory/coverage/modeCoverage.ts';
import { peakCoverage } from '../src/theory/coverage/peakCoverage.ts';
import { ratioMoment } from '../src/theory/coverage/ratioMoment.ts';
import { isSharpenedAt, sharpenedShare } from '../src/theory/coverage/sharpenedShare.ts';
import { rejectionSampling } from '../src/access/queries/rejectionSampling.ts';
import { uniforms } from '../src/access/queries/uniforms.ts';
import { rejectionLaw } from '../src/laws/transforms/rejectionLaw.ts';
import { rejectionSamplingPolicy } from '../src/policies/transforms/rejectionSamplingPolicy.ts';
import { iterativeDpo } from '../src/learners/rlhf/iterativeDpo.ts';
import { onlineRegression } from '../src/learners/rlhf/onlineRegression.ts';
import { rewardRegression } from '../src/learners/rlhf/rewardRegression.ts';
import { xpo } from '../src/learners/rlhf/xpo.ts';
import { linearNeedle } from '../src/theory/instances/linearNeedle.ts';
import { spherePacking } from '../src/theory/instances/spherePacking.ts';
import { listNeedle } from '../src/theory/instances/listNeedle.ts';
import { decisionTree } from '../src/theory/risk/decisionTree.ts';
import { explorationValue } from '../src/theory/risk/explorationValue.ts';
import { needleDifferencesRisk } from '../src/theory/risk/needle/needleDifferences.ts';
import { needleChosen, needleExploration } from '../src/theory/risk/needle/needleExploration.ts';
import { needleOptimalRisk } from '../src/theory/risk/needle/needleOptimalRisk.ts';
import { needlePairs } from '../src/theory/risk/needle/needlePairs.ts';
import { needleTemperature } from '../src/theory/risk/needle/needleParameters.ts';
import { needleSamples } from '../src/theory/risk/needle/needleSamples.ts';
import { needleSearch } from '../src/theory/risk/needle/needleSearch.ts';
import { needleSftRisk, needleSftSamples } from '../src/theory/risk/needle/needleSft.ts';
import { needleValue } from '../src/theory/risk/needle/needleValue.ts';
import { needleXpo } from '../src/theory/risk/needle/needleXpo.ts';
import { pairQueries, singleQueries } from '../src/theory/risk/searchQuery.ts';
import type { SearchQuery } from '../src/theory/risk/searchQuery.ts';
import { powerClass } from '../src/policies/classes/powerClass.ts';
import { sharedNeedle } from '../src/theory/instances/sharedNeedle.ts';
import { smoothedHardFamily } from '../src/theory/instances/smoothedHardFamily.ts';
import { AutoregressiveSoftmaxClass } from '../src/policies/softmax/autoregressiveSoftmaxClass.ts';
import { LinearSoftmaxClass } from '../src/policies/softmax/linearSoftmaxClass.ts';
import { barelyMissed } from '../src/theory/instances/barelyMissed.ts';
import { dirichletLaw } from '../src/theory/instances/dirichletLaw.ts';
import { hardFamily } from '../src/theory/instances/hardFamily.ts';
import { permutedLaw } from '../src/theory/instances/permutedLaw.ts';
import { randomAutoregressivePolicy } from '../src/theory/instances/randomAutoregressivePolicy.ts';
import { randomWorld } from '../src/theory/instances/randomWorld.ts';
import { tiedLaw } from '../src/theory/instances/tiedLaw.ts';
import { unseenPrompts } from '../src/theory/instances/unseenPrompts.ts';
import { worldWithCoverage } from '../src/theory/instances/worldWithCoverage.ts';

// Callers without types can pass anything.
type Any = any;

const law = FiniteLaw.fromMasses([0.5, 0.3, 0.2]);
const base = TabularPolicy.fromMasses([
  [0.5, 0.3, 0.2],
  [0.1, 0.1, 0.8],
]);
const world = new ExplicitWorld(FiniteLaw.uniform(2), base);
const source = Source.named('badInput');
const family = hardFamily({ prompts: 2, responses: 4, hardMass: 0.5 });
const pairs = new RewardPairs<number, number>();
const spectrum = Spectrum.fromMasses([0.5, 0.25], [1, 2]);
const partial = PartialLaw.fromMasses([0.5, 0.25], { restCeiling: 0.25 });
const bracket = bestOfNLaw(partial, 3);
const features = [
  [
    [1, 0],
    [0, 1],
    [0, 0],
  ],
];
const softmax = new LinearSoftmaxClass({ features, normBound: 2 });
const tokenShape = { prompts: 2, vocabulary: 3, length: 2, normBound: 2 };
const tokenFeatures = (_prompt: number, tokens: readonly number[]): number[] => [tokens.length, tokens[0]!];
const autoregressiveOf = (changed: Any) =>
  new AutoregressiveSoftmaxClass({ ...tokenShape, features: tokenFeatures, ...changed });
const autoregressive = autoregressiveOf({});
const pairOf = (changed: Any): RewardPairs<number, number> => {
  const made = new RewardPairs<number, number>();
  made.append({ prompt: 0, response: 1, baseline: 2, rewardGap: 0, baseLogRatio: 0, ...changed });
  return made;
};
const regressed = (changed: Any) => softmax.fit({ kind: 'regressRewards', pairs: pairOf(changed), beta: 1 });
const responsesOf = (prompts: number[], responses: number[]): Any => ({ prompts, perPrompt: 1, responses });
const one = (law: Any): Any => ({ promptLaw: FiniteLaw.uniform(1), base: lawPolicy([law]) });

const tried = { n: 1, N: 1, beta: 1, reward: logLikelihood, ceiling: 0 };
const oneResponse = new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([FiniteLaw.pointMass(1, 0)]));

const asked = (program: unknown) => run(program as Any, world, { source });

const INTEGERS = ['0', '-1', '1.5', 'NaN', 'Infinity', '"3"', 'undefined', 'null', '3n', 'true', 'Array of length 1'];
const NOT_INTEGERS: unknown[] = [0, -1, 1.5, NaN, Infinity, '3', undefined, null, 3n, true, [3]];
const POSITIVES = ['0', '-1', 'NaN', 'Infinity', '-Infinity', '"1"', 'undefined', 'null', '1n', 'Array of length 1'];
const NOT_POSITIVE: unknown[] = [0, -1, NaN, Infinity, -Infinity, '1', undefined, null, 1n, [1]];

/** One row for each bad value of one argument. */
function rows(
  values: readonly unknown[],
  shown: readonly string[],
  says: string,
  call: (value: Any) => unknown,
): Row[] {
  return values.map((value, i) => [`${says}, got ${shown[i]}`, () => call(value)]);
}
type Row = [message: string, call: () => unknown];

/** A source that was forgotten, and what is none. */
const noSources = (calls: readonly [where: string, call: (bad: Any) => unknown][]): Row[] =>
  calls.flatMap(([where, call]) =>
    rows(
      [undefined, null, 'seed', 7, () => 0.5, {}],
      ['undefined', 'null', '"seed"', '7', 'a function', 'a plain object'],
      `${where}: source must be a Source, such as Source.named('a name')`,
      call,
    ),
  );

const integers = (says: string, call: (value: Any) => unknown): Row[] => [
  ...rows(NOT_INTEGERS, INTEGERS, `${says} must be an integer at least 1`, call),
  [
    `${says} must be an integer in [1, 2^53 - 1], up to which counts are exact, got 9007199254740992`,
    () => call(2 ** 53),
  ],
];
const integersTo = (most: number, says: string, call: (value: Any) => unknown): Row[] =>
  rows([...NOT_INTEGERS, most + 1], [...INTEGERS, `${most + 1}`], `${says} must be an integer in [1, ${most}]`, call);
const positives = (says: string, call: (value: Any) => unknown): Row[] =>
  rows(NOT_POSITIVE, POSITIVES, `${says} must be a finite number above 0`, call);
const MEAN = 'chernoffInterval: mean must be a number in [0, 1]';
const FAILURE = 'chernoffInterval: failureProbability must be a number in (0, 1)';

/** Of 20 hypotheses, each query telling two or three of them from the others. */
function thousandQueries(): SearchQuery[] {
  const queries: SearchQuery[] = [];
  for (let a = 0; a < 20; a++) {
    for (let b = a + 1; b < 20; b++) {
      for (let c = b + 1; c < 20 && queries.length < 1000; c++) {
        queries.push({
          responses: [queries.length],
          answers: Array.from({ length: 20 }, (_, k) => ([a, b, c].includes(k) ? 1 : 0)),
        });
      }
    }
  }
  return queries;
}
const needle = { responses: 64, hypotheses: 8, bonus: 1 };
const NEEDLES: readonly [where: string, call: (parameters: Any) => unknown][] = [
  ['needleSamples', needleSamples],
  ['needlePairs', needlePairs],
  ['needleChosen', needleChosen],
  ['needleDifferencesRisk', (bad) => needleDifferencesRisk({ ...bad, pairs: 3 })],
  ['needleExploration', (bad) => needleExploration({ ...bad, beta: 1, ties: 'kept' })],
  ['needleXpo', (bad) => needleXpo({ ...bad, beta: 1 })],
  ['needleSearch', needleSearch],
  ['needleOptimalRisk', (bad) => needleOptimalRisk({ ...bad, evaluations: 3 })],
  ['needleSftRisk', (bad) => needleSftRisk({ ...bad, n: 1, N: 80, delta: 0.1 })],
  ['needleSftSamples', (bad) => needleSftSamples({ ...bad, risk: 0.1, delta: 0.1 })],
  ['needleTemperature', (bad) => needleTemperature({ ...bad, delta: 0.1 })],
  ['needleValue', (bad) => needleValue({ ...bad, beta: 1, evaluations: 3 })],
];
const unit = (says: string, call: (value: Any) => unknown): Row[] =>
  rows([0, 1, NaN, '0.5'], ['0', '1', 'NaN', '"0.5"'], `${says} must be a number in (0, 1)`, call);
const counts = (says: string, call: (value: Any) => unknown): Row[] =>
  rows([-1, 1.5, NaN, '3'], ['-1', '1.5', 'NaN', '"3"'], `${says} must be an integer at least 0`, call);
const needleRows: Row[] = [
  ...NEEDLES.flatMap(([where, call]): Row[] => [
    [`${where}: responses must be an integer at least 2, got 1`, () => call({ ...needle, responses: 1 })],
    [`${where}: hypotheses must be an integer in [2, 64], got 65`, () => call({ ...needle, hypotheses: 65 })],
    [`${where}: bonus must be a number in [0.000001, 1000000], got 0`, () => call({ ...needle, bonus: 0 })],
  ]),
  ['needlePairs: parameters must be an object, got undefined', () => needlePairs(undefined as Any)],
  [
    'needlePairs: hypotheses must be an integer in [2, 1024], got 5000',
    () => needlePairs({ responses: 1e6, hypotheses: 5000, bonus: 1 }),
  ],
  ...counts('needlePairs.survival: n', (bad) => needlePairs(needle).survival(bad)),
  ...counts('needlePairs.failure: n', (bad) => needlePairs(needle).failure(bad)),
  ...unit('needlePairs.quantile: share', (bad) => needlePairs(needle).quantile(bad)),
  ...unit('needlePairs.stepsFor: risk', (bad) => needlePairs(needle).stepsFor(bad)),
  [
    'needleExploration: n must be at most 1176470 with so many hypotheses, got 1000000000',
    () => needleExploration({ ...needle, beta: 1, ties: 'kept' }).survival(1e9),
  ],
  ...positives('needleExploration: beta', (bad) => needleExploration({ ...needle, beta: bad, ties: 'kept' })),
  [
    'needleExploration: ties must be kept or redrawn, got "first"',
    () => needleExploration({ ...needle, beta: 1, ties: 'first' as Any }),
  ],
  ...counts('needleDifferencesRisk: pairs', (bad) => needleDifferencesRisk({ ...needle, pairs: bad })),
  [
    "needleDifferencesRisk: pairs must be so few that DPO's risk is at least 1e-30, got 5000",
    () => needleDifferencesRisk({ ...needle, pairs: 5000 }),
  ],
  [
    'needleDifferencesRisk: hypotheses must be so few that the alternating sum keeps its digits, got 60',
    () => needleDifferencesRisk({ ...needle, hypotheses: 60, pairs: 5 }),
  ],
  [
    'needleXpo: hypotheses must be an integer in [2, 128], got 129',
    () => needleXpo({ responses: 1000, hypotheses: 129, bonus: 1, beta: 0.1 }),
  ],
  ...positives('needleXpo: beta', (bad) => needleXpo({ ...needle, beta: bad })),
  ...positives('needleValue: beta', (bad) => needleValue({ ...needle, beta: bad, evaluations: 1 })),
  ...counts('needleValue: evaluations', (bad) => needleValue({ ...needle, beta: 1, evaluations: bad })),
  ...counts('needleOptimalRisk: evaluations', (bad) => needleOptimalRisk({ ...needle, evaluations: bad })),
  ...counts('needleSearch.failure: questions', (bad) => needleSearch(needle).single.failure(bad)),
  ...integers('needleSftRisk: n', (bad) => needleSftRisk({ ...needle, n: bad, N: 80, delta: 0.1 })),
  ...integers('needleSftRisk: N', (bad) => needleSftRisk({ ...needle, n: 1, N: bad, delta: 0.1 })),
  ...unit('needleSftRisk: delta', (bad) => needleSftRisk({ ...needle, n: 1, N: 80, delta: bad })),
  ...unit('needleSftSamples: delta', (bad) => needleSftSamples({ ...needle, risk: 0.1, delta: bad })),
  ...unit('needleSftSamples: risk', (bad) => needleSftSamples({ ...needle, risk: bad, delta: 0.1 })),
  ...unit('needleTemperature: delta', (bad) => needleTemperature({ ...needle, delta: bad })),
  ['decisionTree: options must be an object, got undefined', () => decisionTree(undefined as Any)],
  ['decisionTree: queries must be a list, got undefined', () => decisionTree({ aim: 'worst' } as Any)],
  ['decisionTree: queries must be at least one, got "[]"', () => decisionTree({ queries: [], aim: 'worst' })],
  [
    'decisionTree: aim must be expected or worst, got undefined',
    () => decisionTree({ queries: singleQueries([[1]]) } as Any),
  ],
  [
    'decisionTree: number of hypotheses must be at most 20, as the optimum goes through all sets of them; take a smaller class, got 21',
    () => decisionTree({ queries: singleQueries(Array.from({ length: 21 }, (_, k) => [k])), aim: 'worst' }),
  ],
  [
    'decisionTree: number of hypotheses must be so few that 2^K sets and 1000 different queries are quick to go through: fewer of either, got 20',
    () => decisionTree({ queries: thousandQueries(), aim: 'worst' }),
  ],
  [
    'decisionTree: queries[1].answers must be of length 2, got Array of length 1',
    () =>
      decisionTree({ queries: [1, 2].map((y) => ({ responses: [y], answers: y === 1 ? [0, 1] : [0] })), aim: 'worst' }),
  ],
  [
    'decisionTree: queries[0].answers[1] must be a number, got NaN',
    () => decisionTree({ queries: [{ responses: [0], answers: [0, NaN] }], aim: 'worst' }),
  ],
  [
    'decisionTree: prior must be of length 2, got Array of length 1',
    () => decisionTree({ queries: singleQueries([[1], [2]]), prior: [1], aim: 'worst' }),
  ],
  ...positives('decisionTree: prior[1]', (bad) =>
    decisionTree({ queries: singleQueries([[1], [2]]), prior: [1, bad], aim: 'expected' }),
  ).filter(([message]) => !/got (NaN|"1"|undefined|null|1n|Array)/.test(message)),
  [
    'decisionTree: goal must be of length 2, got Array of length 1',
    () => decisionTree({ queries: singleQueries([[1], [2]]), goal: [1], aim: 'worst' }),
  ],
  ...rows([undefined, 1, 'ab'], ['undefined', '1', '"ab"'], 'singleQueries: values must be a list', (bad) =>
    singleQueries(bad),
  ),
  ['singleQueries: values must be a row for each hypothesis, at least one, got "[]"', () => singleQueries([])],
  ['singleQueries: values[0][1] must be a number, got NaN', () => singleQueries([[1, NaN]])],
  ['singleQueries: values[0][0] must be below infinity, got Infinity', () => singleQueries([[Infinity]])],
  ['singleQueries: length of values[1] must be 2, as of values[0], got 1', () => singleQueries([[1, 2], [1]])],
  [
    'pairQueries: length of values[0] must be at most 2048 responses, got 2049',
    () => pairQueries([new Float64Array(2049)]),
  ],
  ['explorationValue: laws must be a list, got undefined', () => explorationValue({ beta: 1, evaluations: 1 } as Any)],
  [
    'explorationValue: laws[1] must be a FiniteLaw, got 5',
    () => explorationValue({ laws: [law, 5 as Any], beta: 1, evaluations: 1 }),
  ],
  [
    'explorationValue: size of laws[1] must be 2, as of laws[0], got 3',
    () => explorationValue({ laws: [FiniteLaw.uniform(2), FiniteLaw.uniform(3)], beta: 1, evaluations: 1 }),
  ],
  ...positives('explorationValue: beta', (bad) => explorationValue({ laws: [law], beta: bad, evaluations: 1 })),
  ...counts('explorationValue: evaluations', (bad) => explorationValue({ laws: [law], beta: 1, evaluations: bad })),
  [
    'explorationValue: laws must be as many as answers, 2, got 1',
    () => explorationValue({ laws: [law], beta: 1, evaluations: 1, queries: singleQueries([[1], [2]]) }),
  ],
];

const table: Row[] = [
  ...rows([-0.5, -Infinity], ['-0.5', '-Infinity'], 'FiniteLaw.fromMasses: masses[1] must be at least 0', (bad) =>
    FiniteLaw.fromMasses([1, bad]),
  ),
  ...rows(
    [NaN, '0.5', undefined, null, 0n, {}],
    ['NaN', '"0.5"', 'undefined', 'null', '0n', 'a plain object'],
    'FiniteLaw.fromMasses: masses[1] must be a number',
    (bad) => FiniteLaw.fromMasses([1, bad]),
  ),
  ...rows(
    [[], undefined, null, 1, 'masses', {}, new Set([1]), { length: 1, 0: 1 }, new DataView(new ArrayBuffer(8))],
    [
      'Array of length 0',
      'undefined',
      'null',
      '1',
      '"masses"',
      'a plain object',
      'a Set',
      'Object of length 1',
      'a DataView',
    ],
    'FiniteLaw.fromMasses: masses must be a non-empty list of numbers',
    (bad) => FiniteLaw.fromMasses(bad),
  ),
  ['FiniteLaw.fromMasses: masses[0] must be a number, got undefined', () => FiniteLaw.fromMasses(new Array(2) as Any)],
  [
    'FiniteLaw.fromMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 0.75',
    () => FiniteLaw.fromMasses([0.5, 0.25]),
  ],
  [
    'FiniteLaw.fromMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got Infinity',
    () => FiniteLaw.fromMasses([Infinity]),
  ],
  [
    'FiniteLaw.fromLogMasses: logMasses must be a non-empty list of numbers, got 0',
    () => FiniteLaw.fromLogMasses(0 as Any),
  ],
  ['FiniteLaw.fromLogMasses: logMasses[0] must be a number, got NaN', () => FiniteLaw.fromLogMasses([NaN])],
  [
    'FiniteLaw.fromLogMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 2',
    () => FiniteLaw.fromLogMasses([Math.log(2)]),
  ],
  [
    'FiniteLaw.fromLogWeights: logWeights must be a non-empty list of numbers, got Array of length 0',
    () => FiniteLaw.fromLogWeights([]),
  ],
  [
    'FiniteLaw.fromLogWeights: logWeights[1] must be a number, got "1"',
    () => FiniteLaw.fromLogWeights([1, '1' as Any]),
  ],
  [
    'FiniteLaw.fromLogWeights: largest of logWeights must be finite, got Infinity',
    () => FiniteLaw.fromLogWeights([Infinity]),
  ],
  ...rows(NOT_INTEGERS, INTEGERS, 'FiniteLaw.uniform: size must be an integer in [1, 2147483647]', (bad) =>
    FiniteLaw.uniform(bad),
  ),
  ...rows(NOT_INTEGERS, INTEGERS, 'FiniteLaw.pointMass: size must be an integer in [1, 2147483647]', (bad) =>
    FiniteLaw.pointMass(bad, 0),
  ),
  ...rows(
    NOT_INTEGERS.slice(1),
    INTEGERS.slice(1),
    'FiniteLaw.pointMass: outcome must be an integer in [0, 2]',
    (bad) => FiniteLaw.pointMass(3, bad),
  ),
  ...rows(NOT_INTEGERS.slice(1), INTEGERS.slice(1), 'FiniteLaw.mass: outcome must be an integer in [0, 2]', (bad) =>
    law.mass(bad),
  ),

  ...integers('bestOfNLaw: N', (bad) => bestOfNLaw(law, bad)),
  ['bestOfNLaw: law must be a FiniteLaw or a Spectrum, got Array of length 2', () => bestOfNLaw([0.5, 0.5] as Any, 2)],
  ['bestOfNLaw: rewards must be of length 3, got Array of length 2', () => bestOfNLaw(law, 2, [1, 2])],
  ['bestOfNLaw: rewards[1] must be a number, got NaN', () => bestOfNLaw(law, 2, [1, NaN, 2])],
  ['bestOfNLaw: rewards must be a non-empty list of numbers, got null', () => bestOfNLaw(law, 2, null as Any)],
  ['modes: gamma must be a number in [0, 1), got 1', () => modes(law, 1)],
  ['modes: law must be a FiniteLaw or a Spectrum, got null', () => modes(null as Any)],
  ['levelsOf: law must be a FiniteLaw or a Spectrum, got undefined', () => levelsOf(undefined as Any)],
  ['levelsOf: rewards must be of length 3, got Array of length 1', () => levelsOf(law, [1])],
  ['massOf: law must be a FiniteLaw or a Spectrum, got 3', () => massOf(3 as Any, [0])],
  ['massOf: outcomes must be a list, got null', () => massOf(law, null as Any)],
  ['massOf: outcome must be an integer in [0, 2], got 3', () => massOf(law, [3])],
  ['massOf: outcome must be an integer in [0, 2], got "length"', () => massOf(law, ['length'] as Any)],

  ...rows([-0.5, -Infinity], ['-0.5', '-Infinity'], 'Spectrum.fromMasses: masses[1] must be at least 0', (bad) =>
    Spectrum.fromMasses([1, bad], [1, 1]),
  ),
  ...rows(
    [Infinity, 0, -2, 1.5],
    ['Infinity', '0', '-2', '1.5'],
    'Spectrum.fromMasses: multiplicities[1] must be an integer at least 1 and below 1.8e308 (Spectrum.fromLogMasses takes logs)',
    (bad) => Spectrum.fromMasses([0.5, 0.5], [1, bad]),
  ),
  [
    'Spectrum.fromMasses: multiplicities must be of length 2, got Float64Array of length 3',
    () => Spectrum.fromMasses([0.5, 0.5], [1, 1, 1]),
  ],
  [
    'Spectrum.fromMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got Infinity',
    () => Spectrum.fromMasses([1e300], [1e300]),
  ],
  [
    'Spectrum.fromMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 2',
    () => Spectrum.fromMasses([1], [2]),
  ],
  [
    'Spectrum.fromLogMasses: multiplicities must be of length 1, got Float64Array of length 2',
    () => Spectrum.fromLogMasses([0], [0, 0]),
  ],
  ...rows(
    [-1e-9, Infinity, 1e7],
    ['-1e-9', 'Infinity', '10000000'],
    'Spectrum.fromLogMasses: logMultiplicities[0] must be a number in [0, 1e6]',
    (bad) => Spectrum.fromLogMasses([0], [bad]),
  ),
  [
    'Spectrum.fromLogWeights: logWeights[0] must be a number, got "0"',
    () => Spectrum.fromLogWeights(['0'] as Any, [0]),
  ],
  [
    'Spectrum.fromLogWeights: logMultiplicities must be of length 2, got Array of length 1',
    () => Spectrum.fromLogWeights([0, 0], [0]),
  ],
  [
    'Spectrum.fromLogWeights: largest of logWeights must be finite, got -Infinity',
    () => Spectrum.fromLogWeights([-Infinity], [0]),
  ],
  [
    'Spectrum.list: multiplicity of level 0 must be an integer, got 1.5',
    () => Spectrum.fromLogMasses([-Math.log(1.5)], [Math.log(1.5)]).list(),
  ],
  [
    'Spectrum.list: outcomes must be at most 2^24, got 33554432',
    () => Spectrum.fromMasses([2 ** -25], [2 ** 25]).list(),
  ],
  ['spectrumOf: law must be a FiniteLaw, got a Spectrum', () => spectrumOf(spectrum as Any)],
  ['independentTokens: tokens must be a FiniteLaw, got 2', () => independentTokens(2 as Any, 3)],
  ...integers('independentTokens: length', (bad) => independentTokens(law, bad)),
  [
    'independentTokens: length must be at most about 144764 for these tokens, got 1000000',
    () => independentTokens(FiniteLaw.uniform(1000), 1e6),
  ],

  ['expectation: law must be a FiniteLaw or a Spectrum, got undefined', () => expectation(undefined as Any, [1])],
  ['expectation: values must be of length 3, got Array of length 1', () => expectation(law, [1])],
  ['expectation: values[1] must be a number, got "2"', () => expectation(law, [1, '2' as Any, 3])],
  [
    'expectation: values[2] must be finite, as the outcome may occur, got -Infinity',
    () => expectation(law, [1, 2, -Infinity]),
  ],
  [
    'expectation: restValues must be left out, as the law is known whole, got a plain object',
    () => expectation(law as Any, [1, 2, 3], { lower: 0, upper: 1 }),
  ],
  ['expectation: restValues must be an object, got undefined', () => expectation(partial, [1, 2], undefined as Any)],
  ['expectation: restValues must be an object, got undefined', () => (expectation as Any)(bracket, [1, 2])],

  ...noSources([
    ['FiniteLaw.draw', (bad) => law.draw(bad)],
    ['AliasTable.draw', (bad) => new AliasTable([1, 2]).draw(bad)],
    ['AliasTable.draw', (bad) => law.sampler.draw(bad)],
    ['AliasTable.fill', (bad) => new AliasTable([1, 2]).fill(new Int32Array(2), bad)],
    ['AliasTable.tally', (bad) => new AliasTable([1, 2]).tally(3, bad, [0, 0] as Any)],
    ['StoppingLaw.draw', (bad) => adaptiveBestOfNLaw(law, 1).draws.draw(bad)],
    ['StoppingLaw.drawLevel', (bad) => adaptiveBestOfNLaw(law, 1).draws.drawLevel(2, bad)],
    ['dirichletLaw', (bad) => dirichletLaw({ outcomes: 2, concentration: 1 }, bad)],
    ['tiedLaw', (bad) => tiedLaw({ outcomes: 2, groups: 1 }, bad)],
    ['permutedLaw', (bad) => permutedLaw(law, bad)],
    ['randomWorld', (bad) => randomWorld({ prompts: 1, law: () => law }, bad)],
    ['worldWithCoverage', (bad) => worldWithCoverage({ prompts: 1, responses: 2, coverage: 1.5 }, bad)],
    [
      'randomAutoregressivePolicy',
      (bad) => randomAutoregressivePolicy({ prompts: 1, vocabulary: 2, maxTokens: 2, concentration: 1 } as Any, bad),
    ],
    ['hardFamily.instance', (bad) => family.instance(bad)],
    ['run', (bad) => run(plan<Explicit>({ n: 1, N: 1 }), world, { source: bad })],
    ['lawContract', (bad) => lawContract({ law: () => law, source: bad })],
    ['instanceContract', (bad) => instanceContract({ instance: () => world, source: bad })],
  ]),
  ['AliasTable: weights must be a list, got undefined', () => new AliasTable(undefined as Any)],
  ...rows(
    [0, 0.5, NaN, '2'],
    ['0', '0.5', 'NaN', '"2"'],
    'StoppingLaw.drawLevel: k must be an integer at least 2',
    (bad) => adaptiveBestOfNLaw(law, 1).draws.drawLevel(bad, source),
  ),

  [
    'quantileLowerBound: samples must be a non-empty list of numbers, got undefined',
    () => quantileLowerBound(undefined as Any, 0.5, 0.1, 0),
  ],
  ['quantileLowerBound: samples[1] must be a number, got NaN', () => quantileLowerBound([1, NaN], 0.5, 0.1, 0)],
  ['quantileLowerBound: samples[0] must be a number, got "1"', () => quantileLowerBound(['1'] as Any, 0.5, 0.1, 0)],
  ...rows(
    [undefined, NaN, '0', Infinity],
    ['undefined', 'NaN', '"0"', 'Infinity'],
    'quantileLowerBound: floor must be a number below plus infinity',
    (bad) => quantileLowerBound([1], 0.5, 0.1, bad),
  ),
  [
    'quantileLowerBound: samples[1] must be at least the floor, 0, got -1',
    () => quantileLowerBound([1, -1], 0.5, 0.1, 0),
  ],
  ['gTest: observed[1] must be an integer at least 0, got 0.5', () => gTest([10, 0.5], [5, 5.5])],

  [
    'PartialLaw.fromMasses: masses[0] must be at least 0, got -1',
    () => PartialLaw.fromMasses([-1], { restCeiling: 1 }),
  ],
  ['PartialLaw.fromMasses: rest must be an object, got undefined', () => PartialLaw.fromMasses([1], undefined as Any)],
  ...rows(
    [-0.1, 1.1, NaN, '1', undefined],
    ['-0.1', '1.1', 'NaN', '"1"', 'undefined'],
    'PartialLaw.fromMasses: restCeiling must be a number in [0, 1]',
    (bad) => PartialLaw.fromMasses([0.5], { restCeiling: bad }),
  ),
  ...rows(
    [0.1, NaN, Infinity, undefined, '0'],
    ['0.1', 'NaN', 'Infinity', 'undefined', '"0"'],
    'PartialLaw.fromLogMasses: logRestCeiling must be a log of a mass: a number at most 0, or minus infinity',
    (bad) => PartialLaw.fromLogMasses([-1], { logRestCeiling: bad }),
  ),
  [
    'PartialLaw.fromLogMasses: logRestMass must be a log of a mass: a number at most 0, or minus infinity, got 1',
    () => PartialLaw.fromLogMasses([-1], { logRestCeiling: -1, logRestMass: 1 }),
  ],
  [
    'PartialLaw.fromLogMasses: largest of the listed log masses must be finite, got -Infinity',
    () => PartialLaw.fromLogMasses([-Infinity], { logRestCeiling: 0 }),
  ],
  [
    'PartialLaw.fromMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 1.5',
    () => PartialLaw.fromMasses([0.75, 0.75], { restCeiling: 0.1 }),
  ],
  // Half is missing, yet no unlisted outcome may have mass.
  [
    'PartialLaw.fromMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 0.5',
    () => PartialLaw.fromMasses([0.5], { restCeiling: 0 }),
  ],
  [
    'PartialLaw.fromLogMasses: total of masses must be within 1e-9 of 1 (fromLogWeights normalises), got 0.5',
    () => PartialLaw.fromLogMasses([Math.log(0.5)], { logRestCeiling: -Infinity, logRestMass: Math.log(0.5) }),
  ],
  [
    `bestOfNLaw: rewards[0] must be at most ${partial.logMasses[0]}, the log-likelihood: nothing is known of other rewards of what is not listed, got 1`,
    () => bestOfNLaw(partial as Any, 2, [1, 2]),
  ],
  ['bestOfNLaw: rewards must be of length 2, got Array of length 1', () => bestOfNLaw(partial as Any, 2, [-Infinity])],
  [
    `bestOfN: ended must be 'only' or 'all', got "some"`,
    () => bestOfN({ n: 1, N: 1, reward: logLikelihood, ended: 'some' as Any }).next(),
  ],
  [
    "adaptiveBestOfN: ended must be 'only' or 'all', got true",
    () => adaptiveBestOfN({ n: 1, mu: 1, ended: true as Any }).next(),
  ],
  ...rows(
    [-1, 2, 0.5, 'length'],
    ['-1', '2', '0.5', '"length"'],
    'LawBracket.mass: outcome must be an integer in [0, 1]',
    (bad) => bracket.mass(bad),
  ),
  [
    'LawBracket.expectation: values must be of length 2, got Array of length 1',
    () => bracket.expectation([1], { lower: 0, upper: 1 }),
  ],
  [
    'LawBracket.expectation: values[1] must be finite, as the outcome may occur, got -Infinity',
    () => bracket.expectation([1, -Infinity], { lower: 0, upper: 1 }),
  ],
  [
    'LawBracket.expectation: restValues must be an object, got undefined',
    () => bracket.expectation([1, 2], undefined as Any),
  ],
  [
    'LawBracket.expectation: restValues[1] must be a number, got undefined',
    () => bracket.expectation([1, 2], { lower: 1 } as Any),
  ],
  [
    'LawBracket.expectation: restValues must be an interval { lower, upper } with lower <= upper, got "2, 1"',
    () => bracket.expectation([1, 2], { lower: 2, upper: 1 }),
  ],

  ...positives('adaptiveBestOfNLaw: mu', (bad) => adaptiveBestOfNLaw(law, bad)),
  [
    'adaptiveBestOfNLaw: law must be known whole, a FiniteLaw or a Spectrum, got a PartialLaw',
    () => adaptiveBestOfNLaw(partial as Any, 1),
  ],
  [
    'adaptiveBestOfNLaw: mu / P* must be below 1.8e308, got "1 / exp(-1000)"',
    () => adaptiveBestOfNLaw(Spectrum.fromLogMasses([-1000], [1000]), 1),
  ],
  ...integers('StoppingLaw.mass: k', (bad) => adaptiveBestOfNLaw(law, 1).draws.mass(bad)),
  ...rows(NOT_INTEGERS.slice(1), INTEGERS.slice(1), 'StoppingLaw.survival: k must be an integer at least 0', (bad) =>
    adaptiveBestOfNLaw(law, 1).draws.survival(bad),
  ),
  ...integersTo(3, 'bestOfSubset: N', (bad) => bestOfSubset([1, 2, 3], bad)),
  ['bestOfSubset: rewards must be a non-empty list of numbers, got Array of length 0', () => bestOfSubset([], 1)],
  ['bestOfSubset: rewards[1] must be a number, got NaN', () => bestOfSubset([1, NaN], 1)],
  ...integersTo(3, 'pluralityOfSubset: N', (bad) => pluralityOfSubset([1, 0, 2], bad)),
  ['pluralityOfSubset: counts must be a non-empty list of numbers, got 3', () => pluralityOfSubset(3 as Any, 1)],
  ['pluralityOfSubset: counts[1] must be an integer at least 0, got -1', () => pluralityOfSubset([3, -1], 1)],
  ['pluralityOfSubset: counts[0] must be an integer at least 0, got 0.5', () => pluralityOfSubset([0.5, 1], 1)],
  ['pluralityOfSubset: N must be an integer in [1, 0], got 1', () => pluralityOfSubset([0, 0], 1)],
  [
    'pluralityOfSubset: N must be at most 125 for 1000 answers, or all 2000, got 126',
    () => pluralityOfSubset(new Array(1000).fill(2), 126),
  ],
  ...rows([-0.1, 1.1, NaN, '0.5', null], ['-0.1', '1.1', 'NaN', '"0.5"', 'null'], MEAN, (bad) =>
    chernoffInterval(bad, 10, 0.1),
  ),
  ...integers('chernoffInterval: trials', (bad) => chernoffInterval(0.5, bad, 0.1)),
  ...rows([0, 1, NaN, '0.1'], ['0', '1', 'NaN', '"0.1"'], FAILURE, (bad) => chernoffInterval(0.5, 10, bad)),
  ...integers('pluralityLaw: N', (bad) => pluralityLaw(law, bad)),
  ['pluralityLaw: answers must be a FiniteLaw, got Array of length 1', () => pluralityLaw([1] as Any, 3)],
  [
    "pluralityLaw: N must be at most 894 for 3 answers, as its time grows like N^3 (beyond, draw answers and count them, as the driver `run` does with derived: 'definition'), got 895",
    () => pluralityLaw(law, 895),
  ],
  ...positives('power: exponent', (bad) => power(law, bad)),
  ['power: law must be known whole, a FiniteLaw or a Spectrum, got a PartialLaw', () => power(partial as Any, 2)],
  ['power: law must be known whole, a FiniteLaw or a Spectrum, got a LawBracket', () => power(bracket as Any, 2)],
  ['tilt: law must be known whole, a FiniteLaw or a Spectrum, got a PartialLaw', () => tilt(partial as Any, [1, 2], 1)],
  [
    'tilt: rewards must be finite for an outcome that can occur, got Array of length 3',
    () => tilt(law, [-Infinity, -Infinity, -Infinity], 1),
  ],
  [
    'klDivergence: q must be known whole, a FiniteLaw or a Spectrum, got a PartialLaw',
    () => klDivergence(law, partial as Any),
  ],

  ...positives('tilt: beta', (bad) => tilt(law, [1, 2, 3], bad)),
  ['tilt: law must be a FiniteLaw or a Spectrum, got "law"', () => tilt('law' as Any, [1], 1)],
  ['tilt: rewards must be of length 3, got Array of length 2', () => tilt(law, [1, 2], 1)],
  ['tilt: rewards[2] must be a number, got NaN', () => tilt(law, [1, 2, NaN], 1)],
  ['tilt: rewards[1] must be below plus infinity, got Infinity', () => tilt(law, [1, Infinity, 2], 1)],
  ...(['klDivergence', 'squaredHellinger', 'chiSquaredDivergence', 'totalVariation'] as const).flatMap(
    (name): Row[] => {
      const divergence = { klDivergence, squaredHellinger, chiSquaredDivergence, totalVariation }[name];
      return [
        [`${name}: p must be a FiniteLaw or a Spectrum, got Array of length 1`, () => divergence([1] as Any, law)],
        [`${name}: q must be a FiniteLaw or a Spectrum, got null`, () => divergence(law, null as Any)],
        [`${name}: size of q must be 3, as of p, got 2`, () => divergence(law, FiniteLaw.uniform(2))],
      ];
    },
  ),
  [
    `klDivergence: logMultiplicities[1] of q must be ${Math.log(2)}, as of p: both must be made from one spectrum, got 0`,
    () => klDivergence(spectrum, FiniteLaw.uniform(2)),
  ],
  ...rows(
    [0, -1, NaN, '2', undefined],
    ['0', '-1', 'NaN', '"2"', 'undefined'],
    'renyiDivergence: order must be a number above 0',
    (bad) => renyiDivergence(law, law, bad),
  ),
  ['renyiDivergence: p must be a FiniteLaw or a Spectrum, got 1', () => renyiDivergence(1 as Any, law, 2)],

  [
    'lengthNormalised: lengthOf must be a function (response, prompt) => length, got 5',
    () => lengthNormalised(5 as Any),
  ],
  ...rows(
    [0, -1, NaN, Infinity, '4', undefined],
    ['0', '-1', 'NaN', 'Infinity', '"4"', 'undefined'],
    'lengthNormalised: lengthOf(response) must be a finite number above 0',
    (bad) => lengthNormalised(() => bad).of(0, 0, -1),
  ),
  [
    'majorityVote: answerOf must be a function (response, prompt) => answer, got "answer"',
    () => majorityVote('answer' as Any),
  ],
  [
    'answerMass: answerOf must be a function (response, prompt) => answer, got undefined',
    () => answerMass(undefined as Any, base),
  ],
  ...rows(
    [undefined, null, NaN, {}, Infinity],
    ['undefined', 'null', 'NaN', 'a plain object', 'Infinity'],
    'answerMass: answerOf(response 1) must be a string, a boolean or a finite number',
    (bad) => answerMass((y) => (y === 1 ? bad : 'a'), base).of(0, 0, -1),
  ),
  [
    'majorityVote: answerOf(response 2) must be a string, a boolean or a finite number, got NaN',
    () =>
      bestOfNPolicy(
        base,
        3,
        majorityVote((y: number) => ['a', 'b', NaN][y]),
      ).law(0),
  ],
  [
    'majorityVote: answerOf(response "why?") must be a string, a boolean or a finite number, got null',
    () => majorityVote<number, string>((y) => (y === 'why?' ? null : y) as Any).of(0, ['4', 'why?'], [-1, -1]),
  ],
  [
    'answerMass: base must be an explicit policy, whose laws are known; on a model use majorityVote, which needs samples only, got a plain object',
    () => answerMass((y) => y, { sample: () => 1 } as Any),
  ],
  ['answerMass: response must be an integer in [0, 2], got 3', () => answerMass((y) => y, base).of(0, 3, -1)],
  ...positives('adaptiveBestOfNPolicy: mu', (bad) => adaptiveBestOfNPolicy(base, bad)),
  [
    'adaptiveBestOfNPolicy: base must be a policy: { prompts, responses, law(prompt) }, got undefined',
    () => adaptiveBestOfNPolicy(undefined as Any, 1),
  ],
  ...positives('adaptiveBestOfNClass: mu', (bad) => adaptiveBestOfNClass(family, bad)),
  ['adaptiveBestOfNClass: family.baseClass must be an object, got undefined', () => adaptiveBestOfNClass({} as Any, 1)],
  ...positives('tiltedPolicy: beta', (bad) => tiltedPolicy(base, logLikelihood, bad)),
  [
    'tiltedPolicy: reward must be a pointwise reward, which judges one response, such as answerMass where votes are meant, got "majority vote (set-wise)"',
    () => tiltedPolicy(base, majorityVote(() => 1) as Any, 1),
  ],

  ['lawPolicy: laws must be a non-empty list of laws, one for each prompt, got Array of length 0', () => lawPolicy([])],
  ['lawPolicy.law: prompt must be in [0, 0], got 1', () => lawPolicy([law]).law(1)],
  ...(['modeCoverage', 'peakCoverage', 'margin'] as const).flatMap((name): Row[] => {
    const coefficient: (world: Any) => unknown = { modeCoverage, peakCoverage, margin }[name];
    return [
      [`${name}: world must be an object, got undefined`, () => coefficient(undefined)],
      [
        `${name}: world.promptLaw must be a FiniteLaw, got Array of length 2`,
        () => coefficient({ promptLaw: [0.5, 0.5], base }),
      ],
      [
        `${name}: world.base must be a policy: { prompts, law(prompt) }, got undefined`,
        () => coefficient({ promptLaw: law }),
      ],
      [
        `${name}: world.base.prompts must be 3, as of the law of prompts, got 2`,
        () => coefficient({ promptLaw: law, base }),
      ],
      [`${name}: law must be a FiniteLaw or a Spectrum, got 7`, () => coefficient(one(7))],
    ];
  }),
  [
    'modeCoverage: law must be the partial law that the bracket was made from, got a LawBracket',
    () => modeCoverage(one(bracket)),
  ],
  ['modeCoverage: options must be an object, got 0.5', () => modeCoverage(world, 0.5 as Any)],
  ...rows(
    [0, -1, NaN, '1', null],
    ['0', '-1', 'NaN', '"1"', 'null'],
    'modeCoverage: p must be a number above 0',
    (bad) => modeCoverage(world, { p: bad }),
  ),
  ...rows(
    [1, -0.1, NaN, '0'],
    ['1', '-0.1', 'NaN', '"0"'],
    'coverageProfile: gamma must be a number in [0, 1)',
    (bad) => coverageProfile(world, 2, { gamma: bad }),
  ),
  ...rows(
    [0.5, 0, NaN, Infinity, '2', undefined],
    ['0.5', '0', 'NaN', 'Infinity', '"2"', 'undefined'],
    'coverageProfile: N must be a finite number at least 1',
    (bad) => coverageProfile(world, bad),
  ),
  [
    'concentrability: policy must be a policy: { prompts, law(prompt) }, got null',
    () => concentrability(null as Any, world),
  ],
  [
    'concentrability: policy.prompts must be 2, as of the law of prompts, got 1',
    () => concentrability(lawPolicy([law]), world),
  ],
  [
    'concentrability: size of policy.law(0) must be 3, as of world.base.law(0), got 2',
    () => concentrability(lawPolicy([FiniteLaw.uniform(2), FiniteLaw.uniform(2)]), world),
  ],
  [
    'concentrability: laws at prompt 0 must be both known whole, or both in part, got a PartialLaw',
    () => concentrability(lawPolicy([law as Any]), one(partial)),
  ],
  ...positives('ratioMoment: beta', (bad) => ratioMoment(base, base, world.promptLaw, bad)),
  ['ratioMoment: promptLaw must be a FiniteLaw, got undefined', () => ratioMoment(base, base, undefined as Any, 1)],
  [
    'ratioMoment: other must be a policy: { prompts, law(prompt) }, got undefined',
    () => ratioMoment(base, undefined as Any, world.promptLaw, 1),
  ],
  [
    'isSharpenedAt: base must be an object, got undefined',
    () => isSharpenedAt(base, undefined as Any, 0, { delta: 0.5 }),
  ],
  [
    'sharpenedShare: policy.law(0) must be the partial law of the base policy, or a LawBracket made from it, got a LawBracket',
    () =>
      sharpenedShare(
        lawPolicy([bestOfNLaw(PartialLaw.fromMasses([0.5, 0.25], { restCeiling: 0.25 }), 3)]),
        one(partial),
        { delta: 0.5 },
      ),
  ],
  [
    'sharpenedShare: base.law(0) must be a FiniteLaw or a Spectrum, got 7',
    () => sharpenedShare(lawPolicy([law]), one(7), { delta: 0.5 }),
  ],
  [
    'sharpenedShare: policy.law(0) must be known whole, a FiniteLaw or a Spectrum, got a PartialLaw',
    () => sharpenedShare(lawPolicy([partial]), one(law), { delta: 0.5 }),
  ],
  ...rows([1, -0.1, NaN, '0'], ['1', '-0.1', 'NaN', '"0"'], 'sharpenedShare: gamma must be a number in [0, 1)', (bad) =>
    sharpenedShare(base, world, { delta: 0.5, gamma: bad }),
  ),
  ['isSharpenedAt: delta must be a number in (0, 1), got 1', () => isSharpenedAt(base, base, 0, { delta: 1 })],
  [
    'sharpenedShare: size of policy.law(0) must be 3, as of base.law(0), got 2',
    () => sharpenedShare(lawPolicy([FiniteLaw.uniform(2), FiniteLaw.uniform(2)]), world, { delta: 0.5 }),
  ],

  ['Source.named: name must be a non-empty string, got ""', () => Source.named('')],
  ['Source.named: name must be a non-empty string, got 3', () => Source.named(3 as Any)],
  ...rows(
    [-1, 0.5, NaN, 2 ** 53, null, true],
    ['-1', '0.5', 'NaN', '9007199254740992', 'null', 'true'],
    'Source.split: label must be a string or an integer at least 0',
    (bad) => source.split(bad),
  ),

  ['TabularPolicy: laws must be a non-empty list of laws, got Array of length 0', () => new TabularPolicy([])],
  [
    'TabularPolicy: laws[1] must be a FiniteLaw, got Array of length 2',
    () => new TabularPolicy([law, [0.5, 0.5] as Any]),
  ],
  ['TabularPolicy: laws[0] must be a FiniteLaw, got undefined', () => new TabularPolicy(new Array(1) as Any)],
  [
    'TabularPolicy: size of laws[1] must be 3, as of laws[0], got 2',
    () => new TabularPolicy([law, FiniteLaw.uniform(2)]),
  ],
  ['TabularPolicy.fromMasses: rows must be a list of rows of masses, got 5', () => TabularPolicy.fromMasses(5 as Any)],
  ...rows(NOT_INTEGERS.slice(1), INTEGERS.slice(1), 'TabularPolicy.law: prompt must be an integer in [0, 1]', (bad) =>
    base.law(bad),
  ),
  ...rows(
    NOT_INTEGERS.slice(1),
    INTEGERS.slice(1),
    'TransformedPolicy.law: prompt must be an integer in [0, 1]',
    (bad) => powerPolicy(base, 2).law(bad),
  ),

  ...integers('bestOfNPolicy: N', (bad) => bestOfNPolicy(base, bad)),
  [
    'bestOfNPolicy: base must be a policy: { prompts, responses, law(prompt) }, got null',
    () => bestOfNPolicy(null as Any, 2),
  ],
  [
    'bestOfNPolicy: reward must be a pointwise or setwise reward: { kind, name, of }, got "log"',
    () => bestOfNPolicy(base, 2, 'log' as Any),
  ],
  [
    'bestOfNPolicy: reward must be pointwise, or set-wise with a bestOfNLaw of its own, got "votes"',
    () => bestOfNPolicy(base, 2, { kind: 'setwise', name: 'votes', of: () => [1, 2] } as Any),
  ],
  ...positives('powerPolicy: exponent', (bad) => powerPolicy(base, bad)),
  [
    'powerPolicy: base must be a policy: { prompts, responses, law(prompt) }, got a plain object',
    () => powerPolicy({ law: () => law } as Any, 2),
  ],

  [
    'ExplicitWorld: promptLaw must be a FiniteLaw, got Array of length 2',
    () => new ExplicitWorld([0.5, 0.5] as Any, base),
  ],
  [
    'ExplicitWorld: base must be a policy: { prompts, responses, law(prompt) }, got undefined',
    () => new ExplicitWorld(law, undefined as Any),
  ],
  [
    'ExplicitWorld: size of promptLaw must be 2, the prompts of the base policy, got 3',
    () => new ExplicitWorld(law, base),
  ],
  ['ExplicitWorld: policyClass must be an object, got 7', () => world.withClass(7 as Any)],
  [
    'ExplicitWorld: shape of policyClass must be 2 x 3, as the base policy, got "3 x 5"',
    () => world.withClass(family.baseClass),
  ],

  ['FiniteClass: members must be a non-empty list of policies, got Array of length 0', () => new FiniteClass([])],
  [
    'FiniteClass: members[0] must be a policy: { prompts, responses, law(prompt) }, got null',
    () => new FiniteClass([null as Any]),
  ],
  [
    'FiniteClass: members[1] must be a policy: { prompts, responses, law(prompt) }, got undefined',
    () => new FiniteClass([base, , base] as Any),
  ],
  [
    'FiniteClass: shape of members[1] must be 2 x 3, as members[0], got "1 x 3"',
    () => new FiniteClass([base, new TabularPolicy([law])]),
  ],
  ['FiniteClass: hypotheses must be of length 1, got Array of length 2', () => new FiniteClass([base], [base, base])],
  [
    'ProductClass: candidates must be a non-empty list, one entry per prompt, got Array of length 0',
    () => new ProductClass([]),
  ],
  [
    'ProductClass: candidates[1] must be a non-empty list of laws, got Array of length 0',
    () => new ProductClass([[law], []]),
  ],
  [
    'ProductClass: candidates[0] must be a non-empty list of laws, got undefined',
    () => new ProductClass(new Array(2) as Any),
  ],
  [
    'ProductClass: candidates[0] must be a non-empty list of laws, got Array of length 1',
    () => new ProductClass([[[1]]] as Any),
  ],
  ['ProductClass: size of a law at prompt 1 must be 3, got 2', () => new ProductClass([[law], [FiniteLaw.uniform(2)]])],
  ['ProductClass: hypotheses must be of length 1, got Array of length 0', () => new ProductClass([[law]], [])],
  ['ProductClass.member: choices must be of length 3, got Array of length 2', () => family.baseClass.member([0, 0])],
  ['ProductClass.member: choices[1] must be an integer in [0, 3], got 4', () => family.baseClass.member([0, 4, 0])],
  ...integers('bestOfNClass: N', (bad) => bestOfNClass(family, bad)),

  ...rows(
    [0, -1, 1.5, NaN, '3', 1e7],
    ['0', '-1', '1.5', 'NaN', '"3"', '10000000'],
    'hardFamily: prompts must be an integer in [1, 1000000]',
    (bad) => hardFamily({ prompts: bad, responses: 8, hardMass: 1 }),
  ),
  ...rows(
    [2, -1, 8.5, NaN, '8'],
    ['2', '-1', '8.5', 'NaN', '"8"'],
    'hardFamily: responses must be an integer in [3, 8192]',
    (bad) => hardFamily({ prompts: 1, responses: bad, hardMass: 1 }),
  ),
  ...rows(
    [0, -0.1, 1.1, NaN, '1', null],
    ['0', '-0.1', '1.1', 'NaN', '"1"', 'null'],
    'hardFamily: hardMass must be a number in (0, 1]',
    (bad) => hardFamily({ prompts: 1, responses: 8, hardMass: bad }),
  ),
  ['hardFamily: options must be an object, got undefined', () => hardFamily(undefined as Any)],
  ...rows([1, 5, '2'], ['1', '5', '"2"'], 'listNeedle: hypotheses must be an integer in [2, 4]', (bad) =>
    listNeedle({ responses: 4, hypotheses: bad, bonus: 1 }),
  ),
  ...positives('listNeedle: bonus', (bad) => listNeedle({ responses: 4, hypotheses: 2, bonus: bad })),
  [
    'listNeedle: responses must be at most 8388608 with 8 hypotheses, got 100000000',
    () => listNeedle({ responses: 1e8, hypotheses: 8, bonus: 1 }),
  ],
  ...needleRows,
  ...positives('linearNeedle.softmaxClass: beta', (bad) =>
    linearNeedle({ responses: 4, hypotheses: 2, bonus: 1 }).softmaxClass(bad),
  ),
  ['spherePacking: options must be an object, got undefined', () => spherePacking(undefined as Any, source)],
  ...rows([1, 17, 2.5], ['1', '17', '2.5'], 'spherePacking: dimension must be an integer in [2, 16]', (bad) =>
    spherePacking({ dimension: bad, distance: 1 }, source),
  ),
  ...positives('spherePacking: distance', (bad) => spherePacking({ dimension: 3, distance: bad }, source)),
  [
    'spherePacking: distance must be below 2, the diameter of the sphere, got 2',
    () => spherePacking({ dimension: 3, distance: 2 }, source),
  ],
  ...rows([0, '9'], ['0', '"9"'], 'spherePacking: attempts must be an integer at least 1', (bad) =>
    spherePacking({ dimension: 3, distance: 1, attempts: bad }, source),
  ),
  ...rows([1, NaN], ['1', 'NaN'], 'spherePacking: mostPoints must be an integer at least 2', (bad) =>
    spherePacking({ dimension: 3, distance: 1, mostPoints: bad }, source),
  ),
  ...noSources([
    ['spherePacking', (bad) => spherePacking({ dimension: 3, distance: 1 }, bad)],
    ['spherePacking.instance', (bad) => spherePacking({ dimension: 3, distance: 1 }, source).instance(bad)],
  ]),
  ...positives('spherePacking.softmaxClass: beta', (bad) =>
    spherePacking({ dimension: 3, distance: 1 }, source).softmaxClass(bad),
  ),
  ['LinearSoftmaxClass: options must be an object, got undefined', () => new LinearSoftmaxClass(undefined as Any)],
  ...positives('LinearSoftmaxClass: normBound', (bad) => new LinearSoftmaxClass({ features, normBound: bad })),
  ...rows(
    [0, 1.5, '2'],
    ['0', '1.5', '"2"'],
    'LinearSoftmaxClass: mostSteps must be an integer at least 1',
    (bad) => new LinearSoftmaxClass({ features, normBound: 1, mostSteps: bad }),
  ),
  ...(
    [
      [7, 'features must be a list, got 7'],
      [[], 'features must be a list with an entry per prompt, got Array of length 0'],
      [[undefined], 'features[0] must be a list, got undefined'],
      [[[]], 'features[0] must be a list with an entry per response, got Array of length 0'],
      [[[1, 2]], 'features[0][0] must be a list, got 1'],
      [[[[]]], 'features[0][0] must be at least one number, got Array of length 0'],
      [[[[1], [2]], [[1]]], 'features[1] must be of length 2, as features[0], got Array of length 1'],
      [[[[1], [2, 3]]], 'features[0][1] must be of length 1, as features[0][0], got Array of length 2'],
      [[[[1], , [2]]], 'features[0][1] must be of length 1, as features[0][0], got undefined'],
      [[[[1], [NaN]]], 'features[0][1][0] must be a finite number, got NaN'],
      [[[[1], [Infinity]]], 'features[0][1][0] must be a finite number, got Infinity'],
      [[[[1], ['2']]], 'features[0][1][0] must be a finite number, got "2"'],
    ] as [Any, string][]
  ).map(([bad, message]): Row => [
    `LinearSoftmaxClass: ${message}`,
    () => new LinearSoftmaxClass({ features: bad, normBound: 1 }),
  ]),
  ...rows(
    [[1], [NaN, 0], 3],
    ['Array of length 1', 'Array of length 2', '3'],
    'LinearSoftmaxClass.at: parameter must be 2 numbers',
    (bad) => softmax.at(bad),
  ),
  ['LinearSoftmaxClass.at: the norm of parameter must be at most 2, got 2.23606797749979', () => softmax.at([2, 1])],
  ...positives('LinearSoftmaxClass.logCoveringNumber: epsilon', (bad) => softmax.logCoveringNumber(bad)),
  ['LinearSoftmaxPolicy.law: prompt must be an integer in [0, 0], got 1', () => softmax.at([0, 0]).law(1)],
  [
    'LinearSoftmaxClass: kind must be another fit: a continuous class has no uniform prior, got "bayesFit"',
    () => softmax.fit({ kind: 'bayesFit', data: responsesOf([], []) }),
  ],
  ['regressRewards: prompt of a pair must be an integer in [0, 0], got 1', () => regressed({ prompt: 1 })],
  ['regressRewards: response of a pair must be an integer in [0, 2], got 3', () => regressed({ response: 3 })],
  ['regressRewards: baseline of a pair must be an integer in [0, 2], got -1', () => regressed({ baseline: -1 })],
  ['regressRewards: rewardGap of a pair must be finite, got Infinity', () => regressed({ rewardGap: Infinity })],
  ['regressRewards: baseLogRatio of a pair must be finite, got NaN', () => regressed({ baseLogRatio: NaN })],
  [
    'maximumLikelihood: prompt of row 0 must be an integer in [0, 0], got 1',
    () => softmax.fit({ kind: 'maximumLikelihood', data: responsesOf([1], [0]) }),
  ],
  [
    'maximumLikelihood: responses[1] must be an integer in [0, 2], got 3',
    () => softmax.fit({ kind: 'maximumLikelihood', data: responsesOf([0, 0], [0, 3]) }),
  ],
  [
    'AutoregressiveSoftmaxClass: options must be an object, got undefined',
    () => new AutoregressiveSoftmaxClass(undefined as Any),
  ],
  ...(['prompts', 'vocabulary', 'length'] as const).flatMap((name) =>
    integers(`AutoregressiveSoftmaxClass: ${name}`, (bad) => autoregressiveOf({ [name]: bad })),
  ),
  ...positives('AutoregressiveSoftmaxClass: normBound', (bad) => autoregressiveOf({ normBound: bad })),
  ...rows(
    [0, 1.5, '2'],
    ['0', '1.5', '"2"'],
    'AutoregressiveSoftmaxClass: mostSteps must be an integer at least 1',
    (bad) => autoregressiveOf({ mostSteps: bad }),
  ),
  ...rows(
    [undefined, features],
    ['undefined', 'Array of length 1'],
    'AutoregressiveSoftmaxClass: features must be a function of prompt and tokens',
    (bad) => autoregressiveOf({ features: bad }),
  ),
  ...(
    [
      [() => undefined, '(0, [0]) must be a list of numbers, got undefined'],
      [() => [], '(0, [0]) must be a list of numbers, got Array of length 0'],
      [() => 7, '(0, [0]) must be a list of numbers, got 7'],
      [(_: Any, tokens: Any) => tokens, '(0, [0, 0]) must be of length 1, got Array of length 2'],
      [(x: Any) => [0, 1].slice(x), '(1, [0]) must be of length 2, got Array of length 1'],
      [(_: Any, [, second]: Any) => [second === 2 ? NaN : 0], '(0, [0, 2])[0] must be a finite number, got NaN'],
      [() => [0, '1'], '(0, [0])[1] must be a finite number, got "1"'],
    ] as [Any, string][]
  ).map(([bad, message]): Row => [
    `AutoregressiveSoftmaxClass: features${message}`,
    () => autoregressiveOf({ features: bad }),
  ]),
  [
    'AutoregressiveSoftmaxClass: number of prompts times prefixes must be at most 4194304 to be listed (take fewer prompts, tokens or layers), got 22369620',
    () => autoregressiveOf({ prompts: 1, vocabulary: 4, length: 12 }),
  ],
  [
    'AutoregressiveSoftmaxClass: number of prompts times prefixes must be at most 4194304 to be listed (take fewer prompts, tokens or layers), got Infinity',
    () => autoregressiveOf({ length: 1e6 }),
  ],
  ...rows(
    [[1], undefined, new Array(8).fill(0)],
    ['Array of length 1', 'undefined', 'Array of length 8'],
    'AutoregressiveSoftmaxClass.at: parameter must be 4 numbers, 2 for each of 2 layers',
    (bad) => autoregressive.at(bad),
  ),
  ...rows(
    [
      [0, 0, 2, 0.1],
      [0, 0, 0, NaN],
    ],
    ['Float64Array of length 2', 'Float64Array of length 2'],
    'AutoregressiveSoftmaxClass.at: layer 2 of parameter must be of norm at most 2',
    (bad) => autoregressive.at(bad),
  ),
  ...positives('AutoregressiveSoftmaxClass.logCoveringNumber: epsilon', (bad) => autoregressive.logCoveringNumber(bad)),
  ...rows(
    [-1, 9, 0.5],
    ['-1', '9', '0.5'],
    'AutoregressiveSoftmaxClass.tokensOf: response must be an integer in [0, 8]',
    (bad) => autoregressive.tokensOf(bad),
  ),
  ...rows(
    [undefined, [0], [0, 1, 2], '01'],
    ['undefined', 'Array of length 1', 'Array of length 3', '"01"'],
    'AutoregressiveSoftmaxClass.responseOf: tokens must be a list of 2 tokens',
    (bad) => autoregressive.responseOf(bad),
  ),
  ...rows(
    [
      [0, 3],
      [1, -1],
      [2, 0.5],
    ],
    ['3', '-1', '0.5'],
    'AutoregressiveSoftmaxClass.responseOf: tokens[1] must be an integer in [0, 2]',
    (bad) => autoregressive.responseOf(bad),
  ),
  [
    'AutoregressiveSoftmaxPolicy.law: prompt must be an integer in [0, 1], got 2',
    () => autoregressive.at([0, 0, 0, 0]).law(2),
  ],
  [
    'AutoregressiveSoftmaxPolicy.nextTokenLaw: prompt must be an integer in [0, 1], got 2',
    () => autoregressive.at([0, 0, 0, 0]).nextTokenLaw(2, []),
  ],
  [
    'AutoregressiveSoftmaxPolicy.nextTokenLaw: tokens must be a list of fewer than 2 tokens, got Array of length 2',
    () => autoregressive.at([0, 0, 0, 0]).nextTokenLaw(0, [0, 0]),
  ],
  [
    'AutoregressiveSoftmaxClass: kind must be another fit: a continuous class has no uniform prior, got "bayesFit"',
    () => autoregressive.fit({ kind: 'bayesFit', data: responsesOf([], []) }),
  ],
  [
    'optimisticFit: response of a pair must be an integer in [0, 8], got 9',
    () => autoregressive.fit({ kind: 'optimisticFit', pairs: pairOf({ response: 9 }), alpha: 1, beta: 1 }),
  ],
  [
    'maximumLikelihood: prompt of row 0 must be an integer in [0, 1], got 2',
    () => autoregressive.fit({ kind: 'maximumLikelihood', data: responsesOf([2], [0]) }),
  ],
  [
    'maximumLikelihood: responses[1] must be an integer in [0, 8], got 9',
    () => autoregressive.fit({ kind: 'maximumLikelihood', data: responsesOf([0, 0], [0, 9]) }),
  ],
  ...positives('powerClass: beta', (bad) => powerClass(family, bad)),
  ...integersTo(1e6, 'sharedNeedle: prompts', (bad) =>
    sharedNeedle({ prompts: bad, responses: 4, hypotheses: 2, bonus: 1 }),
  ),
  [
    'sharedNeedle: prompts must be at most 16384 with 1024 hypotheses, got 20000',
    () => sharedNeedle({ prompts: 20_000, responses: 2048, hypotheses: 1024, bonus: 1 }),
  ],
  [
    'sharedNeedle.at: hidden must be an integer in [0, 1], got 2',
    () => sharedNeedle({ prompts: 1, responses: 4, hypotheses: 2, bonus: 1 }).at(2),
  ],
  ...rows(
    [0, 1, NaN, '0.5'],
    ['0', '1', 'NaN', '"0.5"'],
    'smoothedHardFamily: smoothing must be a number in (0, 1)',
    (bad) => smoothedHardFamily({ prompts: 1, responses: 8, hardMass: 0.5, smoothing: bad }),
  ),
  ...integers('barelyMissed: N', (bad) => barelyMissed({ N: bad, delta: 0.5, mass: 0.5 })),
  ...rows([0, 1, NaN, '0.5'], ['0', '1', 'NaN', '"0.5"'], 'barelyMissed: delta must be a number in (0, 1)', (bad) =>
    barelyMissed({ N: 1, delta: bad, mass: 0.5 }),
  ),
  ...rows([0, 1.1, NaN, '1'], ['0', '1.1', 'NaN', '"1"'], 'barelyMissed: mass must be a number in (0, 1]', (bad) =>
    barelyMissed({ N: 1, delta: 0.5, mass: bad }),
  ),
  [
    'barelyMissed: N must be at most about 5000000 log(1/delta), got 1000000000',
    () => barelyMissed({ N: 1e9, delta: 0.5, mass: 0.5 }),
  ],
  ['barelyMissed: options must be an object, got undefined', () => barelyMissed(undefined as Any)],
  [
    'unseenPrompts: sharpen must be a function from laws to laws, got 3',
    () => unseenPrompts({ sharpen: 3 as Any, prompts: 1, mass: 0.5 }),
  ],
  ...rows(
    [0, 1.5, NaN, '3', 1e7],
    ['0', '1.5', 'NaN', '"3"', '10000000'],
    'unseenPrompts: prompts must be an integer in [1, 1000000]',
    (bad) => unseenPrompts({ sharpen: (law) => law, prompts: bad, mass: 0.5 }),
  ),
  ...rows([0, 1.1, NaN, '1'], ['0', '1.1', 'NaN', '"1"'], 'unseenPrompts: mass must be a number in (0, 1]', (bad) =>
    unseenPrompts({ sharpen: (law) => law, prompts: 1, mass: bad }),
  ),
  ['unseenPrompts: options must be an object, got undefined', () => unseenPrompts(undefined as Any)],

  ...integers('plan: n', (bad) => asked(plan<Explicit>({ n: bad, N: 1 }))),
  ...integers('plan: N', (bad) => asked(plan<Explicit>({ n: 1, N: bad }))),
  ['plan: options must be an object, got undefined', () => asked(plan<Explicit>(undefined as Any))],
  [
    'plan: n * N must be an integer in [1, 268435456], got 1000000000000',
    () => asked(plan<Explicit>({ n: 1e6, N: 1e6 })),
  ],
  ...integers('bestOfN: n', (bad) => asked(bestOfN<Explicit>({ n: bad, N: 1, reward: logLikelihood }))),
  ...integers('bestOfN: N', (bad) => asked(bestOfN<Explicit>({ n: 1, N: bad, reward: logLikelihood }))),
  ...rows(
    [undefined, null, 'votes', { kind: 'pointwise' }],
    ['undefined', 'null', '"votes"', 'a plain object'],
    'bestOfN: reward must be a pointwise or setwise reward: { kind, name, of }',
    (bad) => asked(bestOfN<Explicit>({ n: 1, N: 1, reward: bad })),
  ),
  ['bestOfN: options must be an object, got 3', () => asked(bestOfN<Explicit>(3 as Any))],
  ...integers('adaptiveBestOfN: n', (bad) => asked(adaptiveBestOfN<Explicit>({ n: bad, mu: 1 }))),
  ...positives('adaptiveBestOfN: mu', (bad) => asked(adaptiveBestOfN<Explicit>({ n: 1, mu: bad }))),
  ['adaptiveBestOfN: options must be an object, got null', () => asked(adaptiveBestOfN<Explicit>(null as Any))],
  ...integers('eachPrompt: n', (bad) =>
    asked(
      eachPrompt<Explicit, never, number>(bad, function* () {
        return 1;
      }),
    ),
  ),
  [
    'eachPrompt: body must be a function of the prompt, got undefined',
    () => asked(eachPrompt<Explicit, never, number>(1, undefined as Any)),
  ],
  ...integers('draw: count', (bad) => asked(draw<Explicit>(bad))),
  ...integers('nextPrompts: n', (bad) => asked(nextPrompts<Explicit>(bad))),
  ...integers('sampleFrom: count', (bad) => asked(sampleFrom<Explicit>(base, [0], bad))),
  ['sampleFrom: prompts must be a list, got 0', () => asked(sampleFrom<Explicit>(base, 0 as Any, 1))],
  ['evaluate: responses must be of length 2, got Array of length 1', () => asked(evaluate<Explicit>([0, 1], [0]))],
  ['evaluate: prompts must be a list, got undefined', () => asked(evaluate<Explicit>(undefined as Any, [0]))],
  ...integers('objective: n', (bad) =>
    asked(objective<Explicit>({ policy: base, reward: logLikelihood, beta: 1, n: bad })),
  ),
  ...rows(
    [-1, NaN, Infinity, '1'],
    ['-1', 'NaN', 'Infinity', '"1"'],
    'objective: beta must be a finite number at least 0',
    (bad) => asked(objective<Explicit>({ policy: base, reward: logLikelihood, beta: bad, n: 1 })),
  ),
  ...rows(
    [-1, NaN, Infinity, '1'],
    ['-1', 'NaN', 'Infinity', '"1"'],
    'exactObjective: beta must be a finite number at least 0',
    (bad) => exactObjective(base, world, logLikelihood, bad),
  ),
  ...(['xpo', 'onlineRegression', 'iterativeDpo'] as const).flatMap((name): Row[] => {
    const learner = { xpo: (options: Any) => xpo({ alpha: 1, ...options }), onlineRegression, iterativeDpo }[name];
    const start = (changed: object) =>
      asked(learner({ rounds: 2, pairsPerRound: 1, beta: 1, reward: logLikelihood, heldOut: 1, ...changed } as Any));
    return [
      ...integers(`${name}: rounds`, (bad) => start({ rounds: bad })),
      ...integers(`${name}: pairsPerRound`, (bad) => start({ pairsPerRound: bad })),
      ...integers(`${name}: heldOut`, (bad) => start({ heldOut: bad })),
      ...positives(`${name}: beta`, (bad) => start({ beta: bad })),
      [`${name}: returns must be 'best' or 'last', got "first"`, () => start({ returns: 'first' })],
      [
        `${name}: heldOut must be left out where 'returns' is 'last': no objective is asked then, got 1`,
        () => start({ returns: 'last' }),
      ],
      [
        `${name}: reward must be a pointwise reward, which judges one response, such as answerMass where votes are meant, got "majority vote (set-wise)"`,
        () => start({ reward: majorityVote(() => 1) }),
      ],
      [
        "reward 'none': value for response 1 to prompt 1 must be a finite number, got -Infinity",
        () =>
          start({
            reward: { kind: 'pointwise', name: 'none', of: () => -Infinity },
            returns: 'last',
            heldOut: undefined,
          }),
      ],
    ];
  }),
  ...rows(
    [-1, NaN, Infinity, '1'],
    ['-1', 'NaN', 'Infinity', '"1"'],
    'xpo: alpha must be a finite number at least 0',
    (bad) =>
      asked(xpo<Explicit>({ rounds: 1, pairsPerRound: 1, alpha: bad, beta: 1, reward: logLikelihood, heldOut: 1 })),
  ),
  ['xpo: alpha must be a finite number at least 0, got undefined', () => asked(xpo(undefined as Any))],
  ['onlineRegression: options must be an object, got undefined', () => asked(onlineRegression(undefined as Any))],
  ['iterativeDpo: options must be an object, got undefined', () => asked(iterativeDpo(undefined as Any))],
  ['rewardRegression: options must be an object, got undefined', () => asked(rewardRegression(undefined as Any))],
  ...integers('rewardRegression: n', (bad) =>
    asked(rewardRegression<Explicit>({ n: bad, beta: 1, reward: logLikelihood })),
  ),
  ...integers('rejectionSampling: n', (bad) => asked(rejectionSampling<Explicit>({ ...tried, n: bad }))),
  ...integers('rejectionSampling: N', (bad) => asked(rejectionSampling<Explicit>({ ...tried, N: bad }))),
  ...positives('rejectionSampling: beta', (bad) => asked(rejectionSampling<Explicit>({ ...tried, beta: bad }))),
  ...rows(
    [NaN, Infinity, '0'],
    ['NaN', 'Infinity', '"0"'],
    'rejectionSampling: ceiling must be a finite number',
    (bad) => asked(rejectionSampling<Explicit>({ ...tried, ceiling: bad })),
  ),
  [
    'rejectionSampling: reward must be a pointwise reward, which judges one response, such as answerMass where votes are meant, got "majority vote (set-wise)"',
    () => asked(rejectionSampling<Explicit>({ ...tried, reward: majorityVote(() => 1) as Any })),
  ],
  [
    "rejectionSampling: ended must be 'only' or 'all', got \"some\"",
    () => asked(rejectionSampling<Explicit>({ ...tried, ended: 'some' as Any })),
  ],
  ['rejectionSampling: options must be an object, got undefined', () => asked(rejectionSampling(undefined as Any))],
  [
    "rejectionSampling: reward 'log-likelihood' of a response must be at most the ceiling -9, got 0",
    () => run(rejectionSampling<Explicit>({ ...tried, ceiling: -9 }), oneResponse, { source, derived: 'definition' }),
  ],
  [
    'rejectionLaw: rewards[0] must be at most the ceiling -9, got 0',
    () => run(rejectionSampling<Explicit>({ ...tried, ceiling: -9 }), oneResponse, { source }),
  ],
  ['rejectionLaw: rewards[1] must be at most the ceiling 1, got 2', () => rejectionLaw(law, [1, 2, 1], 1, 1, 1)],
  ...positives('rejectionLaw: beta', (bad) => rejectionLaw(law, [0, 0, 0], bad, 0, 1)),
  ...integers('rejectionLaw: N', (bad) => rejectionLaw(law, [0, 0, 0], 1, 0, bad)),
  ['rejectionLaw: ceiling must be a finite number, got NaN', () => rejectionLaw(law, [0, 0, 0], 1, NaN, 1)],
  ['rejectionLaw: rewards must be of length 3, got Array of length 1', () => rejectionLaw(law, [0], 1, 0, 1)],
  [
    'rejectionSamplingPolicy: options must be an object, got undefined',
    () => rejectionSamplingPolicy(base, undefined as Any),
  ],
  ...integers('uniforms: count', (bad) => asked(uniforms(bad))),
  ...positives('rewardRegression: beta', (bad) =>
    asked(rewardRegression<Explicit>({ n: 1, beta: bad, reward: logLikelihood })),
  ),
  ...positives('optimisticFit: beta', (bad) => asked(optimisticFit<Explicit>(pairs, 1, bad))),
  ...rows(
    [-1, NaN, Infinity, '1'],
    ['-1', 'NaN', 'Infinity', '"1"'],
    'optimisticFit: alpha must be a finite number at least 0',
    (bad) => asked(optimisticFit<Explicit>(pairs, bad, 1)),
  ),
  ...positives('regressRewards: beta', (bad) => asked(regressRewards<Explicit>(pairs, bad))),

  ['run: program must be a program: a learner called with its options, got undefined', () => asked(undefined)],
  ['run: program must be a program: a learner called with its options, got a function', () => asked(plan)],
  [
    'run: world must be an ExplicitWorld, got a plain object',
    () => run(plan<Explicit>({ n: 1, N: 1 }), {} as Any, { source }),
  ],
  ['run: options must be an object, got undefined', () => run(plan<Explicit>({ n: 1, N: 1 }), world, undefined as Any)],
  [
    `run: source must be a Source, such as Source.named('a name'), got "seed"`,
    () => run(plan<Explicit>({ n: 1, N: 1 }), world, { source: 'seed' as Any }),
  ],
  [
    'run: framework must be a Framework, got "Def 3.2"',
    () => run(plan<Explicit>({ n: 1, N: 1 }), world, { source, framework: 'Def 3.2' as Any }),
  ],
  [
    'run: derived must be one of counts, responses, definition, got "exact"',
    () => run(plan<Explicit>({ n: 1, N: 1 }), world, { source, derived: 'exact' as Any }),
  ],
  [
    'run: budget must be an object, got 100',
    () => run(plan<Explicit>({ n: 1, N: 1 }), world, { source, budget: 100 as Any }),
  ],
  [
    'run: budget.samples must be an integer at least 0, got 1.5',
    () => run(plan<Explicit>({ n: 1, N: 1 }), world, { source, budget: { samples: 1.5 } }),
  ],
  [
    'run: what a program yields must be a query, got 5',
    () =>
      asked(
        (function* () {
          yield 5;
        })(),
      ),
  ],
  [
    'run: what a program yields must be a query, got undefined',
    () =>
      asked(
        (function* () {
          yield;
        })(),
      ),
  ],
];

describe('bad input', () => {
  it.each(table)('is named: %s', (message, call) => {
    let error: unknown;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DomainError);
    expect((error as Error).message).toBe(message);
  });

  it('that is a reward of no number is named with prompt and response', () => {
    for (const bad of [NaN, undefined, '1', 1n, Symbol('one'), {}]) {
      const pointwise = { kind: 'pointwise', name: 'broken', of: () => bad } as Any;
      for (const derived of ['definition', 'counts'] as const) {
        const call = () => run(bestOfN<Explicit>({ n: 1, N: 2, reward: pointwise }), world, { source, derived });
        expect(call).toThrow(DomainError);
        expect(call).toThrow("reward 'broken'");
      }
      const setwise = { kind: 'setwise', name: 'broken', of: () => [1, bad] } as Any;
      expect(() => asked(bestOfN<Explicit>({ n: 1, N: 2, reward: setwise }))).toThrow(
        "bestOfN: scores of reward 'broken'[1] must be a number, got ",
      );
    }
    for (const [scores, message] of [
      [undefined, 'must be a non-empty list of numbers, got undefined'],
      [[1, 2, 3], 'must be of length 2, got Array of length 3'],
    ]) {
      const setwise = { kind: 'setwise', name: 'broken', of: () => scores } as Any;
      expect(() => asked(bestOfN<Explicit>({ n: 1, N: 2, reward: setwise }))).toThrow(
        `bestOfN: scores of reward 'broken' ${message as string}`,
      );
    }
  });
});

/** Anything at all, and now and then something that belongs there. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
      withObjectString: true,
      withBoxedValues: true,
      maxDepth: 2,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      0,
      1,
      2,
      3,
      -1,
      0.5,
      NaN,
      Infinity,
      -Infinity,
      -0,
      2 ** 53,
      5e-324,
      1e308,
      '3',
      '',
      null,
      undefined,
      true,
      Symbol('x'),
      () => 1,
    ),
  },
  { weight: 1, arbitrary: fc.array(fc.oneof(fc.double(), fc.integer({ min: 0, max: 3 })), { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      law,
      base,
      world,
      source,
      logLikelihood,
      family,
      family.baseClass,
      [law],
      [base, base],
      [[law], [law, law]],
      [0.5, 0.5],
      { n: 1, N: 2, mu: 1 },
    ),
  },
);
/** Sizes that would be accepted are kept small: what is tested is refusal, not memory. */
const size = junk.map((value) =>
  Number.isSafeInteger(value) && (value as number) > 1000 && (value as number) <= 2 ** 31
    ? (value as number) % 1000
    : value,
);
const objectOf = (keys: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 1, arbitrary: junk }, { weight: 5, arbitrary: fc.record(keys, { requiredKeys: [] }) });

function checkLaw(made: FiniteLaw): void {
  const total = made.masses().reduce((a, b) => a + b, 0);
  if (!(Math.abs(total - 1) <= 1e-9) || Array.from(made.logMasses).some(Number.isNaN))
    throw new Error(`total ${total}`);
}
/** Laws are made when they are first asked for, and so are their errors. */
const lawsOf = (policy: ExplicitPolicy): FiniteLaw[] => Array.from({ length: policy.prompts }, (_, x) => policy.law(x));
const checkLaws = (made: FiniteLaw[]): void => made.forEach(checkLaw);
function checkBatch({ responses, logLikelihoods }: Batch<Explicit>): void {
  for (let row = 0; row < responses.length; row++) {
    if (!(responses[row]! >= 0 && responses[row]! < base.responses && logLikelihoods[row]! <= 0))
      throw new Error('no response');
  }
}

/** Calls with each case; the answer is checked, an error must be one of ours. */
function survives(
  seed: number,
  cases: fc.Arbitrary<unknown[]>,
  call: (...values: Any[]) => unknown,
  check: (made: Any) => void,
): void {
  fc.assert(
    fc.property(cases, (values) => {
      let made: unknown;
      try {
        made = call(...values);
      } catch (error) {
        if (error instanceof DomainError || error instanceof RefusedError || error instanceof BudgetError) return;
        throw error;
      }
      check(made);
    }),
    { seed, numRuns: 600 },
  );
}

// 22 targets, 600 cases each.
describe('whatever it is given, there is an answer without NaN or an error that says what was wrong:', () => {
  const budget = { prompts: 50, samples: 500 };
  const finite = (value: number): void => expect(Number.isFinite(value)).toBe(true);
  const targets: [string, fc.Arbitrary<unknown[]>, (...values: Any[]) => unknown, (made: Any) => void][] = [
    ['FiniteLaw.fromMasses', fc.tuple(junk), (a) => FiniteLaw.fromMasses(a), checkLaw],
    ['FiniteLaw.fromLogMasses', fc.tuple(junk), (a) => FiniteLaw.fromLogMasses(a), checkLaw],
    ['FiniteLaw.fromLogWeights', fc.tuple(junk), (a) => FiniteLaw.fromLogWeights(a), checkLaw],
    [
      'FiniteLaw.pointMass and uniform',
      fc.tuple(size, size),
      (a, b) => [FiniteLaw.uniform(a), FiniteLaw.pointMass(a, b)],
      checkLaws,
    ],
    [
      'bestOfNLaw',
      fc.oneof(
        fc.tuple(junk, junk, junk),
        fc.tuple(fc.constant(law), junk),
        fc.tuple(
          fc.constant(law),
          fc.constantFrom(1, 2, 1e9),
          fc.array(fc.oneof(fc.double(), junk), { minLength: 2, maxLength: 4 }),
        ),
      ),
      (a, b, c) => bestOfNLaw(a, b, c),
      checkLaw,
    ],
    [
      'bestOfNPolicy',
      fc.oneof(
        fc.tuple(junk, junk, junk),
        fc.tuple(fc.constant(base), junk),
        fc.tuple(
          fc.constant(base),
          fc.constant(2),
          objectOf({
            kind: fc.constant('pointwise'),
            name: fc.oneof(fc.constant('f'), junk),
            of: fc.oneof(fc.func(junk), junk),
          }),
        ),
      ),
      (a, b, c) => lawsOf(bestOfNPolicy(a, b, c)),
      checkLaws,
    ],
    [
      'powerPolicy',
      fc.oneof(fc.tuple(junk, junk), fc.tuple(fc.constant(base), junk)),
      (a, b) => lawsOf(powerPolicy(a, b)),
      checkLaws,
    ],
    [
      'adaptiveBestOfNPolicy and tiltedPolicy',
      fc.tuple(fc.oneof(junk, fc.constant(base)), junk, fc.oneof(junk, fc.constant(logLikelihood))),
      (a, b, reward) => [
        ...lawsOf(adaptiveBestOfNPolicy(a, b)),
        ...lawsOf(tiltedPolicy(base, reward, b)),
        ...lawsOf(adaptiveBestOfNClass({ baseClass: new FiniteClass([a]) }, b).members[0]!),
      ],
      checkLaws,
    ],
    [
      'majorityVote, answerMass, lengthNormalised',
      fc.tuple(
        fc.oneof(fc.func(junk), fc.func(fc.constantFrom('a', 1, 2.5, true)), junk),
        fc.oneof(fc.constant(base), junk),
        fc.constantFrom(1, 2, 5),
      ),
      (a, b, N) => [
        ...lawsOf(bestOfNPolicy(base, N, majorityVote(a))),
        ...lawsOf(bestOfNPolicy(base, N, answerMass(a, b))),
        ...lawsOf(bestOfNPolicy(base, N, lengthNormalised(a))),
      ],
      checkLaws,
    ],
    [
      'coefficients of coverage',
      fc.tuple(
        fc.oneof(
          junk,
          objectOf({
            promptLaw: fc.oneof(fc.constant(FiniteLaw.uniform(2)), junk),
            base: fc.oneof(fc.constant(base), junk),
          }),
        ),
        fc.oneof(
          fc.constant(base),
          junk,
          junk.map((law) => ({ prompts: 2, law: () => law })),
        ),
        objectOf({ gamma: junk, p: junk, delta: fc.oneof(fc.constant(0.5), junk) }),
        junk,
      ),
      (a, b, options, number) => [
        modeCoverage(a, options),
        peakCoverage(a),
        margin(a),
        coverageProfile(a, number, options),
        concentrability(b, a),
        ratioMoment(b, base, world.promptLaw, number),
        sharpenedShare(b, a, options),
      ],
      (made: number[]) => made.forEach((value) => expect(value).toBeGreaterThanOrEqual(0)),
    ],
    [
      'TabularPolicy',
      fc.tuple(fc.oneof(junk, fc.array(fc.oneof(fc.constant(law), junk), { maxLength: 3 }))),
      (a) => lawsOf(new TabularPolicy(a)),
      checkLaws,
    ],
    [
      'TabularPolicy.fromMasses',
      fc.tuple(fc.oneof(junk, fc.array(fc.oneof(fc.constant([0.5, 0.5]), junk), { maxLength: 3 }))),
      (a) => lawsOf(TabularPolicy.fromMasses(a)),
      checkLaws,
    ],
    [
      'ExplicitWorld',
      fc.tuple(fc.oneof(junk, fc.constant(FiniteLaw.uniform(2))), fc.oneof(junk, fc.constant(base)), junk),
      (a, b, c) => lawsOf(new ExplicitWorld(a, b, c).base),
      checkLaws,
    ],
    [
      'FiniteClass',
      fc.oneof(
        fc.tuple(junk, junk),
        fc.tuple(fc.array(fc.oneof(fc.constant(base), junk), { maxLength: 3 })),
        fc.tuple(fc.constant([base]), fc.oneof(junk, fc.array(junk, { minLength: 1, maxLength: 1 }))),
      ),
      (a, b) => new FiniteClass(a, b),
      (made) => finite(made.logSize),
    ],
    [
      'ProductClass',
      fc.oneof(
        fc.tuple(junk, junk),
        fc.tuple(
          fc.array(fc.oneof(fc.constant([law]), fc.array(fc.oneof(fc.constant(law), junk), { maxLength: 2 }), junk), {
            maxLength: 3,
          }),
        ),
        fc.tuple(fc.constant([[law]]), fc.oneof(junk, fc.array(junk, { minLength: 1, maxLength: 1 }))),
      ),
      (a, b) => new ProductClass(a, b),
      (made) => finite(made.logSize),
    ],
    [
      'hardFamily',
      fc.tuple(
        objectOf({
          prompts: size,
          responses: fc.oneof(size, fc.constant(5)),
          hardMass: fc.oneof(junk, fc.constant(0.5)),
        }),
        junk,
      ),
      (a, b) => {
        const made = hardFamily(a);
        checkLaws(lawsOf(made.instance(source).base));
        made.at(b);
        return made.coverage;
      },
      finite,
    ],
    [
      'plan',
      fc.tuple(objectOf({ n: size, N: fc.oneof(size, fc.constant(2)) })),
      (a) => run(plan<Explicit>(a), world, { source, budget }).result,
      checkBatch,
    ],
    [
      'bestOfN',
      fc.tuple(
        objectOf({
          n: size,
          N: fc.oneof(size, fc.constant(2)),
          reward: fc.oneof(
            fc.constant(logLikelihood),
            objectOf({ kind: fc.constantFrom('pointwise', 'setwise'), name: fc.constant('f'), of: fc.func(junk) }),
          ),
        }),
        fc.constantFrom('definition', 'responses', 'counts'),
      ),
      (a, derived) => run(bestOfN<Explicit>(a), world, { source, budget, derived }).result,
      checkBatch,
    ],
    [
      'adaptiveBestOfN',
      fc.tuple(objectOf({ n: size, mu: junk })),
      (a) => run(adaptiveBestOfN<Explicit>(a), world, { source, budget }).result,
      checkBatch,
    ],
    [
      'run',
      fc.tuple(
        fc.oneof(fc.constant('plan'), junk),
        fc.oneof(fc.constant(world), junk),
        objectOf({
          source: fc.oneof(fc.constant(source), junk),
          framework: fc.oneof(fc.constant(undefined), junk),
          budget: objectOf({ samples: junk, prompts: junk, tokens: junk }),
          derived: fc.oneof(fc.constant('counts'), junk),
        }),
      ),
      (a, b, c) => run(a === 'plan' ? plan<Explicit>({ n: 2, N: 2 }) : a, b, c).result,
      checkBatch,
    ],
    [
      'what a program yields',
      fc.tuple(
        fc.oneof(
          junk,
          objectOf({ kind: fc.oneof(fc.string(), fc.constantFrom('basePolicy', 'release', 'toString')), n: junk }),
        ),
      ),
      (a) =>
        run(
          (function* (): Generator<Any, unknown, unknown> {
            return yield a;
          })() as Any,
          world,
          { source, budget },
        ).cost,
      (cost) => Object.values(cost).forEach((spent) => finite(spent as number)),
    ],
    [
      'Source.named and split',
      fc.tuple(junk, junk),
      (a, b) => Source.named(a).split(b).uniform(),
      (u) => expect(u >= 0 && u < 1).toBe(true),
    ],
  ];
  it.each(targets)('%s', (name, cases, call, check) => survives(300 + name.length, cases, call, check));
});
