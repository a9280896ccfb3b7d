import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptiveBestOfNLaw } from '../../src/laws/transforms/adaptiveBestOfNLaw.ts';
import { bestOfNLaw } from '../../src/laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { adaptiveBestOfNPolicy } from '../../src/policies/transforms/adaptiveBestOfNPolicy.ts';
import { adaptiveBestOfNClass } from '../../src/policies/classes/adaptiveBestOfNClass.ts';
import { answerMass } from '../../src/policies/rewards/answerMass.ts';
import { bestOfNPolicy } from '../../src/policies/transforms/bestOfNPolicy.ts';
import { lengthNormalised } from '../../src/policies/rewards/lengthNormalised.ts';
import { logLikelihood } from '../../src/policies/rewards/logLikelihood.ts';
import { majorityVote } from '../../src/policies/rewards/majorityVote.ts';
import { powerPolicy } from '../../src/policies/transforms/powerPolicy.ts';
import type { Task, Written } from '../../src/models/tasks/task.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { tiltedPolicy } from '../../src/policies/transforms/tiltedPolicy.ts';
import { hardFamily } from '../../src/theory/instances/hardFamily.ts';

const near = (a: number, b: number, what = ''): void => {
  expect(Math.abs(a - b) <= 1e-12 * Math.abs(b), `${what}: ${a}, exactly ${b}`).toBe(true);
};

// Responses 0 and 1 answer "a", 2 and 3 "b", 4 "c"; 5 never occurs and has no answer.
const ANSWERS = ['a', 'a', 'b', 'b', 'c'];
const answerOf = (response: number): string => ANSWERS[response]!;
const base = TabularPolicy.fromMasses([
  [0.3, 0.2, 0.05, 0.25, 0.2, 0],
  [0.1, 0.1, 0.1, 0.3, 0.4, 0],
]);

describe('self-consistency, for answer masses (.5, .3, .2) and N = 5', () => {
  const ofAnswer = (masses: Float64Array): number[] => [masses[0]! + masses[1]!, masses[2]! + masses[3]!, masses[4]!];

  it('by the mass of the answer gives the first unless it is never drawn: 1 - 1/2^5 = 0.96875', () => {
    const masses = bestOfNPolicy(base, 5, answerMass(answerOf, base)).law(0).masses();
    const [a, b, c] = ofAnswer(masses);
    near(a!, 0.96875);
    near(b!, 0.5 ** 5 - 0.2 ** 5);
    near(c!, 0.2 ** 5);
    // Within an answer in proportion to the law.
    near(masses[0]!, (0.96875 * 3) / 5);
    // The reward is the mass itself, which users of it as a number rely on; of what cannot occur, none.
    const reward = answerMass(answerOf, base);
    [0.5, 0.5, 0.3, 0.3, 0.2].forEach((mass, y) => near(reward.of(0, y, -1), mass));
    expect(reward.of(0, 5, -Infinity)).toBe(0);
    near(masses[3]!, (b! * 5) / 6);
  });

  it('by voting gives it with 0.6125', () => {
    const masses = bestOfNPolicy(base, 5, majorityVote(answerOf)).law(0).masses();
    const [a, b, c] = ofAnswer(masses);
    near(a!, 0.6125);
    near(a! + b! + c!, 1);
    near(masses[0]!, (0.6125 * 3) / 5);
    near(masses[1]!, (0.6125 * 2) / 5);
    expect(masses[5]).toBe(0);
  });

  it.each([
    ['all answer', answerOf],
    ['some abstain', (y: number) => (y === 1 || y === 3 ? undefined : ANSWERS[y])],
    ['all but one abstain', (y: number) => (y === 2 ? 'b' : undefined)],
    ['all abstain', () => undefined],
  ])('is the first drawn of the most frequent answers, by enumeration of all sequences: %s', (_, voteOf) => {
    for (const prompt of [0, 1]) {
      const law = base.law(prompt);
      for (const N of [1, 2, 3, 4, 5]) {
        const exact = new Float64Array(6);
        const walk = (drawn: readonly number[], mass: number): void => {
          if (drawn.length < N) {
            for (let y = 0; y < 5; y++) walk([...drawn, y], mass * law.mass(y));
            return;
          }
          const votes = drawn.map((y) =>
            voteOf(y) === undefined ? 0 : drawn.filter((z) => voteOf(z) === voteOf(y)).length,
          );
          exact[drawn[votes.indexOf(Math.max(...votes))]!]! += mass;
        };
        walk([], 1);
        const made = bestOfNPolicy(base, N, majorityVote(voteOf)).law(prompt);
        for (let y = 0; y < 5; y++) near(made.mass(y), exact[y]!, `${prompt}/${y}, N = ${N}`);
      }
    }
  });

  it('gives no vote to a response that abstains, as one of a task may', () => {
    const task: Pick<Task, 'answerOf'> = {
      answerOf: ({ text, ended }) => (ended ? text.split('=').at(-1) : undefined),
    };
    const votes = majorityVote<string, Written>(task.answerOf);
    const written = (text: string, ended = true): Written => ({ text, ended });
    const responses = [written('1+1=', false), written('=2'), written('=3', false), written('1+1=2'), written('=3')];
    expect(Array.from(votes.of('1+1', responses, [0, 0, 0, 0, 0]))).toEqual([0, 2, 0, 2, 1]);
  });

  it('counts the votes of the responses at hand', () => {
    const votes = majorityVote<number, string>((response) => response.split('=').at(-1)!);
    expect(Array.from(votes.of(0, ['1+1=2', '=2', '=3', '2'], [0, 0, 0, 0]))).toEqual([3, 3, 1, 3]);
    // 1 and "1" are two answers.
    expect(Array.from(majorityVote<number, number>((y) => (y < 2 ? 1 : '1')).of(0, [0, 1, 2], [0, 0, 0]))).toEqual([
      2, 2, 1,
    ]);
  });
});

