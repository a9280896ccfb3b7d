import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { drawNormal } from '../../../math/random/normal.ts';
import { Source } from '../../../math/random/source.ts';
import { powerClass } from '../../../policies/classes/powerClass.ts';
import { ExplicitWorld } from '../../../policies/explicitWorld.ts';
import type { ExplicitPolicy } from '../../../policies/explicitPolicy.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import { LinearSoftmaxClass } from '../../../policies/softmax/linearSoftmaxClass.ts';
import type { LinearSoftmaxPolicy } from '../../../policies/softmax/linearSoftmaxPolicy.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { Bound } from '../../../theory/bounds/bound.ts';
import {
  coverabilityBound,
  lemmaJ4,
  lemmaJ4Paper,
  lemmaJ5,
  lemmaJ5Weighted,
} from '../../../theory/bounds/rlhf/extrapolation.ts';
import { coverability } from '../../../theory/coverage/coverability.ts';
import { rewardDifferences } from '../../../theory/coverage/rewardDifferences.ts';
import type { RewardDifferences } from '../../../theory/coverage/rewardDifferences.ts';
import {
  bySquares,
  extrapolationAlong,
  greedyExtrapolation,
  sequentialExtrapolation,
} from '../../../theory/coverage/sequentialExtrapolation.ts';
import type { Extrapolation } from '../../../theory/coverage/sequentialExtrapolation.ts';
import type { SharedNeedleOptions } from '../../../theory/instances/sharedNeedle.ts';
import { separateNeedles } from '../../../theory/instances/separateNeedles.ts';
import { maximalPacking } from '../../cases/maximalPacking.ts';
import { needleClass, randomClasses, rareError } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
import { playedByXpo } from '../../cases/xpoRuns.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimInSettings, claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';
import { whereAssumed } from '../../whereAssumed.ts';

/** A coefficient, exact or a lower end of it, with what the bound takes. */
interface Measured<V> {
  readonly name: string;
  readonly sec: number;
  readonly values: V;
}

/** Policies proportional to exp <theta, phi(y)>. */
function softmax(features: readonly (readonly number[])[], theta: readonly number[]): FiniteLaw {
  return FiniteLaw.fromLogWeights(features.map((phi) => phi.reduce((sum, x, i) => sum + x * theta[i]!, 0)));
}

const norm = (v: readonly number[]): number => Math.hypot(...v);
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x - b[i]!);

/** max ||phi - phi'||. */
const widest = (features: readonly number[][]): number =>
  Math.max(...features.flatMap((a) => features.map((b) => norm(minus(a, b)))));

interface LinearValues {
  readonly k: number;
  readonly dimension: number;
  readonly rounds: number;
}

/** A class of linear softmax policies, given by a list of parameters, and its coefficient. */
function linear(
  name: string,
  features: readonly number[][],
  thetas: readonly number[][],
  base: readonly number[],
  beta: number,
  rounds: number,
  exact: boolean,
): Measured<LinearValues> {
  const optimum = base.map((x) => (1 + 1 / beta) * x);
  const world = new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([softmax(features, base)]));
  const members: ExplicitPolicy[] = thetas.map((theta) => new TabularPolicy([softmax(features, theta)]));
  const extrapolation = bySquares(rewardDifferences({ world, members, reward: logLikelihood, beta }));
  const far = Math.max(
    ...thetas.map((theta) => beta * norm(minus(theta, optimum))),
    beta * norm(minus([...base], optimum)),
  );
  const lambda = 4 * beta ** 2 * Math.max(...thetas.map(norm)) ** 2;
  const sec = (exact ? sequentialExtrapolation : greedyExtrapolation)(extrapolation, { rounds, lambda });
  return {
    name: `${name}, T = ${rounds}`,
    sec,
    values: { k: (widest(features) * far) ** 2 / lambda, dimension: base.length, rounds },
  };
}

/** What a run uses up that plays these policies, each once and in this order. */
const inTurn = (differences: RewardDifferences, lambda: number): number =>
  extrapolationAlong(
    bySquares(differences),
    Array.from(differences.means, (_, t) => t),
    lambda,
  );

