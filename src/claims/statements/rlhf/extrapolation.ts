import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { ExplicitWorld } from '../../../policies/explicitWorld.ts';
import type { ExplicitPolicy } from '../../../policies/explicitPolicy.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { Bound } from '../../../theory/bounds/bound.ts';
import { coverabilityBound, lemmaJ4, lemmaJ4Paper, lemmaJ5 } from '../../../theory/bounds/rlhf/extrapolation.ts';
import { coverability } from '../../../theory/coverage/coverability.ts';
import { rewardDifferences } from '../../../theory/coverage/rewardDifferences.ts';
import {
  bySquares,
  greedyExtrapolation,
  sequentialExtrapolation,
} from '../../../theory/coverage/sequentialExtrapolation.ts';
import type { Extrapolation } from '../../../theory/coverage/sequentialExtrapolation.ts';
import { maximalPacking } from '../../cases/maximalPacking.ts';
import { needleClass, randomClasses, rareError } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
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

/** A class of linear softmax policies, given by a list of parameters, and its coefficient. */
function linear(
  name: string,
  features: readonly number[][],
  thetas: readonly number[][],
  base: readonly number[],
  beta: number,
  rounds: number,
  exact: boolean,
): Measured<{ k: number; dimension: number; rounds: number }> {
  const optimum = base.map((x) => (1 + 1 / beta) * x);
  const world = new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([softmax(features, base)]));
  const members: ExplicitPolicy[] = thetas.map((theta) => new TabularPolicy([softmax(features, theta)]));
  const extrapolation = bySquares(rewardDifferences({ world, members, reward: logLikelihood, beta }));
  const far = Math.max(
    ...thetas.map((theta) => beta * norm(minus(theta, optimum))),
    beta * norm(minus([...base], optimum)),
  );
  const wide = Math.max(...features.flatMap((a) => features.map((b) => norm(minus(a, b)))));
  const lambda = 4 * beta ** 2 * Math.max(...thetas.map(norm)) ** 2;
  const sec = (exact ? sequentialExtrapolation : greedyExtrapolation)(extrapolation, { rounds, lambda });
  return {
    name: `${name}, T = ${rounds}`,
    sec,
    values: { k: (wide * far) ** 2 / lambda, dimension: base.length, rounds },
  };
}

const onCircle = (angle: number, radius: number): number[] => [radius * Math.cos(angle), radius * Math.sin(angle)];
const lengths = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const linearClasses = computedOnce((grid: Grid) => {
  const all: Measured<{ k: number; dimension: number; rounds: number }>[] = [];
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
  return all;
});

/** Lemma J.5. */
export const claimLemmaJ5 = claimInSettings(
  lemmaJ5,
  linearClasses,
  ({ name, sec, values }, bound) => below(name, sec, bound.evaluate(values)),
  {
    compares: 'SEC of linear softmax policies, exact or a lower end, with the bound by their dimension',
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

function* coverable(
  grid: Grid,
): Iterable<Measured<{ coverability: number; range: number; lambda: number; rounds: number }>> {
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
