import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from '../../../../src/access/queries/plan.ts';
import { promptsInOrder } from '../../../../src/access/remote/promptStreams.ts';
import { tokenLaw } from '../../../../src/access/queries/tokenLaw.ts';
import type { BackendWith } from '../../../../src/access/remote/backend.ts';
import { runAsync } from '../../../../src/access/runAsync.ts';
import { expectation } from '../../../../src/laws/expectation.ts';
import { FiniteLaw } from '../../../../src/laws/finiteLaw.ts';
import { PartialLaw } from '../../../../src/laws/partialLaw.ts';
import { bestOfNLaw } from '../../../../src/laws/transforms/bestOfNLaw.ts';
import { bestFirstSearch } from '../../../../src/learners/decoding/bestFirstSearch.ts';
import type { SearchedLaw } from '../../../../src/learners/decoding/tokenSearch.ts';
import { DomainError } from '../../../../src/math/domainError.ts';
import { Source } from '../../../../src/math/random/source.ts';
import type { Neural } from '../../../../src/models/neural.ts';
import { sharpeningReport } from '../../../../src/models/protocols/sharpening/sharpeningReport.ts';
import { survives, withinReach } from '../../../../src/models/protocols/sharpening/spread/certificates.ts';
import { rescored } from '../../../../src/models/protocols/sharpening/spread/rescored.ts';
import { scoreAgain } from '../../../../src/models/protocols/sharpening/spread/scoreAgain.ts';
import { spreadOf } from '../../../../src/models/protocols/sharpening/spread/spread.ts';
import { widenedMass, widenedReciprocal } from '../../../../src/models/protocols/sharpening/spread/widened.ts';
import { widenedBestOfN } from '../../../../src/models/protocols/sharpening/spread/widenedBestOfN.ts';
import type { Task } from '../../../../src/models/tasks/task.ts';

const source = Source.named('test/models/protocols/spread');
const NS = [1, 2, 3, 7, 50, 1000, 1_000_000];
const ROUNDING = 1e-9;

/** A number in [-1, 1] that depends on nothing but the name. */
const noise = (name: string): number => 2 * source.split(name).uniform() - 1;

/** A law as a search lists it, `listed` of its outcomes from the heaviest down, and the law that is true: log masses within `spread`. */
const pairOfLaws = fc
  .record({
    weights: fc.array(fc.double({ min: -4, max: 0, noNaN: true }), { minLength: 2, maxLength: 9 }),
    shifts: fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 9, maxLength: 9 }),
    right: fc.array(fc.constantFrom(0, 1), { minLength: 9, maxLength: 9 }),
    listed: fc.integer({ min: 0, max: 9 }),
    spread: fc.constantFrom(0.001, 0.05, 0.3, 1),
    scores: fc.constantFrom<'against' | 'for' | 'any'>('against', 'for', 'any'),
    mayWin: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    ended: fc.constantFrom<'all' | 'only'>('all', 'only'),
  })
  .map(({ weights, shifts, right: marks, listed, spread, scores, mayWin, ended }) => {
    const may = (i: number): boolean => ended === 'all' || mayWin[i]!;
    const right = marks.map((mark, i) => (may(i) ? mark : 0));
    const found = FiniteLaw.fromLogWeights(weights.toSorted((a, b) => b - a));
    const logMasses = Array.from(found.logMasses);
    const shown = Math.min(listed, found.size);
    const law = PartialLaw.fromLogMasses(logMasses.slice(0, shown), {
      logRestCeiling: logMasses[shown] ?? -Infinity,
      ...(shown === 0 && { logRestMass: 0 }),
    });
    // Half a spread each way, and the normaliser takes the other half.
    const truth = FiniteLaw.fromLogWeights(logMasses.map((logMass, i) => logMass + spread * shifts[i]!));
    const off = (i: number): number =>
      scores === 'any' ? 2 * shifts[i]! : (right[i] === 1) === (scores === 'for') ? 1 : -1;
    const ranked = logMasses.map((logMass, i) => (may(i) ? logMass + spread * off(i) : -Infinity));
    const rewards = Array.from(law.logMasses, (logMass, i) => (may(i) ? logMass : -Infinity));
    return { law, truth, ranked, rewards, right: right.slice(0, found.size), shown, spread };
  });