/** A class of all linear softmax policies with |theta| <= B, and what XPO uses up of the coefficient along one run. */
function alongXpo(options: {
  name: string;
  features: readonly number[][];
  base: readonly number[];
  beta: number;
  rounds: number;
}): Measured<LinearValues> {
  const { name, features, base, beta, rounds } = options;
  const optimum = base.map((x) => (1 + 1 / beta) * x);
  const normBound = 1.2 * norm(optimum);
  const world = new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([softmax(features, base)])).withClass(
    new LinearSoftmaxClass({ features: [features], normBound }),
  );
  const source = Source.named(`claims/lemma-j.5/${name}`);
  const played = playedByXpo(world, { beta, rounds, alpha: 1e-3 * beta, source });
  const parameters = played.slice(1).map((policy) => Array.from((policy as LinearSoftmaxPolicy).parameter));
  const differences = rewardDifferences({ world, members: played, reward: logLikelihood, beta });
  const lambda = 4 * beta ** 2 * normBound ** 2;
  const far = beta * Math.max(...[base, ...parameters].map((theta) => norm(minus(theta, optimum))));
  return {
    name: `${name}, along a run of XPO, T = ${rounds}`,
    sec: inTurn(differences, lambda),
    values: { k: (widest(features) * far) ** 2 / lambda, dimension: base.length, rounds },
  };
}

const onCircle = (angle: number, radius: number): number[] => [radius * Math.cos(angle), radius * Math.sin(angle)];
const lengths = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const linearClasses = computedOnce((grid: Grid) => {
  const all: Measured<LinearValues>[] = [];
  // Near-extremal: one dimension, one round, base policy and member at opposite ends.
  for (const B of [3, 8]) {
    for (const rounds of [1, 2, 20]) {
      all.push(linear(`two responses, B = ${B}`, [[-1], [1]], [[B], [-B]], [-B / 2], 1, rounds, true));
    }
  }
  for (const rounds of grid === 'full' ? [1, 10, 100, 1000] : [1, 10, 100]) {
    const circle = lengths(12).map((i) => onCircle((i * Math.PI) / 6, 1));
    const thetas = lengths(24).flatMap((i) => [2, 4].map((r) => onCircle((i * Math.PI) / 12, r)));
    all.push(linear('12 responses on a circle', circle, thetas, onCircle(0.1, 0.8), 0.25, rounds, false));
    // Dimensions that know nothing of one another.
    const unit = (d: number, i: number, length = 1) => lengths(d).map((j) => (j === i ? length : 0));
    for (const d of [3, 6]) {
      const features = [...lengths(d).map((i) => unit(d, i)), ...lengths(5 * d).map(() => unit(d, -1))];
      const all6 = lengths(d).map((i) => unit(d, i, 6));
      all.push(linear(`a needle of ${d} features`, features, all6, unit(d, 0, 0.5), 0.1, rounds, false));
    }
  }
  for (const dimension of grid === 'full' ? [1, 2, 3, 5] : [1, 3]) {
    const source = Source.named(`claims/lemma-j.5/sphere ${dimension}`);
    const features = lengths(12).map(() => {
      const u = lengths(dimension).map(() => drawNormal(source));
      return u.map((x) => x / norm(u));
    });
    const base = lengths(dimension).map((i) => (i === 0 ? 0.5 : 0));
    for (const rounds of grid === 'full' ? [10, 100] : [10, 40]) {
      all.push(alongXpo({ name: `12 responses on the sphere, d = ${dimension}`, features, base, beta: 0.2, rounds }));
    }
  }
  return all;
});