describe('lengthNormalised', () => {
  it('is nats a unit of length', () => {
    const reward = lengthNormalised<number, string>((response) => response.length);
    expect(reward.of(0, 'four', -2)).toBe(-0.5);
    expect(reward.of(0, 'x', -Infinity)).toBe(-Infinity);
  });

  it('orders best-of-N by it', () => {
    // 0.2^(1/1) < 0.5^(1/2) = 0.3^(1/...): lengths 4, 1, 1: -log .5 / 4 is the least.
    const policy = TabularPolicy.fromMasses([[0.2, 0.5, 0.3]]);
    const made = bestOfNPolicy(
      policy,
      3,
      lengthNormalised((y: number) => [4, 2, 1][y]!),
    ).law(0);
    // log .5 / 2 = -.347, log .2 / 4 = -.402, log .3 = -1.2.
    near(made.mass(1), 1 - 0.5 ** 3);
    near(made.mass(0), 0.5 ** 3 - 0.3 ** 3);
    near(made.mass(2), 0.3 ** 3);
  });
});

describe('policies', () => {
  it('tilted by the log-likelihood are powers; by any reward, the optimum by hand', () => {
    for (const beta of [0.01, 0.5, 3]) {
      const [tilted, powered] = [tiltedPolicy(base, logLikelihood, beta), powerPolicy(base, 1 + 1 / beta)];
      for (const prompt of [0, 1]) {
        powered
          .law(prompt)
          .masses()
          .forEach((mass, y) => {
            if (mass === 0) expect(tilted.law(prompt).mass(y)).toBe(0);
            else expect(Math.abs(tilted.law(prompt).logMasses[y]! - Math.log(mass))).toBeLessThanOrEqual(1e-11);
          });
      }
    }
    const right = {
      kind: 'pointwise',
      name: 'right',
      of: (_x: number, y: number) => (y === 4 ? Math.log(4) : 0),
    } as const;
    // 0.2 * 2 beside 0.8.
    near(tiltedPolicy(base, right, 2).law(0).mass(4), 0.4 / 1.2);
    const never = {
      kind: 'pointwise',
      name: 'never',
      of: (_x: number, y: number) => (y === 4 ? 0 : -Infinity),
    } as const;
    expect(tiltedPolicy(base, never, 2).law(0).mass(4)).toBe(1);
  });

  it('of any power are laws: the largest finite exponent is greedy', () => {
    for (const law of [FiniteLaw.uniform(4), FiniteLaw.fromMasses([0.4, 0.4, 0.2])]) {
      const greedy = powerPolicy(new TabularPolicy([law]), Number.MAX_VALUE).law(0);
      const peak = Math.max(...law.masses());
      const modes = [...law.masses()].filter((mass) => mass === peak).length;
      law.masses().forEach((mass, y) => expect(greedy.mass(y)).toBeCloseTo(mass === peak ? 1 / modes : 0, 15));
    }
  });

  it('adaptive: the law of each prompt, kept, and the class of them', () => {
    const policy = adaptiveBestOfNPolicy(base, 1.5);
    for (const prompt of [0, 1]) {
      const exact = adaptiveBestOfNLaw(base.law(prompt), 1.5).law;
      expect(Array.from(policy.law(prompt).logMasses)).toEqual(Array.from(exact.logMasses));
    }
    expect(policy.law(0)).toBe(adaptiveBestOfNPolicy(base, 1.5).law(0));
    expect(adaptiveBestOfNPolicy(base, 2).law(0)).not.toBe(policy.law(0));
    const family = hardFamily({ prompts: 2, responses: 8, hardMass: 0.5 });
    const made = adaptiveBestOfNClass(family, 2).member([0, 4, 0]);
    for (let prompt = 0; prompt < 3; prompt++) {
      const exact = adaptiveBestOfNLaw(family.baseClass.member([0, 4, 0]).law(prompt), 2).law;
      expect(Array.from(made.law(prompt).logMasses)).toEqual(Array.from(exact.logMasses));
    }
  });

  it('best of N by answer mass is best-of-N by the sums of masses, whatever the map', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 7 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 7, maxLength: 7 }),
        fc.integer({ min: 1, max: 30 }),
        (weights, map, N) => {
          const total = weights.reduce((a, b) => a + b, 0);
          const policy = TabularPolicy.fromMasses([weights.map((weight) => weight / total)]);
          const sums = weights.map((_, y) =>
            weights.reduce((sum, weight, z) => (map[z] === map[y] ? sum + weight : sum), 0),
          );
          const made = bestOfNPolicy(
            policy,
            N,
            answerMass((y) => map[y]!, policy),
          ).law(0);
          const exact = bestOfNLaw(policy.law(0), N, sums);
          weights.forEach((_, y) => near(made.mass(y), exact.mass(y)));
        },
      ),
      { seed: 261, numRuns: 300 },
    );
  });
});