/** Every listed response may win, the heavier the sooner. */
const byMass = (law: PartialLaw, right: readonly number[]) => ({ rewards: law.logMasses, right });

describe('ends at a spread', () => {
  it('hold the accuracy of best-of-N, whatever the true law and the scores are within it', () => {
    const outside = { asFound: 0 };
    fc.assert(
      fc.property(pairOfLaws, ({ law, truth, ranked, rewards, right, shown, spread }) => {
        for (const N of NS) {
          const accuracy = expectation(bestOfNLaw(truth, N, ranked), right);
          const listed = right.slice(0, shown);
          const { lower, upper } = widenedBestOfN(law, { rewards, right: listed }, N, spread);
          expect(accuracy).toBeGreaterThan(lower - ROUNDING);
          expect(accuracy).toBeLessThan(upper + ROUNDING);
          const asFound = bestOfNLaw(law, N, rewards).expectation(listed, { lower: 0, upper: 1 });
          if (accuracy < asFound.lower - ROUNDING || accuracy > asFound.upper + ROUNDING) outside.asFound++;
        }
      }),
      { numRuns: 500 },
    );
    // What is left out when the spread is: the ends of the law as it was found miss the truth all the time.
    expect(outside.asFound).toBeGreaterThan(500);
  });

  it('close on the accuracy of the law that was found as the spread goes to 0', () => {
    const law = PartialLaw.fromMasses([0.3, 0.25, 0.2, 0.1], { restCeiling: 0.05 });
    for (const N of NS) {
      const { lower, upper } = widenedBestOfN(law, byMass(law, [0, 1, 1, 0]), N, 1e-9);
      const found = bestOfNLaw(law, N).expectation([0, 1, 1, 0], { lower: 0, upper: 1 });
      expect(lower).toBeCloseTo(found.lower, 6);
      expect(upper).toBeCloseTo(found.upper, 6);
    }
  });

  it('leave open which of two close responses wins', () => {
    const law = PartialLaw.fromMasses([0.5, 0.48, 0.02], { restCeiling: 0 });
    const { lower, upper } = widenedBestOfN(law, byMass(law, [1, 0, 0]), 1000, 0.05);
    expect(lower).toBeLessThan(1e-9);
    expect(upper).toBeGreaterThan(1 - 1e-9);
    // Beyond 2 spreads, ln(.50 / .48) = .0408, it is certain again.
    expect(widenedBestOfN(law, byMass(law, [1, 0, 0]), 1000, 0.02).lower).toBeGreaterThan(1 - 1e-9);
  });

  it('hold masses of sets and means of their reciprocals', () => {
    fc.assert(
      fc.property(pairOfLaws, ({ truth, ranked, law, shown, spread }) => {
        fc.pre(shown > 0);
        const sum = (logMasses: ArrayLike<number>): number =>
          Array.from(logMasses)
            .slice(0, shown)
            .reduce((total, logMass) => total + Math.exp(logMass), 0);
        const listed = sum(law.logMasses);
        const { lower, upper } = widenedMass({ lower: listed, upper: listed }, spread);
        expect(sum(truth.logMasses)).toBeGreaterThan(lower - ROUNDING);
        expect(sum(truth.logMasses)).toBeLessThan(upper + ROUNDING);
        const mass = Math.exp(law.logMasses[0]!);
        const reciprocal = widenedReciprocal({ lower: 1 / mass, upper: 1 / mass }, spread);
        const mode = Math.exp(Math.max(...Array.from(truth.logMasses)));
        if (ranked.length > 0) {
          expect(1 / mode).toBeGreaterThan(reciprocal.lower - ROUNDING);
          expect(1 / mode).toBeLessThan(reciprocal.upper + ROUNDING);
        }
      }),
    );
  });

  it('are those of masses: exact values', () => {
    expect(widenedMass({ lower: 0.2, upper: 0.2 }, Math.LN2)).toEqual({ lower: 0.1, upper: 0.4 });
    // 1 - .1 e^(ln 2): what is left out can only double.
    expect(widenedMass({ lower: 0.9, upper: 0.9 }, Math.LN2).lower).toBeCloseTo(0.8, 12);
    expect(widenedMass({ lower: 0.9, upper: 0.9 }, Math.LN2).upper).toBeCloseTo(0.95, 12);
    expect(widenedMass({ lower: 0.9, upper: 0.95 }, 0)).toEqual({ lower: 0.9, upper: 0.95 });
    expect(widenedMass({ lower: 0, upper: 1 }, Infinity)).toEqual({ lower: 0, upper: 1 });
    expect(widenedReciprocal({ lower: 1.5, upper: 3 }, Math.LN2)).toEqual({ lower: 1, upper: 6 });
  });
});