/** Lemma J.5. */
export const claimLemmaJ5 = claimInSettings(
  lemmaJ5,
  linearClasses,
  ({ name, sec, values }, bound) => below(name, sec, bound.evaluate(values)),
  {
    compares:
      'SEC of linear softmax policies, exact, a lower end or along a run of XPO, with the bound by their dimension',
    mutations: [
      { name: 'T dropped', formula: () => '2 * k / log1p(k) * dimension * log1p(k / dimension)' },
      { name: 'the second d dropped', formula: () => '2 * k / log1p(k) * log1p(k * rounds / dimension)' },
      { name: 'k dropped', formula: () => '2 / log1p(k) * dimension * log1p(k * rounds / dimension)' },
      {
        name: 'the constant 2 made 1.9',
        formula: (factor) => `1.9 / ${factor} * k / log1p(k) * dimension * log1p(k * rounds / dimension)`,
        hiddenBecause: 'a maximum of two terms is bounded by half of their sum; and E[g]^2 stays below E[g^2]',
      },
    ],
  },
);

/** Lemma J.5 with any weight: at its best one for the case, and at others. */
export const claimLemmaJ5Weighted = claimInSettings(
  lemmaJ5Weighted,
  linearClasses,
  ({ name, sec, values }, bound) =>
    [0.2, 1, 2, 4, 1e4].map((s) => below(`${name}, s = ${s}`, sec, bound.evaluate({ ...values, s }))),
  {
    compares:
      'SEC of linear softmax policies, exact, a lower end or along a run of XPO, with the bound at several weights',
    mutations: [
      { name: 'the 1 of 1 + s dropped', formula: () => lemmaJ5Weighted.formulaWith('1 + s', '0.9 * s') },
      { name: 'the constant 1 made 0.95', formula: () => `0.95 * ${lemmaJ5Weighted.spec.formula}` },
      { name: 'T dropped', formula: () => lemmaJ5Weighted.formulaWith('k * rounds', 'k') },
      { name: 'k made its root', formula: () => lemmaJ5Weighted.formulaWith('k', 'sqrt(k)', 3) },
    ],
  },
);

/** What XPO uses up on a product class along one run: needles at several prompts that share nothing, K^d policies. */
function alongProduct(options: SharedNeedleOptions, beta: number, rounds: number): Measured<CoverableValues> {
  const needles = separateNeedles(options);
  const { prompts, hypotheses } = options;
  const policyClass = powerClass(needles, beta);
  const world = needles.at(Array.from({ length: prompts }, () => hypotheses - 1)).withClass(policyClass);
  const source = Source.named('claims/coverability/product');
  const played = playedByXpo(world, { beta, rounds, alpha: 1e-3 * beta, source });
  const differences = rewardDifferences({ world, members: played, reward: logLikelihood, beta });
  const lambda = 0.1;
  // Of all policies of the class, at every prompt one of the list: those that have the same one at each are enough.
  const alike = Array.from({ length: hypotheses }, (_, k) => policyClass.member(Array<number>(prompts).fill(k)));
  return {
    name: `needles at ${prompts} prompts, K = ${hypotheses}, along a run of XPO, T = ${rounds}`,
    sec: inTurn(differences, lambda),
    values: {
      coverability: coverability([...alike, world.base], world.promptLaw),
      range: Math.max(...differences.ranges),
      lambda,
      rounds,
    },
  };
}

interface CoverableValues {
  readonly coverability: number;
  readonly range: number;
  readonly lambda: number;
  readonly rounds: number;
}

function* coverable(grid: Grid): Iterable<Measured<CoverableValues>> {
  const measure = (of: RewardClass, only: readonly number[], lambda: number, rounds: number) => {
    const all = bySquares(of.differences);
    const part: Extrapolation = {
      gains: only.map((k) => all.gains[k]!),
      seen: only.map((i) => only.map((k) => all.seen[i]![k]!)),
    };
    const members = only.map((k) => of.policyClass.members[k]!);
    return {
      name: `${of.name}, ${only.length} of its policies, T = ${rounds}`,
      sec: greedyExtrapolation(part, { rounds, lambda }),
      values: {
        coverability: coverability(members, of.world.promptLaw),
        range: Math.max(...only.map((k) => of.differences.ranges[k]!)),
        lambda,
        rounds,
      },
    };
  };
  // Near-extremal: one policy, which covers itself, and a lambda that is nothing beside its g.
  for (const lambda of [1, 1e-3]) yield measure(rareError({ rare: 1e-6, mass: 0.999, beta: 1 }), [0], lambda, 1);
  const needle = needleClass({ responses: 64, hypotheses: 8, bonus: 1 }, 0.2);
  for (const rounds of [1, 30, 300]) yield measure(needle, [0, 1, 2, 3, 4, 5, 6], 0.1, rounds);
  yield alongProduct({ prompts: 3, responses: 16, hypotheses: 4, bonus: 1 }, 0.2, 40);
  for (const of of randomClasses('coverability', grid)) {
    for (const rounds of [1, 30]) yield measure(of, [0, 1, 2], 0.1, rounds);
  }
}

