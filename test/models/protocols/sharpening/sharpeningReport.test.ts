import { describe, expect, it } from 'vitest';
import type { NextTokenAccess } from '../../../../src/access/frameworks.ts';
import type { EndedChoice } from '../../../../src/access/queries/ended.ts';
import type { Program } from '../../../../src/access/query.ts';
import { run } from '../../../../src/access/run.ts';
import type { Explicit } from '../../../../src/access/spaces.ts';
import { bestFirstSearch } from '../../../../src/learners/decoding/bestFirstSearch.ts';
import { greedy } from '../../../../src/learners/decoding/greedy.ts';
import { DomainError } from '../../../../src/math/domainError.ts';
import { FiniteLaw } from '../../../../src/laws/finiteLaw.ts';
import { Source } from '../../../../src/math/random/source.ts';
import type { NeuralResponse } from '../../../../src/models/neural.ts';
import type { AccuracyRow } from '../../../../src/models/protocols/sharpening/accuracyRow.ts';
import type { FormReport } from '../../../../src/models/protocols/sharpening/formReport.ts';
import type { SearchSummary } from '../../../../src/models/protocols/sharpening/searchSummary.ts';
import type { SharpeningData } from '../../../../src/models/protocols/sharpening/sharpeningData.ts';
import { sharpeningReport } from '../../../../src/models/protocols/sharpening/sharpeningReport.ts';
import type { SharpeningReport } from '../../../../src/models/protocols/sharpening/sharpeningReport.ts';
import type { Task } from '../../../../src/models/tasks/task.ts';
import { AutoregressivePolicy } from '../../../../src/policies/autoregressivePolicy.ts';
import { ExplicitWorld } from '../../../../src/policies/explicitWorld.ts';
import { randomAutoregressivePolicy } from '../../../../src/theory/instances/randomAutoregressivePolicy.ts';

const source = Source.named('test/models/protocols/sharpeningReport');
const END = 2;
const LETTERS = 'ab';

const textOf = (tokens: readonly number[]): string => tokens.map((token) => LETTERS[token] ?? '').join('');

interface Outcome {
  readonly text: string;
  readonly tokens: readonly number[];
  readonly ended: boolean;
  readonly mass: number;
}

/** All responses of a policy to its one prompt. */
function outcomes(policy: AutoregressivePolicy): Outcome[] {
  return Array.from(policy.law(0).masses(), (mass, number) => {
    const tokens = policy.tokensOf(number);
    return { text: textOf(tokens), tokens, ended: tokens.at(-1) === END, mass };
  });
}

type WholeData = Required<Omit<SharpeningData, 'rescored'>>;

/** A report that lacks nothing. */
interface WholeReport extends SharpeningReport {
  readonly rows: readonly (AccuracyRow & Required<Pick<AccuracyRow, 'exact'>>)[];
  readonly all: Required<FormReport>;
  readonly forms: readonly Required<FormReport>[];
  readonly search: Required<SearchSummary>;
}

/** Here a response that was cut is one like any other, unless a test says so. */
const wholeReport = (
  data: WholeData,
  Ns: readonly number[],
  failure: number,
  ended: EndedChoice = 'all',
): WholeReport => sharpeningReport(data, Ns, failure, { ended }) as WholeReport;

/** What would be asked of a model, asked of one policy a prompt. */
function ask(
  policies: Readonly<Record<string, AutoregressivePolicy>>,
  { S, budget = 1000, seed = 'pool' }: { S: number; budget?: number; seed?: string },
): WholeData {
  const prompts = Object.keys(policies);
  const all = Object.values(policies);
  const decode = <R>(program: () => Program<NextTokenAccess<Explicit>, readonly R[]>): (R & { prompt: string })[] =>
    all.map((policy, i) => {
      const world = new ExplicitWorld(FiniteLaw.uniform(1), policy);
      const [found] = run(program(), world, { source }).result;
      return { ...found!, prompt: prompts[i]! };
    });
  const drawn = all.flatMap((policy, i) => {
    const stream = source.split(seed).split(i);
    const whole = outcomes(policy);
    return Array.from({ length: S }, () => {
      let left = stream.uniform();
      return whole.find(({ mass }) => (left -= mass) < 0) ?? whole[0]!;
    });
  });
  const maxTokens = all[0]!.maxTokens;
  return {
    task: { ...task, questions: prompts.map((prompt) => ({ prompt })) },
    textOf: (_prompt, tokens) => textOf(tokens),
    pool: {
      prompts,
      perPrompt: S,
      responses: drawn.map(({ text, tokens, ended }) => ({ text, tokenCount: tokens.length, ended })),
      logLikelihoods: drawn.map(({ mass }) => Math.log(mass)),
    },
    greedy: decode(() => greedy<Explicit>({ n: 1, maxTokens })),
    searched: decode(() => bestFirstSearch<Explicit>({ n: 1, maxTokens, budget })),
  };
}