describe('the spread of scores', () => {
  it('is of every response once in every batching, in batches of the sizes that are said', async () => {
    const model = uneven([-1, -1.5, -2], 0);
    const asked: string[][] = [];
    const counting: typeof model = {
      ...model,
      evaluate: (requests, deliver) => {
        asked.push(requests.map(({ prompt }) => prompt));
        return model.evaluate(requests, deliver);
      },
    };
    const names = ['a', 'b', 'c', 'd', 'e'];
    const response = { text: '1', tokenCount: 1, ended: true, tokens: [1] };
    const given = names.map((prompt) => ({ prompt, response, logLikelihood: -7 }));
    const program = scoreAgain<Neural>(given, [1, 2, 8]);
    const { result, cost } = await runAsync(program, counting, { prompts: names, source });
    const chunks = [...names.map((name) => [name]), ['a', 'b'], ['c', 'd'], ['e'], names];
    expect(asked).toEqual(chunks);
    expect(result).toEqual(names.map(() => [-7, -1.5, -1.5, -1.5]));
    expect(cost.evaluations).toBe(15);
  });

  it('is the largest difference within one response', () => {
    expect(
      spreadOf([
        [-3, -3.25, -3],
        [-40, -40, -40],
      ]),
    ).toEqual({ nats: 0.25, responses: 2, scores: 3 });
    expect(spreadOf([[-Infinity, -Infinity]]).nats).toBe(0);
    expect(spreadOf([[-2, -Infinity]]).nats).toBe(Infinity);
    expect(() => spreadOf([])).toThrow(DomainError);
  });
});