const coverableOnce = computedOnce((grid: Grid) => Array.from(coverable(grid)));

/** A coefficient by coverability. */
export const claimCoverability = claimInSettings(
  coverabilityBound,
  coverableOnce,
  ({ name, sec, values }, bound) => below(name, sec, bound.evaluate(values)),
  {
    compares: 'SEC, a lower end, with the bound by coverability',
    mutations: [
      { name: 'B dropped', formula: () => coverabilityBound.formulaWith('range^2', '1') },
      { name: 'lambda dropped', formula: () => '4 * coverability * (range^2 + log1p(rounds) / log(2))' },
      {
        name: 'the constant 4 made 3.9',
        formula: (factor) => `3.9 / ${factor} * coverability * (range^2 / lambda + log1p(rounds) / log(2))`,
        hiddenBecause: 'two parts of a sum are squared one by one, and each policy may pay twice before it is covered',
      },
      {
        name: 'coverability dropped',
        formula: (factor) => `4 / ${factor} * (range^2 / lambda + log1p(rounds) / log(2))`,
        hiddenBecause: 'two parts of a sum are squared one by one, and each policy may pay twice before it is covered',
      },
    ],
  },
);

function* nets(grid: Grid): Iterable<Measured<{ norm: number; e: number; dimension: number }>> {
  for (const dimension of grid === 'full' ? [1, 2, 3] : [1, 2]) {
    for (const [B, e] of [
      [1, 0.25],
      [1, 1],
      [5, 4],
      [5, 3],
      [1, 2],
      [1, 3.9],
      [1, 7],
    ] as const) {
      // A packing of thousands takes minutes.
      if ((1 + (4 * B) / e) ** dimension > 1000) continue;
      const size = maximalPacking({ dimension, radius: B, separation: e / 2 });
      yield { name: `d = ${dimension}, B = ${B}, e = ${e}`, sec: size, values: { norm: B, e, dimension } };
    }
  }
}

const netsOnce = computedOnce((grid: Grid) => Array.from(nets(grid)));

function* netCases(bound: typeof lemmaJ4, grid: Grid): Iterable<CaseResult> {
  for (const { name, sec, values } of netsOnce(grid))
    yield* whereAssumed(bound, values, (most) => below(name, sec, most));
}

/** Lemma J.4, for every e: a maximal set of parameters more than e/2 apart is a net, and so large at most. */
export const claimLemmaJ4 = claimOf(lemmaJ4, {
  compares: 'size of a net, parameters e/2 apart that leave no room for another, with the bound',
  cases: netCases,
  mutations: [
    { name: 'the constant 4 made 3.9', formula: () => '(1 + 3.9 * norm / e)^dimension' },
    { name: 'the 1 dropped', formula: () => '(4 * norm / e)^dimension' },
    { name: 'the exponent d made 1', formula: () => '1 + 4 * norm / e' },
  ],
});

/** Lemma J.4 as printed: for e up to 2 B; beyond 6 B it would ask for less than one policy. */
export const claimLemmaJ4Paper = claimOf(lemmaJ4Paper, {
  compares: 'size of a net, parameters e/2 apart that leave no room for another, with the bound',
  printed: new Bound({ ...lemmaJ4Paper.spec, assumptions: [] }),
  cases: netCases,
  mutations: [
    { name: 'the constant 6 made 5.9', formula: () => '(5.9 * norm / e)^dimension' },
    { name: 'the exponent d made 1', formula: () => '6 * norm / e' },
  ],
});
