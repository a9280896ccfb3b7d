import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listNeedle } from '../../../src/theory/instances/listNeedle.ts';
import { decisionTree } from '../../../src/theory/risk/decisionTree.ts';
import type { SearchNode } from '../../../src/theory/risk/decisionTree.ts';
import { needleSearch } from '../../../src/theory/risk/needle/needleSearch.ts';
import { pairQueries, singleQueries } from '../../../src/theory/risk/searchQuery.ts';
import type { SearchQuery } from '../../../src/theory/risk/searchQuery.ts';
import { groups } from '../../support/groups.ts';
import { lcgClass } from '../../support/lcgClass.ts';
import { relative } from '../../support/relative.ts';

const firstBestOf = (row: readonly number[]): number => row.indexOf(Math.max(...row));

/** The likelihoods of a needle with a short list: 2 on its own response, 1 on each other. */
const needleRows = (responses: number, hypotheses: number): number[][] =>
  Array.from({ length: hypotheses }, (_, k) => Array.from({ length: responses }, (__, y) => (y === k ? 2 : 1)));

/**
 * The costs, one for each hypothesis, of all strategies that ask nothing useless: trees are listed one by one, and nothing is
 * remembered.
 */
function* strategies(
  left: readonly number[],
  queries: readonly SearchQuery[],
  goal: readonly number[],
): Generator<Map<number, number>> {
  const cuts = queries.map(({ answers }) => groups(left, (k) => answers[k]!)).filter((parts) => parts.length > 1);
  if (new Set(left.map((k) => goal[k])).size <= 1 || cuts.length === 0) {
    yield new Map(left.map((k) => [k, 0]));
    return;
  }
  for (const parts of cuts) {
    let combined: Map<number, number>[] = [new Map()];
    for (const part of parts) {
      const below = [...strategies(part, queries, goal)];
      combined = combined.flatMap((costs) =>
        below.map((each) => new Map([...costs, ...[...each].map(([k, cost]) => [k, cost + 1] as const)])),
      );
    }
    yield* combined;
  }
}

/** Plays a tree when the truth is one of the hypotheses: how many questions it asks, and what is left. */
function play(root: SearchNode, truth: number): { questions: number; left: readonly number[] } {
  let [node, questions] = [root, 0];
  while (node.query) {
    const answer = node.query.answers[truth]!;
    node = node.branches.find((branch) => branch.answer === answer)!.node;
    questions++;
  }
  return { questions, left: node.hypotheses };
}