describe('a certificate at a spread', () => {
  const searched = (logMasses: readonly number[], logRestCeiling: number): SearchedLaw => {
    const law = PartialLaw.fromLogMasses(logMasses, { logRestCeiling });
    const responses = logMasses.map((logLikelihood, i) => ({ tokens: [i], ended: true, logLikelihood }));
    return {
      responses,
      certified: 1,
      mode: { ...responses[0]!, certified: true },
      law,
      cutMass: { lower: 0, upper: 0 },
      expansions: 1,
    };
  };
  const found = searched([Math.log(0.4), Math.log(0.3), Math.log(0.1)], Math.log(0.05));
  const gap = Math.log(0.4 / 0.3);
  const again = (mode: readonly number[], rival: readonly number[]) => [
    { tokens: [0], scores: [Math.log(0.4), ...mode] },
    { tokens: [1], scores: [Math.log(0.3), ...rival] },
  ];

  it('is that of the search where there is none', () => {
    expect(survives(found, [], 0)).toBe(true);
    expect(survives({ ...found, mode: { ...found.mode!, certified: false } }, [], 0)).toBe(false);
  });

  it('holds where all rivals are beyond 2 spreads', () => {
    expect(withinReach(found, gap / 2.01)).toHaveLength(1);
    expect(survives(found, [], gap / 2.01)).toBe(true);
  });

  it('holds within reach of a rival that scored less in every batching, and not where it scored more in one', () => {
    expect(withinReach(found, gap / 1.99).map(({ tokens }) => tokens)).toEqual([[0], [1]]);
    expect(survives(found, again([-0.92, -0.93], [-1.19, -1.21]), gap / 1.99)).toBe(true);
    expect(survives(found, again([-0.92, -1.25], [-1.19, -1.21]), gap / 1.99)).toBe(false);
    expect(survives(found, again([-0.92, -0.93], [-1.19, -0.9]), gap / 1.99)).toBe(false);
  });

  it('is lost where a rival within reach, or y* itself, was not scored again', () => {
    expect(survives(found, again([-0.92], [-1.2]).slice(0, 1), gap / 1.99)).toBe(false);
    expect(survives(found, again([-0.92], [-1.2]).slice(1), gap / 1.99)).toBe(false);
  });

  it('is lost where something that is not listed comes within reach', () => {
    const close = searched([Math.log(0.4), Math.log(0.1)], Math.log(0.35));
    expect(survives(close, [], Math.log(0.4 / 0.35) / 2.01)).toBe(true);
    expect(survives(close, [], Math.log(0.4 / 0.35) / 1.99)).toBe(false);
  });

  it('asks for y* alone where its rivals are too many', () => {
    const crowd = searched(
      Array.from({ length: 12 }, (_, i) => -2.6 - i / 1000),
      -6,
    );
    expect(withinReach(crowd, 0.002)).toHaveLength(5);
    expect(withinReach(crowd, 0.1)).toHaveLength(1);
    expect(survives(crowd, [], 0.1)).toBe(false);
  });
});

/** A model of one token a response, whose arithmetic is off by up to half of `spread`, as the batch that it works on happens to be. */
function uneven(logMasses: readonly number[], spread: number): BackendWith<Neural, 'evaluate' | 'nextTokenLaws'> {
  const responseOf = (token: number) => ({ text: `${token}`, tokenCount: 1, ended: true, tokens: [token] });
  const scoreIn = (batch: string, prompt: string, token: number): number =>
    Math.min(0, logMasses[token]! + (spread / 2) * noise(`${batch} ${prompt} ${token}`));
  const ends = logMasses.map((_, token) => token);
  return {
    name: 'uneven',
    batchSize: 64,
    async sample(requests, deliver) {
      requests.forEach(({ seed, prompt }, i) => {
        let left = Source.named(`${seed}`).uniform();
        const token = Math.max(
          0,
          logMasses.findIndex((logMass) => (left -= Math.exp(logMass)) < 0),
        );
        deliver(i, { response: responseOf(token), logLikelihood: scoreIn('sampled', prompt, token), tokens: 1 });
      });
    },
    async evaluate(requests, deliver) {
      requests.forEach(({ prompt, response }, i) =>
        deliver(i, scoreIn(`batch of ${requests.length}`, prompt, response.tokens![0]!)),
      );
    },
    async nextTokenLaws(prefixes, deliver) {
      prefixes.forEach(({ prompt, leastLogMass }, i) => {
        const weights = logMasses.map((logMass, token) => logMass + (spread / 4) * noise(`law ${prompt} ${token}`));
        deliver(i, tokenLaw(FiniteLaw.fromLogWeights(weights).logMasses, ends, leastLogMass));
      });
    },
  };
}