/** P[best of N is right], from the whole law: F^N - (F - m)^N for each level, shared in proportion to the masses. */
function bestOf(whole: readonly Outcome[], N: number, reward: (o: Outcome) => number, value: (o: Outcome) => number) {
  const key = (outcome: Outcome): string => reward(outcome).toPrecision(10);
  return [...new Set(whole.map(key))].reduce((sum, level) => {
    const members = whole.filter((outcome) => key(outcome) === level && outcome.mass > 0);
    const mass = members.reduce((total, outcome) => total + outcome.mass, 0);
    const below = whole
      .filter((outcome) => key(outcome) !== level && reward(outcome) < Number(level))
      .reduce((total, outcome) => total + outcome.mass, 0);
    if (mass === 0) return sum;
    const share = (below + mass) ** N - below ** N;
    return sum + share * members.reduce((total, outcome) => total + (outcome.mass / mass) * value(outcome), 0);
  }, 0);
}

/** P[the vote of N is right], over all sequences of N responses; the first of those with the winning answer is kept. */
function voteOf(whole: readonly Outcome[], N: number, answerOf: (o: Outcome) => string, value: (o: Outcome) => number) {
  let sum = 0;
  const drawn: Outcome[] = [];
  const go = (probability: number): void => {
    if (drawn.length === N) {
      const votes = (outcome: Outcome) => drawn.filter((each) => answerOf(each) === answerOf(outcome)).length;
      const most = Math.max(...drawn.map(votes));
      sum += probability * value(drawn.find((outcome) => votes(outcome) === most)!);
      return;
    }
    for (const outcome of whole) {
      if (outcome.mass === 0) continue;
      drawn.push(outcome);
      go(probability * outcome.mass);
      drawn.pop();
    }
  };
  go(1);
  return sum;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const by = (outcome: Outcome): number => Math.log(outcome.mass);
const perToken = (outcome: Outcome): number => Math.log(outcome.mass) / outcome.tokens.length;

/** The last letter is the answer, and right is the first one of the prompt. */
const task: Task = {
  name: 'letters',
  questions: [],
  maxTokens: 3,
  answerOf: ({ text }) => text.slice(-1),
  isRight: ({ prompt }, { text, ended }) => ended && text.endsWith(prompt[0]!),
};

/** The same data, read or marked in another way. */
const withTask = (data: WholeData, changes: Partial<Task>): WholeData => ({
  ...data,
  task: { ...data.task, ...changes },
});

const SIZE = { prompts: 1, vocabulary: 3, end: END, maxTokens: 3 };
const random = Object.fromEntries(
  ['a', 'b', 'a again', 'b again'].map((prompt) => [
    prompt,
    randomAutoregressivePolicy({ ...SIZE, concentration: 1 }, source.split(prompt)),
  ]),
);
const rightOf =
  (prompt: string) =>
  ({ text, ended }: Outcome): number =>
    Number(task.isRight({ prompt }, { text, ended }));

/** The mean over the prompts of what is computed from their whole laws. */
const truth = (of: (whole: readonly Outcome[], right: (o: Outcome) => number) => number): number =>
  mean(Object.entries(random).map(([prompt, policy]) => of(outcomes(policy), rightOf(prompt))));

/** A policy that writes these texts with these masses; "." ends one. */
function written(masses: Readonly<Record<string, number>>): AutoregressivePolicy {
  const texts = Object.entries(masses);
  return new AutoregressivePolicy(SIZE, (_prompt, tokens) => {
    const before = textOf(tokens);
    const after = Array.from(`${LETTERS}.`).map((letter) =>
      texts.filter(([text]) => text.startsWith(before + letter)).reduce((sum, [, mass]) => sum + mass, 0),
    );
    // Where nothing of it is ever written, what follows does not matter.
    return after.every((mass) => mass === 0)
      ? FiniteLaw.fromMasses([0, 0, 1])
      : FiniteLaw.fromLogWeights(after.map(Math.log));
  });
}

describe('exact accuracy', () => {
  it('of whole lists is that of best-of-N, at any N', () => {
    const { rows, all } = wholeReport(ask(random, { S: 6 }), [1, 2, 3, 6, 50, 1000], 1e-3);
    for (const { N, exact } of rows) {
      const expected = truth((whole, right) => bestOf(whole, N, by, right));
      expect(exact.lower).toBeCloseTo(expected, 11);
      expect(exact.upper).toBeCloseTo(expected, 11);
    }
    expect(all.exact.lower).toBeCloseTo(rows[3]!.exact.lower, 13);
    const coverage = truth((whole) => 1 / Math.max(...whole.map(({ mass }) => mass)));
    expect(all.coverage.lower).toBeCloseTo(coverage, 11);
    expect(all.coverage.upper).toBeCloseTo(coverage, 11);
    const heaviest = (whole: readonly Outcome[]) => whole.reduce((a, b) => (b.mass > a.mass ? b : a));
    const mode = truth((whole, right) => right(heaviest(whole)));
    expect(all.mode).toEqual({ lower: mode, upper: mode });
  });

  it('of lists in part lies between the ends, and so does all else that is certain', () => {
    for (let budget = 1; budget <= 6; budget++) {
      const { rows, all, search } = wholeReport(ask(random, { S: 3, budget }), [1, 2, 3, 20], 1e-3);
      for (const { N, exact } of rows) {
        const expected = truth((whole, right) => bestOf(whole, N, by, right));
        expect(exact.lower).toBeLessThanOrEqual(expected + 1e-12);
        expect(exact.upper).toBeGreaterThanOrEqual(expected - 1e-12);
        if (budget < 3) expect(exact.upper - exact.lower).toBeGreaterThan(0.01);
      }
      const heaviest = (whole: readonly Outcome[]) => whole.reduce((a, b) => (b.mass > a.mass ? b : a));
      const mode = truth((whole, right) => right(heaviest(whole)));
      expect(all.mode.lower).toBeLessThanOrEqual(mode);
      expect(all.mode.upper).toBeGreaterThanOrEqual(mode);
      expect(all.mode.upper - all.mode.lower).toBeCloseTo(1 - search.certified / 4, 14);
      const coverage = truth((whole) => 1 / heaviest(whole).mass);
      expect(all.coverage.lower).toBeLessThanOrEqual(coverage * (1 + 1e-12));
      expect(all.coverage.upper).toBeGreaterThanOrEqual(coverage * (1 - 1e-12));
      const cut = truth((whole) => whole.reduce((sum, { mass, ended }) => sum + (ended ? 0 : mass), 0));
      expect(search.cutMass.lower).toBeLessThanOrEqual(cut + 1e-12);
      expect(search.cutMass.upper).toBeGreaterThanOrEqual(cut - 1e-12);
      expect(search.mostExpansions).toBeLessThanOrEqual(budget);
    }
  });
});

describe('among responses that ended', () => {
  /** By log-likelihood, but worse than any other where it was cut; cut ones tie. */
  const ended = (outcome: Outcome): number => (outcome.ended ? by(outcome) : -1e3);
  const runs = (whole: readonly Outcome[]) => whole.filter((outcome) => outcome.ended && outcome.mass > 0);
  const heaviest = (whole: readonly Outcome[]) => runs(whole).reduce((a, b) => (b.mass > a.mass ? b : a));

  it('exact accuracy is that of best-of-N, at any N and of any part of the law, and so are y* and C_cov', () => {
    let widest = 0;
    for (const budget of [1, 2, 3, 4, 5, 6, 1000]) {
      const data = ask(random, { S: 6, budget });
      const { rows, all, search } = wholeReport(data, [1, 2, 3, 6, 50, 1000], 1e-3, 'only');
      for (const { N, exact } of rows) {
        const expected = truth((whole, right) => bestOf(whole, N, ended, right));
        expect(exact.lower).toBeLessThanOrEqual(expected + 1e-11);
        expect(exact.upper).toBeGreaterThanOrEqual(expected - 1e-11);
        if (budget === 1000) expect(exact.upper - exact.lower).toBeLessThan(1e-11);
        // What was cut and listed is known to be wrong, at N = 1 too.
        widest = Math.max(widest, exact.upper - exact.lower - Math.min(1, N * (1 - search.meanListed)));
      }
      const mode = truth((whole, right) => right(heaviest(whole)));
      const coverage = truth((whole) => 1 / heaviest(whole).mass);
      for (const [interval, expected] of [
        [all.mode, mode],
        [all.coverage, coverage],
      ] as const) {
        expect(interval.lower).toBeLessThanOrEqual(expected * (1 + 1e-11));
        expect(interval.upper).toBeGreaterThanOrEqual(expected * (1 - 1e-11));
      }
      if (budget === 1000) {
        expect(search.certified).toBe(4);
        expect(all.mode).toEqual({ lower: mode, upper: mode });
        expect(all.coverage.upper).toBeCloseTo(coverage, 11);
      }
    }
    expect(widest).toBeLessThan(1e-11);
  });

  it('measured accuracy is right on average over pools, and so are the shares of cut and empty winners', () => {
    const [Ns, count] = [[1, 2, 4], 600];
    const values = Ns.map(() => [[], [], [], []] as number[][]);
    for (let i = 0; i < count; i++) {
      const { rows } = wholeReport(ask(random, { S: 4, budget: 1, seed: `ended ${i}` }), Ns, 1e-3, 'only');
      rows.forEach(({ logLikelihood, lengthNormalised, winners }, k) =>
        [logLikelihood!.mean, lengthNormalised!.mean, winners!.cut, winners!.empty].forEach((value, j) =>
          values[k]![j]!.push(value),
        ),
      );
    }
    const perTokenEnded = (outcome: Outcome): number => (outcome.ended ? perToken(outcome) : -1e3);
    Ns.forEach((N, k) => {
      const expected = [
        truth((whole, right) => bestOf(whole, N, ended, right)),
        truth((whole, right) => bestOf(whole, N, perTokenEnded, right)),
        // A cut one wins where nothing ended.
        truth((whole) => whole.reduce((sum, one) => sum + (one.ended ? 0 : one.mass), 0) ** N),
        truth((whole) => bestOf(whole, N, ended, ({ text }) => Number(text === ''))),
      ];
      values[k]!.forEach((sample, j) => {
        const average = mean(sample);
        const deviation = Math.sqrt(mean(sample.map((value) => (value - average) ** 2)) / count);
        // Six deviations of a mean of 600: beyond them once in 1e9 such comparisons.
        expect(Math.abs(average - expected[j]!), `${j}, N = ${N}`).toBeLessThan(6 * deviation + 1e-12);
      });
    });
  });

  it('a cut response that is likelier than all others neither wins nor is y*, and all of one prompt may be cut', () => {
    // aaa and bbb are cut, and right is what begins with a.
    const cut = written({ aaa: 0.5, 'b.': 0.2, 'a.': 0.3 });
    const never = written({ aaa: 0.5, bbb: 0.5 });
    const data = ask({ a: cut, 'a too': never }, { S: 30 });
    const marked = withTask(data, { isRight: (_question, { text, ended: whole }) => whole && text.startsWith('a') });
    const only = wholeReport(marked, [1, 30], 1e-3, 'only');
    expect(only).toMatchObject({ ended: 'only', drawn: { promptsAllCut: 1 } });
    expect(only.drawn.cut).toBeGreaterThan(0.6);
    expect(only.rows[1]!.winners!.cut).toBeCloseTo(0.5, 13);
    expect(only.rows[1]!.exact.lower).toBeCloseTo(0.5 * (1 - 0.7 ** 30), 13);
    expect(only.rows[1]!.exact.upper).toBeCloseTo(0.5 * (1 - 0.7 ** 30), 13);
    // Of the prompt where nothing ends there is no y*.
    expect(only.search).toMatchObject({ certified: 1 });
    expect(only.all.mode).toEqual({ lower: 0.5, upper: 1 });
    expect(only.all.coverage.upper).toBe(Infinity);
    const all = wholeReport(marked, [1, 30], 1e-3);
    expect(all.rows[1]!.winners!.cut).toBeGreaterThan(0.99);
    expect(all.rows[1]!.exact.upper).toBeLessThan(0.01);
    expect(all.search.certified).toBe(2);
  });

  it('certifies no y* that an open prefix may outweigh, though what was cut is certified', () => {
    // After three laws aaa and aab are listed, both cut, and the end alone; b is still open, and ends with more.
    const policy = written({ aaa: 0.4, aab: 0.2, 'b.': 0.3, '.': 0.1 });
    const data = ask({ b: policy }, { S: 3, budget: 3 });
    expect(data.searched[0]!).toMatchObject({ certified: 1, mode: { ended: false, certified: true } });
    const { all, search } = wholeReport(data, [1], 0.01, 'only');
    expect(search.certified).toBe(0);
    expect(all.mode).toEqual({ lower: 0, upper: 1 });
    expect(wholeReport(ask({ b: policy }, { S: 3 }), [1], 0.01, 'only').all.mode).toEqual({ lower: 1, upper: 1 });
    expect(wholeReport(data, [1], 0.01).search.certified).toBe(1);
  });

  it('lets only those vote that ended', () => {
    const data = ask({ a: written({ bbb: 0.98, 'a.': 0.02 }) }, { S: 3 });
    const responses = ['bbb', 'bbb', 'a'].map((text) => ({ text, tokenCount: 2, ended: text === 'a' }));
    const pooled = { ...data, pool: { ...data.pool, responses } };
    expect(wholeReport(pooled, [3], 0.01, 'only').rows[0]!.majority!.mean).toBe(1);
    expect(wholeReport(pooled, [3], 0.01).rows[0]!.majority!.mean).toBe(0);
  });

  it('is the default, and no other word is a choice', () => {
    const data = ask(random, { S: 3 });
    expect(sharpeningReport(data, [1], 0.01)).toEqual(wholeReport(data, [1], 0.01, 'only'));
    expect(() => wholeReport(data, [1], 0.01, 'some' as EndedChoice)).toThrow(
      `sharpeningReport: ended must be 'only' or 'all', got "some"`,
    );
  });
});

describe('measured accuracy', () => {
  it('is right on average over pools: by log-likelihood, by length-normalised log-likelihood, by majority', () => {
    const Ns = [1, 2, 3, 4];
    const runs = 1500;
    const names = ['logLikelihood', 'lengthNormalised', 'majority', 'meanLogLikelihood'] as const;
    const values = Ns.map(() => names.map(() => [] as number[]));
    for (let i = 0; i < runs; i++) {
      const { rows } = wholeReport(ask(random, { S: 4, budget: 1, seed: `pool ${i}` }), Ns, 1e-3);
      rows.forEach((row, k) =>
        names.forEach((name, j) => {
          const value = row[name]!;
          values[k]![j]!.push(typeof value === 'number' ? value : value.mean);
        }),
      );
    }
    Ns.forEach((N, k) => {
      const expected = [
        truth((whole, right) => bestOf(whole, N, by, right)),
        truth((whole, right) => bestOf(whole, N, perToken, right)),
        truth((whole, right) => voteOf(whole, N, ({ text }) => text.slice(-1), right)),
        truth((whole) => bestOf(whole, N, by, by)),
      ];
      names.forEach((name, j) => {
        const sample = values[k]![j]!;
        const average = mean(sample);
        const deviation = Math.sqrt(mean(sample.map((value) => (value - average) ** 2)) / runs);
        // Six deviations of a mean of 1,500: beyond them once in 1e9 such comparisons.
        expect(Math.abs(average - expected[j]!), `${name}, N = ${N}`).toBeLessThan(6 * deviation);
        expect(deviation).toBeLessThan(name === 'meanLogLikelihood' ? 0.02 : 0.01);
      });
    });
  });

  it('has intervals that nearly never miss, and says so of any that lies apart', () => {
    const apart = Array.from({ length: 100 }, (_, i) =>
      wholeReport(ask(random, { S: 40, seed: `apart ${i}` }), [1, 2, 5, 20], 1e-3),
    ).filter(({ rows }) => rows.some(({ meets }) => meets === false));
    // More than 2 of 100 at a rate of 1e-3: less than once in 6,000 tries.
    expect(apart.length).toBeLessThanOrEqual(2);
    // A model that answers "a." always, and a pool that says otherwise.
    const data = ask({ a: written({ 'a.': 1 }) }, { S: 50 });
    const lied = { ...data.pool, responses: data.pool.responses, logLikelihoods: data.pool.logLikelihoods };
    const others = Array.from({ length: 50 }, () => ({ text: 'b', tokenCount: 2, ended: true }));
    const [honest] = wholeReport(data, [1], 1e-3).rows;
    expect(honest).toMatchObject({ meets: true, exact: { lower: 1, upper: 1 }, logLikelihood: { mean: 1, upper: 1 } });
    const [lie] = wholeReport({ ...data, pool: { ...lied, responses: others } }, [1], 1e-3).rows;
    expect(lie).toMatchObject({ meets: false, logLikelihood: { mean: 0, lower: 0 } });
  });

  it('shares the failure among three rewards and all N of the pool, N counting floor(S / N) groups a prompt', () => {
    const data = ask({ a: written({ 'a.': 1 }) }, { S: 50 });
    const { rows } = wholeReport(data, [1, 20, 60], 0.06);
    // Nothing but successes: the lower end is (failure / 2)^(1 / trials), failure 0.06 / 6.
    expect(rows[0]!.logLikelihood!.lower).toBeCloseTo(0.005 ** (1 / 50), 12);
    expect(rows[1]!.majority!.lower).toBeCloseTo(0.005 ** (1 / 2), 12);
    expect(rows[1]!.lengthNormalised!.lower).toBeCloseTo(0.005 ** (1 / 2), 12);
    expect(rows[2]).toEqual({ N: 60, exact: { lower: 1, upper: 1 }, findsMode: { lower: 1, upper: 1 } });
  });

  it('is the same from a log that kept tokens and no count of them', () => {
    const data = ask(random, { S: 6 });
    const responses = Array.from(data.pool.responses, ({ tokenCount, ...rest }) => ({
      ...rest,
      tokens: Array.from({ length: tokenCount }, () => 0),
    }));
    const old = { ...data, pool: { ...data.pool, responses: responses as unknown as NeuralResponse[] } };
    expect(wholeReport(old, [1, 3, 6], 1e-3)).toEqual(wholeReport(data, [1, 3, 6], 1e-3));
  });

  it('leaves the vote out where it would take minutes', () => {
    // 1,000 answers in 2,000 responses.
    const data = ask({ a: written({ 'a.': 1 }) }, { S: 2000 });
    const responses = Array.from({ length: 2000 }, (_, i) => ({ text: `${i >> 1}`, tokenCount: 2, ended: true }));
    const { rows } = wholeReport(
      withTask({ ...data, pool: { ...data.pool, responses } }, { answerOf: ({ text }) => text }),
      [2, 500, 2000],
      0.1,
    );
    expect(rows.map(({ majority }) => majority?.mean)).toEqual([0, undefined, 0]);
  });
});

describe('one group of prompts', () => {
  // Greedy writes a, then a: .2, cut, and is right; the likeliest is b, .35.
  const misled = written({ aaa: 0.2, 'ab.': 0.1, 'a.': 0.1, 'b.': 0.35, '.': 0.25 });
  const byStart = (data: WholeData): WholeData =>
    withTask(data, { isRight: (_question, { text }) => text.startsWith('a') });

  it('is misled by likelihood where best-of-N is certain to be worse than greedy decoding', () => {
    for (const S of [1, 2, 10]) {
      const { all, search, rows } = wholeReport(byStart(ask({ x: misled }, { S })), [S], 0.01);
      // All that begins with a is lighter than the rest: right where all draws are, .4^S.
      expect(rows[0]!.exact.upper).toBeCloseTo(0.4 ** S, 13);
      expect(all).toMatchObject({ form: 'all', prompts: 1, greedy: 1, mode: { lower: 0, upper: 0 }, misleads: true });
      expect(all.exact.upper).toBeCloseTo(0.4 ** S, 13);
      expect(all.coverage.lower).toBeCloseTo(1 / 0.35, 13);
      expect(search).toMatchObject({ certified: 1, greedyMisses: 1 });
      expect(search.cutMass.lower).toBeCloseTo(0.2, 13);
      expect(search.leastListed).toBe(1);
    }
    // A search that has only seen the first token has listed one response, which is wrong, and best where both draws are.
    const { all } = wholeReport(byStart(ask({ x: misled }, { S: 2, budget: 1 })), [2], 0.01);
    expect(all.exact.upper).toBeCloseTo(1 - 0.25 ** 2, 13);
    expect(all.misleads).toBe(true);
    expect(all.mode).toEqual({ lower: 0, upper: 1 });
  });

  it('is not misled by a rounding error: where all is right, best-of-N is', () => {
    for (let i = 0; i < 200; i++) {
      const policy = randomAutoregressivePolicy({ ...SIZE, concentration: 1 }, source.split(`rounding ${i}`));
      const data = ask({ x: policy }, { S: 1 + (i % 7) });
      const { all, rows } = wholeReport(withTask(data, { isRight: () => true }), [1], 0.01);
      expect(all).toMatchObject({ plain: 1, greedy: 1, misleads: false });
      expect(all.bestOfN).toBeCloseTo(1, 13);
      expect(rows[0]!.meets).toBe(true);
      expect(all.exact.upper).toBeLessThanOrEqual(1);
      const none = wholeReport(withTask(data, { isRight: () => false }), [1], 0.01);
      expect(none.all).toMatchObject({ plain: 0, greedy: 0, bestOfN: 0, misleads: false });
      expect(none.rows[0]!.meets).toBe(true);
    }
  });

  it('takes all that ties for y*: greedy decoding finds one, and accuracy is their mean', () => {
    const tie = written({ 'a.': 0.25, 'b.': 0.25, 'aa.': 0.25, bab: 0.25 });
    const { all, search, rows } = wholeReport(ask({ a: tie }, { S: 5 }), [1, 1e6], 0.01);
    // Right are a and aa; no draw is better than another.
    expect(all.mode).toEqual({ lower: 0.5, upper: 0.5 });
    expect(rows.map(({ exact }) => exact.lower.toFixed(12))).toEqual(['0.500000000000', '0.500000000000']);
    expect(search).toMatchObject({ certified: 1, greedyMisses: 0 });
  });

  it('takes for tied what differs in the last bits', () => {
    // aa. and bb. have .46 .9 .5 and .5 .9 .46, so the sums of their logs differ in the last bit; the next has .5 .9 .27.
    const steps: Record<string, readonly number[]> = {
      '': [0.46, 0.5, 0.04],
      a: [0.9, 0.05, 0.05],
      b: [0.05, 0.9, 0.05],
      aa: [0.25, 0.25, 0.5],
      bb: [0.27, 0.27, 0.46],
    };
    const policy = new AutoregressivePolicy(SIZE, (_prompt, tokens) =>
      FiniteLaw.fromMasses(steps[textOf(tokens)] ?? [0, 0, 1]),
    );
    const data = ask({ a: policy }, { S: 5 });
    const [first, second] = data.searched[0]!.responses;
    expect([first, second].map((response) => textOf(response!.tokens)).toSorted()).toEqual(['aa', 'bb']);
    expect(first!.logLikelihood).not.toBe(second!.logLikelihood);
    const { all, search } = wholeReport(data, [1], 0.01);
    expect(all.mode).toEqual({ lower: 0.5, upper: 0.5 });
    expect(search.greedyMisses).toBe(0);
  });

  it('knows nothing of a prompt where the search listed nothing', () => {
    const silent = written({ 'ab.': 0.5, 'ba.': 0.5 });
    const data = ask({ x: silent, y: misled }, { S: 4, budget: 1 });
    expect(data.searched[0]!.responses).toEqual([]);
    const { all } = wholeReport(byStart(ask({ x: silent }, { S: 4, budget: 1 })), [4], 0.01);
    expect(all).toMatchObject({ greedy: 1, exact: { lower: 0, upper: 1 }, misleads: false });
    // Greedy decoding is right on one of two, and best-of-N may be worse as well as better.
    const wrong = written({ 'ba.': 0.6, 'ab.': 0.4 });
    const two = wholeReport(byStart(ask({ x: silent, y: wrong }, { S: 4, budget: 1 })), [4], 0.01);
    expect(two.all).toMatchObject({ greedy: 0.5, exact: { lower: 0, upper: 1 }, misleads: false });
    const report = wholeReport(byStart(data), [1, 4, 100], 0.01);
    for (const { exact } of report.rows) {
      expect(exact.lower).toBeLessThanOrEqual(0.5);
      expect(exact.upper).toBeGreaterThanOrEqual(0.5);
    }
    expect(report.all.mode).toEqual({ lower: 0, upper: 1 });
    expect(report.all.coverage.upper).toBe(Infinity);
    expect(report.search).toMatchObject({ certified: 0, greedyMisses: 0, leastListed: 0, mostExpansions: 1 });
    const plain = JSON.parse(JSON.stringify(report)) as WholeReport;
    expect(plain.all.coverage.upper).toBe(null);
    expect(plain).toEqual({ ...report, all: { ...report.all, coverage: { ...report.all.coverage, upper: null } } });
  });

  it('reports as if it had been asked alone', () => {
    const formOf = (prompt: string): string => (prompt.startsWith('a') ? 'first' : 'second');
    const asked = ask(random, { S: 8 });
    const questions = asked.task.questions.map(({ prompt }) => ({ prompt, form: formOf(prompt) }));
    const data = withTask(asked, { questions });
    const { forms, all } = wholeReport(data, [8], 0.01);
    expect(forms.map(({ form, prompts }) => [form, prompts])).toEqual([
      ['first', 2],
      ['second', 2],
    ]);
    for (const { form, ...group } of forms) {
      const members = data.task.questions.flatMap(({ prompt }, i) => (formOf(prompt) === form ? [i] : []));
      const pick = <T>(list: ArrayLike<T>, each: number): T[] =>
        members.flatMap((i) => Array.from({ length: each }, (_, j) => list[i * each + j]!));
      const alone = wholeReport(
        {
          ...withTask(data, { questions: pick(asked.task.questions, 1) }),
          greedy: pick(data.greedy, 1),
          searched: pick(data.searched, 1),
          pool: {
            prompts: pick(data.pool.prompts, 1),
            perPrompt: 8,
            responses: pick(data.pool.responses, 8),
            logLikelihoods: pick(data.pool.logLikelihoods, 8),
          },
        },
        [8],
        0.01,
      );
      expect({ ...group, form: 'all' }).toEqual(alone.all);
      expect(alone.forms).toEqual([]);
      expect(group.bestOfN).toBe(alone.rows[0]!.logLikelihood!.mean);
    }
    expect(all.plain).toBeCloseTo((forms[0]!.plain + forms[1]!.plain) / 2, 14);
    expect(all.coverage.upper).toBeCloseTo((forms[0]!.coverage.upper + forms[1]!.coverage.upper) / 2, 11);
  });
});

describe('what was not asked', () => {
  const Ns = [1, 4, 50];
  const data = ask(random, { S: 4 });
  const whole = sharpeningReport(data, Ns, 0.01);
  /** The report without these fields, wherever they are. */
  const without = (...names: readonly string[]): unknown =>
    JSON.parse(JSON.stringify(whole, (name, value: unknown) => (names.includes(name) ? undefined : value)));
  const { greedy: _greedy, ...noGreedy } = data;
  const { searched: _searched, ...noSearch } = data;
  const { textOf: _textOf, ...drawn } = { ...noGreedy, searched: undefined };
  const unanswered = withTask(data, { isRight: () => undefined });

  it('greedily: nothing is said of greedy decoding', () => {
    const { verdict: _verdict, ...report } = sharpeningReport(noGreedy, Ns, 0.01);
    expect(report).toStrictEqual(without('greedy', 'greedyMisses', 'misleads', 'verdict'));
  });

  it('by a search: nothing is exact, and there is no row beyond the pool', () => {
    const lost = ['exact', 'meets', 'findsMode', 'mode', 'coverage', 'misleads', 'search', 'verdict'];
    const { verdict, ...report } = sharpeningReport(noSearch, Ns, 0.01);
    expect(verdict.one).toMatchObject({ rests: 'measured' });
    const rest = without(...lost) as SharpeningReport;
    expect(report).toStrictEqual({ ...rest, rows: rest.rows.slice(0, 2) });
    expect(report.all.greedy).toBe(whole.all.greedy);
  });

  it('but drawn: what is measured stands alone, and needs no text of tokens', () => {
    const report = sharpeningReport(drawn, Ns, 0.01);
    expect(Object.keys(report)).toEqual([
      'prompts',
      'samples',
      'failure',
      'ended',
      'drawn',
      'verdict',
      'rows',
      'all',
      'forms',
    ]);
    expect(Object.keys(report.all)).toEqual(['form', 'prompts', 'winners', 'plain', 'bestOfN']);
    expect(report.rows.map((row) => Object.keys(row))).toEqual(
      [1, 4].map(() => ['N', 'logLikelihood', 'lengthNormalised', 'majority', 'meanLogLikelihood', 'winners']),
    );
  });

  it('with answers: no accuracy is there, but what log-likelihood chooses, the search and coverage are', () => {
    for (const asked of [unanswered, { ...unanswered, textOf: undefined }]) {
      const { verdict, ...report } = sharpeningReport(asked, Ns, 0.01);
      expect(verdict.finding).toBe('unmarked');
      const marks = ['logLikelihood', 'lengthNormalised', 'majority', 'exact', 'meets'];
      const rest = without(...marks, 'plain', 'greedy', 'bestOfN', 'mode', 'misleads', 'verdict') as SharpeningReport;
      expect(report).toStrictEqual(rest);
      expect(Object.keys(report.rows[0]!)).toEqual(['N', 'meanLogLikelihood', 'winners', 'findsMode']);
      expect(Object.keys(report.all)).toEqual(['form', 'prompts', 'winners', 'coverage']);
      expect(report.search).toEqual(whole.search);
    }
    const { searched: _none, ...pool } = withTask(noGreedy as WholeData, { isRight: () => undefined });
    expect(Object.keys(sharpeningReport(pool, Ns, 0.01).all)).toEqual(['form', 'prompts', 'winners']);
  });

  it('in the same way of all questions is refused', () => {
    const some = (known: number) =>
      withTask(data, { isRight: ({ prompt }) => (prompt === data.pool.prompts[known] ? true : undefined) });
    expect(() => sharpeningReport(some(0), Ns, 0.01)).toThrow(
      'sharpeningReport: task.isRight of questions[1] must be true or false, as that of questions[0] is, got undefined',
    );
    expect(() => sharpeningReport(some(2), Ns, 0.01)).toThrow(
      'sharpeningReport: task.isRight of questions[2] must be undefined, as that of questions[0] is, got true',
    );
    for (const asked of [noGreedy, noSearch]) {
      expect(() => sharpeningReport({ ...asked, textOf: undefined }, Ns, 0.01)).toThrow(
        'sharpeningReport: textOf must be given, to mark what was decoded, got undefined',
      );
    }
  });
});

describe('bad input', () => {
  const data = ask(random, { S: 4 });

  it.each<[string, string, Partial<Record<'isRight' | 'answerOf', () => unknown>>]>([
    ['promises of marks', 'task.isRight of questions[0] must be true or false', { isRight: async () => true }],
    ['words for marks', 'task.isRight of questions[0] must be true or false', { isRight: () => 'yes' }],
    ['numbers for marks', 'task.isRight of questions[0] must be true or false', { isRight: () => 1 }],
    ['numbers for answers', 'task.answerOf a response to questions[0] must be a text', { answerOf: () => 5 }],
  ])('a task that gives %s is named', (_what, message, part) => {
    const call = () => sharpeningReport(withTask(data, part as Partial<typeof task>), [1], 0.1);
    expect(call).toThrow(DomainError);
    expect(call).toThrow(`sharpeningReport: ${message}`);
  });

  const { pool } = data;
  it.each<[string, Partial<SharpeningData>, readonly number[], number]>([
    ['task.questions must be a non-empty list of questions, got Array of length 0', { task }, [1], 0.1],
    ['greedy must be of length 4, got Array of length 3', { greedy: data.greedy.slice(1) }, [1], 0.1],
    ['searched must be of length 4, got Array of length 0', { searched: [] }, [1], 0.1],
    ['prompt of searched[0] must be "a", got "b again"', { searched: data.searched.toReversed() }, [1], 0.1],
    ['prompt of greedy[0] must be "a", got "b again"', { greedy: data.greedy.toReversed() }, [1], 0.1],
    ['pool.perPrompt must be an integer at least 1, got 0', { pool: { ...pool, perPrompt: 0 } }, [1], 0.1],
    ['pool.responses must be of length 12, got Array of length 16', { pool: { ...pool, perPrompt: 3 } }, [1], 0.1],
    ['Ns must be a non-empty list of numbers, got Array of length 0', {}, [], 0.1],
    ['Ns[1] must be an integer at least 1, got 0', {}, [1, 0], 0.1],
    ['failure must be a number in (0, 1), got 1', {}, [1], 1],
  ])('is named: %s', (message, part, Ns, failure) => {
    const call = () => sharpeningReport({ ...data, ...part }, Ns, failure);
    expect(call).toThrow(DomainError);
    expect(call).toThrow(`sharpeningReport: ${message}`);
  });
});