describe('the optimal decision tree', () => {
  // From decision_tree.py, which enumeration of all trees agrees with; checked again by enumeration below.
  it.each([
    [[2, 8, 6, 2], 11 / 4, 3, 15 / 8, 2, 2.6944444444444446, 5 / 4],
    [[4, 12, 8, 2], 11 / 3, 4, 29 / 12, 3, 3.4358974358974357, 3 / 2],
    [[5, 14, 8, 2], 27 / 7, 4, 18 / 7, 3, 3.676190476190476, 29 / 14],
    [[6, 14, 10, 3], 18 / 7, 3, 13 / 7, 2, 2.447619047619048, 23 / 14],
  ])('of the class %j', (numbers, expected, worst, pairExpected, pairWorst, withPrior, argmax) => {
    const values = lcgClass(...(numbers as [number, number, number, number]));
    const [single, pair] = [singleQueries(values), pairQueries(values)];
    const prior = values.map((_, k) => k + 1);
    const goal = values.map(firstBestOf);
    const costs = [
      decisionTree({ queries: single, aim: 'expected' }).cost,
      decisionTree({ queries: single, aim: 'worst' }).cost,
      decisionTree({ queries: pair, aim: 'expected' }).cost,
      decisionTree({ queries: pair, aim: 'worst' }).cost,
      decisionTree({ queries: single, aim: 'expected', prior }).cost,
      decisionTree({ queries: single, aim: 'expected', goal }).cost,
    ];
    const all = [expected, worst, pairExpected, pairWorst, withPrior, argmax];
    costs.forEach((cost, i) => expect(relative(cost, all[i]!)).toBeLessThan(1e-13));
  });

  it('is the least over all trees, listed one by one, with priors and goals, expected and worst', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const values = lcgClass(seed, 3 + (seed % 3), 3, 2 + (seed % 2));
      const hypotheses = values.map((_, k) => k);
      const prior = hypotheses.map((k) => 1 + ((seed * (k + 3)) % 5));
      const total = prior.reduce((a, b) => a + b);
      for (const queries of [singleQueries(values), pairQueries(values)]) {
        for (const goal of [hypotheses, values.map(firstBestOf)]) {
          const all = [...strategies(hypotheses, queries, goal)];
          const expected = Math.min(
            ...all.map((costs) => hypotheses.reduce((sum, k) => sum + (prior[k]! / total) * costs.get(k)!, 0)),
          );
          const worst = Math.min(...all.map((costs) => Math.max(...costs.values())));
          expect(decisionTree({ queries, prior, goal, aim: 'expected' }).cost).toBeCloseTo(expected, 12);
          expect(decisionTree({ queries, prior, goal, aim: 'worst' }).cost).toBe(worst);
        }
      }
    }
  });

  it('is a tree that costs what it says, and tells all that can be told', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('expected' as const, 'worst' as const),
        (seed, hypotheses, responses, aim) => {
          const values = lcgClass(seed, hypotheses, responses, 3);
          const prior = values.map((_, k) => 1 + (k % 3));
          const root = decisionTree({ queries: singleQueries(values), prior, aim });
          const total = prior.reduce((a, b) => a + b);
          const runs = values.map((_, truth) => play(root, truth));
          const cost =
            aim === 'worst'
              ? Math.max(...runs.map(({ questions }) => questions))
              : runs.reduce((sum, { questions }, k) => sum + (prior[k]! / total) * questions, 0);
          expect(root.cost).toBeCloseTo(cost, 10);
          runs.forEach(({ left }, truth) => {
            expect(left).toEqual(values.flatMap((row, k) => (row.join() === values[truth]!.join() ? [k] : [])));
          });
        },
      ),
    );
  });

  it('of a needle is the closed form, and neither other responses nor both values of a pair help', () => {
    for (let K = 2; K <= 9; K++) {
      const rows = needleRows(K + 2, K);
      const { single, pair } = needleSearch({ responses: 64, hypotheses: K, bonus: 1 });
      const both = pairQueries(rows).map((query) => ({
        ...query,
        answers: rows.map((row) => 10 * row[query.responses[0]!]! + row[query.responses[1]!]!),
      }));
      const cases = [
        [singleQueries(rows), single],
        [pairQueries(rows), pair],
        [both, pair],
      ] as const;
      for (const [queries, { mean, worst }] of cases) {
        expect(relative(decisionTree({ queries, aim: 'expected' }).cost, mean)).toBeLessThan(1e-13);
        expect(decisionTree({ queries, aim: 'worst' }).cost).toBe(worst);
      }
    }
    expect(needleSearch({ responses: 64, hypotheses: 8, bonus: 1 })).toMatchObject({
      single: { mean: 4.375, worst: 7 },
      pair: { mean: 2.5, worst: 4 },
    });
  });

  it('is found from the laws of a class, whose likelihoods differ in their last digits', () => {
    const { baseClass } = listNeedle({ responses: 12, hypotheses: 7, bonus: 0.3 });
    const values = baseClass.members.map((member) => member.law(0).logMasses);
    const single = decisionTree({ queries: singleQueries(values), aim: 'expected' });
    expect(relative(single.cost, (6 * 9) / 14)).toBeLessThan(1e-13);
    expect(relative(decisionTree({ queries: pairQueries(values), aim: 'expected' }).cost, 15 / 7)).toBeLessThan(1e-13);
  });

  it('takes a prior near a point mass, hypotheses that nothing tells apart, and a large class', () => {
    const rows = needleRows(4, 4);
    const prior = [1e-300, 1, 1e-300, 1e-300];
    const root = decisionTree({ queries: singleQueries(rows), prior, aim: 'expected' });
    expect(root.cost).toBe(1);
    expect(root.query!.responses).toEqual([1]);
    expect(decisionTree({ queries: singleQueries([[1], [1]]), aim: 'worst' })).toEqual({
      hypotheses: [0, 1],
      cost: 0,
      branches: [],
    });
    const large = needleRows(16, 16);
    expect(decisionTree({ queries: singleQueries(large), aim: 'worst' }).cost).toBe(15);
  });

  it('takes answers as one that rounding parts', () => {
    // 0.1 + 0.2 - 0.2 and 0.1 are one difference of rewards.
    const queries = pairQueries([
      [0.1 + 0.2, 0.2],
      [0.1, 0],
    ]);
    expect(queries[0]!.answers[0]).toBe(queries[0]!.answers[1]);
    expect(singleQueries([[-Infinity], [-1]])[0]!.answers).toEqual(Float64Array.of(-Infinity, -1));
  });
});