describe('a report on a model that scores unevenly', () => {
  const truth = FiniteLaw.fromMasses([0.26, 0.25, 0.2, 0.15, 0.1, 0.04]);
  const questions = Array.from({ length: 6 }, (_, i) => ({ prompt: `question ${i}`, answer: `${i % 3}` }));
  const task: Task = {
    name: 'digits',
    questions,
    maxTokens: 1,
    answerOf: ({ text }) => text,
    isRight: ({ answer }, { text }) => text === answer,
  };
  const prompts = questions.map(({ prompt }) => prompt);
  const textOf = (_prompt: string, tokens: readonly number[]): string => `${tokens[0]}`;

  async function reportAt(spread: number, widen = true) {
    const model = uneven(Array.from(truth.logMasses), spread);
    const options = { prompts: promptsInOrder(prompts), source };
    const n = prompts.length;
    const { result: pool } = await runAsync(plan<Neural>({ n, N: 20 }), model, options);
    const search = bestFirstSearch<Neural>({ n, maxTokens: 1, budget: 4 });
    const { result: searched } = await runAsync(search, model, options);
    const { result: again } = await runAsync(rescored({ prompts, pool, searched, textOf }), model, options);
    const data = { task, pool, searched, textOf, ...(widen && { rescored: again }) };
    return { report: sharpeningReport(data, [1, 2, 5, 20, 1000], 1e-3), again };
  }

  /** What the rows would say of the truth, by the scores that the model samples with. */
  function accuracyAt(spread: number, N: number): number {
    const each = questions.map(({ prompt, answer }) => {
      const scores = Array.from(truth.logMasses, (logMass, token) => {
        return Math.min(0, logMass + (spread / 2) * noise(`sampled ${prompt} ${token}`));
      });
      const right = Array.from(truth.logMasses, (_, y) => Number(`${y}` === answer));
      return expectation(bestOfNLaw(truth, N, scores), right);
    });
    return each.reduce((sum, accuracy) => sum + accuracy, 0) / each.length;
  }

  it('says the spread and of how many scores it is', async () => {
    const { report, again } = await reportAt(0.3);
    expect(report.spread!.responses).toBe(again.length);
    expect(again.length).toBeGreaterThanOrEqual(24);
    expect(report.spread!.scores).toBe(4);
    expect(report.spread!.nats).toBeGreaterThan(0.15);
    expect(report.spread!.nats).toBeLessThanOrEqual(0.3);
  });

  it('holds the truth between its ends, which it does not without the widening', async () => {
    const [{ report }, { report: asFound }] = [await reportAt(0.3), await reportAt(0.3, false)];
    let missed = 0;
    report.rows.forEach(({ N, exact }, i) => {
      const accuracy = accuracyAt(0.3, N);
      expect(accuracy).toBeGreaterThan(exact!.lower - ROUNDING);
      expect(accuracy).toBeLessThan(exact!.upper + ROUNDING);
      const { lower, upper } = asFound.rows[i]!.exact!;
      if (accuracy < lower - ROUNDING || accuracy > upper + ROUNDING) missed++;
    });
    expect(missed).toBeGreaterThan(2);
    const coverage = 1 / 0.26;
    expect(report.all.coverage!.lower).toBeLessThanOrEqual(coverage);
    expect(report.all.coverage!.upper).toBeGreaterThanOrEqual(coverage);
    expect(asFound.all.coverage!.lower).not.toBeCloseTo(coverage, 3);
  });

  it('counts the certificates that the spread takes away', async () => {
    const { report } = await reportAt(0.3);
    const { report: asFound } = await reportAt(0.3, false);
    expect(asFound.search!.certified).toBe(6);
    expect(asFound.search!.lost).toBe(0);
    expect(report.search!.certified + report.search!.lost).toBe(6);
    expect(report.search!.lost).toBeGreaterThan(3);
    // 0 where nothing is within reach: .26 and .25 are ln(1.04) = .039 apart.
    expect((await reportAt(0.01)).report.search!.lost).toBe(0);
  });

  it('is as it was on a model whose scores do not differ', async () => {
    const { report } = await reportAt(0);
    const { report: asFound } = await reportAt(0, false);
    expect(report.spread!.nats).toBe(0);
    expect({ ...report, spread: undefined }).toEqual({ ...asFound, spread: undefined });
  });
});
