import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/math/domainError.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { bestOfNClass } from '../../src/policies/classes/bestOfNClass.ts';
import { bestOfNPolicy } from '../../src/policies/transforms/bestOfNPolicy.ts';
import type { ExplicitPolicy } from '../../src/policies/explicitPolicy.ts';
import { FiniteClass } from '../../src/policies/classes/finiteClass.ts';
import type { Observations } from '../../src/policies/data/observations.ts';
import type { PolicyClass } from '../../src/policies/classes/policyClass.ts';
import { ProductClass } from '../../src/policies/classes/productClass.ts';
import type { ProductPolicy } from '../../src/policies/productPolicy.ts';
import { RewardPairs } from '../../src/policies/data/rewardPairs.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { tied } from '../../src/math/tolerance.ts';
import {
  allChoices,
  equal,
  firstLargest,
  massOf,
  rationalLaw,
  smallList,
  smallProduct,
  someRows,
  times,
} from '../support/smallClasses.ts';
import type { Fraction, RationalLaw } from '../support/smallClasses.ts';

/** A class beside the list of all its members, in the order in which ties are decided. */
interface Case {
  readonly class_: PolicyClass;
  readonly members: readonly (readonly RationalLaw[])[];
  /** Which of the listed members a fit returned. */
  readonly indexOf: (fitted: ExplicitPolicy) => number;
}

function productCase(lists: RationalLaw[][]): Case {
  const choices = allChoices(lists.map((laws) => laws.length));
  return {
    class_: new ProductClass(lists.map((laws) => laws.map(({ law }) => law))),
    members: choices.map((choice) => choice.map((i, prompt) => lists[prompt]![i]!)),
    indexOf: (fitted) => {
      const chosen = (fitted as ProductPolicy).choices;
      return choices.findIndex((choice) => choice.every((i, prompt) => chosen[prompt] === i));
    },
  };
}

function listCase(members: RationalLaw[][]): Case {
  const policies = members.map((laws) => new TabularPolicy(laws.map(({ law }) => law)));
  return {
    class_: new FiniteClass(policies),
    members,
    indexOf: (fitted) => policies.indexOf(fitted as TabularPolicy),
  };
}

const cases: [string, fc.Arbitrary<Case>][] = [
  ['ProductClass', smallProduct.map(productCase)],
  ['FiniteClass', smallList.map(listCase)],
];

/** One row per observation; the likelihoods of a true member where one is given. */
function observed(
  { class_ }: Case,
  rows: readonly (readonly [number, number])[],
  truth?: readonly RationalLaw[],
): Observations<number, number> {
  const prompts = rows.map(([prompt]) => prompt % class_.prompts);
  const responses = rows.map(([, response]) => response % class_.responses);
  const logLikelihoods = responses.map((response, i) => truth?.[prompts[i]!]!.law.logMasses[response]! ?? -1);
  return { prompts, perPrompt: 1, responses, logLikelihoods };
}

/** The product of all rows' values under one member. */
function productOver(
  data: Observations<number, number>,
  value: (prompt: number, response: number) => Fraction,
): Fraction {
  return Array.from(data.responses, (response, i) => value(data.prompts[i]!, response)).reduce<Fraction>(times, [
    1n,
    1n,
  ]);
}

function expectFit(fit: () => ExplicitPolicy, expected: number, { indexOf }: Case): void {
  if (expected < 0) expect(fit).toThrow(DomainError);
  else expect(indexOf(fit())).toBe(expected);
}

describe.each(cases)('%s', (_, someCase) => {
  it('fits by maximum likelihood as going through all members does, the first of ties', () => {
    fc.assert(
      fc.property(someCase, someRows, (one, rows) => {
        const data = observed(one, rows);
        const likelihoods = one.members.map((laws) => productOver(data, (x, y) => massOf(laws[x]!, y)));
        expectFit(() => one.class_.fit({ kind: 'maximumLikelihood', data }), firstLargest(likelihoods), one);
      }),
      { seed: 201, numRuns: 3000 },
    );
  });

  it('fits by the posterior as going through all members does, the first of ties', () => {
    fc.assert(
      fc.property(someCase, someRows, fc.nat(), (one, rows, nature) => {
        const truth = one.members[nature % one.members.length]!;
        const { prompts, responses } = one.class_;
        const possible = rows.filter(([x, y]) => truth[x % prompts]!.weights[y % responses]! > 0);
        const data = observed(one, possible, truth);
        const posterior = one.members.map((laws) =>
          productOver(data, (x, y) => {
            const mass = massOf(laws[x]!, y);
            return equal(mass, massOf(truth[x]!, y)) ? mass : [0n, 1n];
          }),
        );
        expectFit(() => one.class_.fit({ kind: 'bayesFit', data }), firstLargest(posterior), one);
      }),
      { seed: 202, numRuns: 1500 },
    );
  });

  it('refuses to fit by a posterior that excludes every member', () => {
    fc.assert(
      fc.property(someCase, someRows, (one, rows) => {
        fc.pre(rows.length > 0);
        const data = { ...observed(one, rows), logLikelihoods: rows.map(() => Math.log(0.123)) };
        expect(() => one.class_.fit({ kind: 'bayesFit', data })).toThrow(
          'bayesFit: data must be possible under some member of the class',
        );
      }),
      { seed: 203, numRuns: 100 },
    );
  });

  it('fits counts as it fits repeated rows, and rows of several responses a prompt likewise', () => {
    const counts = fc.array(fc.nat(3), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(someCase, someRows, counts, fc.nat(), (one, rows, times, nature) => {
        const truth = one.members[nature % one.members.length]!;
        const { prompts, responses } = one.class_;
        const possible = rows.filter(([x, y]) => truth[x % prompts]!.weights[y % responses]! > 0);
        const counted = { ...observed(one, possible, truth), counts: possible.map((_, i) => times[i]!) };
        const repeated = observed(
          one,
          possible.flatMap((row, i) => Array.from({ length: times[i]! }, () => row)),
          truth,
        );
        const typed = {
          prompts: Int32Array.from(repeated.prompts),
          perPrompt: 1,
          responses: Int32Array.from(repeated.responses),
          logLikelihoods: Float64Array.from(repeated.logLikelihoods),
        };
        const sorted = possible.toSorted(([a], [b]) => (a % prompts) - (b % prompts));
        const twice = observed(
          one,
          sorted.flatMap((row) => [row, row]),
          truth,
        );
        const grouped = {
          ...observed(
            one,
            sorted.flatMap((row) => [row, row]),
            truth,
          ),
          prompts: observed(one, sorted).prompts,
          perPrompt: 2,
        };
        for (const fit of ['maximumLikelihood', 'bayesFit'] as const) {
          const expected = one.indexOf(one.class_.fit({ kind: fit, data: repeated }));
          expect([
            one.indexOf(one.class_.fit({ kind: fit, data: counted })),
            one.indexOf(one.class_.fit({ kind: fit, data: typed })),
          ]).toEqual([expected, expected]);
          expect(one.indexOf(one.class_.fit({ kind: fit, data: grouped }))).toBe(
            one.indexOf(one.class_.fit({ kind: fit, data: twice })),
          );
        }
      }),
      { seed: 204, numRuns: 500 },
    );
  });

  it('leaves rows that were counted zero times out of account, impossible ones too', () => {
    const one = productCase([[rationalLaw([1, 1, 0]), rationalLaw([1, 3, 0])]]);
    const data = {
      prompts: [0, 0],
      perPrompt: 1,
      responses: [1, 2],
      logLikelihoods: [Math.log(0.5), 0],
      counts: [2, 0],
    };
    expect(one.indexOf(one.class_.fit({ kind: 'maximumLikelihood', data }))).toBe(1);
    expect(one.indexOf(one.class_.fit({ kind: 'bayesFit', data }))).toBe(0);
  });

  const somePairs = fc.array(
    fc.record({
      row: fc.tuple(fc.nat(11), fc.nat(11), fc.nat(11)),
      rewardGap: fc.integer({ min: -14, max: 14 }).map((k) => k / 7),
      baseLogRatio: fc.integer({ min: -10, max: 10 }).map((k) => k / 5),
    }),
    { maxLength: 12 },
  );
  const weightOfOptimism = fc.nat(9).map((k) => k / 3);
  const beta = fc.integer({ min: 1, max: 20 }).map((k) => k / 4);

  type SomePairs = typeof somePairs extends fc.Arbitrary<infer T> ? T : never;
  const pairsOf = ({ class_ }: Case, some: SomePairs) =>
    some.map(({ row: [x, y, z], rewardGap, baseLogRatio }) => ({
      prompt: x % class_.prompts,
      response: y % class_.responses,
      baseline: z % class_.responses,
      rewardGap,
      baseLogRatio,
    }));

  it('fits with optimism as going through all members does, the first of ties', () => {
    fc.assert(
      fc.property(someCase, somePairs, weightOfOptimism, beta, (one, some, alpha, beta) => {
        const pairs = new RewardPairs<number, number>();
        for (const pair of pairsOf(one, some)) pairs.append(pair);
        const losses = one.members.map((laws) =>
          pairs.from(0).reduce((sum, { prompt, response, baseline, rewardGap, baseLogRatio }) => {
            const { logMasses } = laws[prompt]!.law;
            const [logY, logZ] = [logMasses[response]!, logMasses[baseline]!];
            if (logY === -Infinity || logZ === -Infinity) return Infinity;
            return sum + alpha * logZ + (beta * (logY - logZ - baseLogRatio) - rewardGap) ** 2;
          }, 0),
        );
        const least = Math.min(...losses);
        // Losses that tie are equal ratios of integers in one way or another; all others differ by far more than rounding.
        const expected = least === Infinity ? -1 : losses.findIndex((loss) => tied(loss, least));
        expectFit(() => one.class_.fit({ kind: 'optimisticFit', pairs, alpha, beta }), expected, one);
      }),
      { seed: 205, numRuns: 2000 },
    );
  });

  it('fits growing pairs as it would fit them afresh, whatever was fitted in between', () => {
    fc.assert(
      fc.property(
        someCase,
        fc.array(somePairs, { minLength: 2, maxLength: 5 }),
        fc.array(fc.tuple(weightOfOptimism, beta), { minLength: 5, maxLength: 5 }),
        (one, rounds, weights) => {
          const grown = [new RewardPairs<number, number>(), new RewardPairs<number, number>()] as const;
          const fit = (pairs: RewardPairs<number, number>, alpha: number, beta: number): number | 'refused' => {
            try {
              return one.indexOf(one.class_.fit({ kind: 'optimisticFit', pairs, alpha, beta }));
            } catch (error) {
              expect(error).toBeInstanceOf(DomainError);
              return 'refused';
            }
          };
          rounds.forEach((some, round) => {
            // Two data sets grow in turn, under changing weights: neither may disturb the other.
            const pairs = grown[round % 2]!;
            for (const pair of pairsOf(one, some)) pairs.append(pair);
            for (const [alpha, beta] of [weights[round]!, weights[(round + 1) % 5]!]) {
              const copy = new RewardPairs<number, number>();
              for (const pair of pairs.from(0)) copy.append(pair);
              expect(fit(pairs, alpha, beta)).toBe(fit(copy, alpha, beta));
            }
          });
        },
      ),
      { seed: 206, numRuns: 400 },
    );
  });

  it('contains its members and nothing else', () => {
    fc.assert(
      fc.property(someCase, fc.nat(), (one, pick) => {
        const laws = one.members[pick % one.members.length]!.map(({ law }) => law);
        expect(one.class_.contains(new TabularPolicy(laws))).toBe(true);
        expect(one.class_.contains(new TabularPolicy([...laws, laws[0]!]))).toBe(false);
        if (one.class_.responses === 1) return;
        // No member has irrational masses.
        const odd = FiniteLaw.fromLogWeights(Array.from({ length: one.class_.responses }, (_, y) => Math.SQRT1_2 * y));
        expect(one.class_.contains(new TabularPolicy([...laws.slice(1), odd]))).toBe(false);
        const longer = laws.map((law) => FiniteLaw.fromLogMasses([...(law.logMasses as Float64Array), -Infinity]));
        expect(one.class_.contains(new TabularPolicy(longer))).toBe(false);
      }),
      { seed: 207, numRuns: 300 },
    );
  });

  it('knows the log of its size', () => {
    fc.assert(
      fc.property(someCase, (one) => {
        expect(Math.abs(one.class_.logSize! - Math.log(one.members.length))).toBeLessThanOrEqual(1e-14);
      }),
      { seed: 208, numRuns: 100 },
    );
  });

  it('has among its best-of-N laws those of every member, and still knows whom they were made from', () => {
    fc.assert(
      fc.property(someCase, fc.integer({ min: 1, max: 20 }), fc.nat(), someRows, (one, N, nature, rows) => {
        const truth = one.members[nature % one.members.length]!;
        const base = new TabularPolicy(truth.map(({ law }) => law));
        const class_ = bestOfNClass({ baseClass: one.class_ as ProductClass }, N);
        expect(class_.logSize).toBe(one.class_.logSize);
        expect(class_.contains(bestOfNPolicy(base, N))).toBe(true);
        const { prompts, responses } = class_;
        const data = observed(
          one,
          rows.filter(([x, y]) => truth[x % prompts]!.weights[y % responses]! > 0),
          truth,
        );
        // The posterior is that of the base policies; what it returns is their best-of-N policy.
        const fitted = class_.fit({ kind: 'bayesFit', data });
        const ofBase = one.class_.fit({ kind: 'bayesFit', data });
        for (let x = 0; x < prompts; x++) {
          expect(fitted.law(x).logMasses).toEqual(bestOfNPolicy(ofBase, N).law(x).logMasses);
        }
      }),
      { seed: 209, numRuns: 200 },
    );
  });
});

describe('a fit', () => {
  it('never picks a member that gives an observation mass zero', () => {
    const impossible = FiniteLaw.fromMasses([1, 0]);
    const possible = FiniteLaw.fromMasses([0.5, 0.5]);
    const data = { prompts: [0], perPrompt: 1, responses: [1], logLikelihoods: [Math.log(0.5)] };
    const fitted = new ProductClass([[impossible, possible]]).fit({ kind: 'maximumLikelihood', data }) as ProductPolicy;
    expect([...fitted.choices]).toEqual([1]);
  });

  it('takes products of likelihoods for tied however they are rounded', () => {
    // 1/6 * 1/3 * 1/2 in both, but not in the same order of responses.
    const [a, b] = [rationalLaw([1, 2, 3]), rationalLaw([3, 1, 2])];
    const data = { prompts: [0, 0, 0], perPrompt: 1, responses: [0, 1, 2], logLikelihoods: [-1, -1, -1] };
    for (const pair of [
      [a, b],
      [b, a],
    ]) {
      const fitted = new ProductClass([pair.map(({ law }) => law)]).fit({
        kind: 'maximumLikelihood',
        data,
      }) as ProductPolicy;
      expect([...fitted.choices]).toEqual([0]);
    }
  });

  it('says which fit found no possible member', () => {
    const class_ = new ProductClass([[FiniteLaw.pointMass(2, 0)], [FiniteLaw.uniform(2)]]);
    const data = { prompts: [0], perPrompt: 1, responses: [1], logLikelihoods: [0] };
    const reason = 'data must be possible under some member of the class';
    expect(() => class_.fit({ kind: 'maximumLikelihood', data })).toThrow(`maximumLikelihood: ${reason}`);
    expect(() => class_.fit({ kind: 'bayesFit', data })).toThrow(`bayesFit: ${reason}`);
    const pairs = new RewardPairs<number, number>();
    pairs.append({ prompt: 0, response: 1, baseline: 0, rewardGap: 0, baseLogRatio: 0 });
    expect(() => class_.fit({ kind: 'optimisticFit', pairs, alpha: 1, beta: 1 })).toThrow(`optimisticFit: ${reason}`);
  });

  it('has the value of its formula', () => {
    // One pair, beta = 2, alpha = 3: residual 2 (log 3 - 1/2) - 1, and alpha log pi(y'|x) = 3 log 1/4.
    const [even, steep] = [FiniteLaw.uniform(2), FiniteLaw.fromMasses([0.75, 0.25])];
    const loss = { even: 3 * Math.log(0.5) + 4, steep: 3 * Math.log(0.25) + (2 * (Math.log(3) - 0.5) - 1) ** 2 };
    expect(loss.steep).toBeLessThan(loss.even);
    const pairs = new RewardPairs<number, number>();
    pairs.append({ prompt: 0, response: 0, baseline: 1, rewardGap: 1, baseLogRatio: 0.5 });
    const chosen = (alpha: number): number =>
      (new ProductClass([[even, steep]]).fit({ kind: 'optimisticFit', pairs, alpha, beta: 2 }) as ProductPolicy)
        .choices[0]!;
    expect(chosen(3)).toBe(1);
    // Were optimism's sign the other way, alpha = 100 would prefer the even law.
    expect(chosen(100)).toBe(1);
    expect(100 * Math.log(0.25) + loss.steep - 3 * Math.log(0.25)).toBeLessThan(100 * Math.log(0.5) + 4);
  });
});

describe('ProductClass', () => {
  it('makes the member of given choices', () => {
    const laws = [FiniteLaw.pointMass(3, 0), FiniteLaw.pointMass(3, 1)];
    const class_ = new ProductClass([laws, laws]);
    const member = class_.member([1, 0]);
    expect([member.law(0), member.law(1)]).toEqual([laws[1], laws[0]]);
    expect(() => class_.member([0])).toThrow('ProductClass.member: choices must be of length 2');
    expect(() => class_.member([0, 2])).toThrow('ProductClass.member: choices[1] must be an integer in [0, 1], got 2');
    expect(() => member.law(2)).toThrow('ProductPolicy.law: prompt must be an integer in [0, 1], got 2');
  });

  it('of 10^6 prompts with 3 laws each fits without being enumerated', () => {
    const laws = [
      FiniteLaw.fromMasses([0.5, 0.25, 0.25]),
      FiniteLaw.fromMasses([0.25, 0.5, 0.25]),
      FiniteLaw.fromMasses([0.25, 0.25, 0.5]),
    ];
    const prompts = 1_000_000;
    const class_ = new ProductClass(Array.from({ length: prompts }, () => laws));
    const responses = Int32Array.from({ length: prompts }, (_, x) => (x * 7) % 3);
    const data = {
      prompts: Int32Array.from(responses.keys()),
      perPrompt: 1,
      responses,
      logLikelihoods: new Float64Array(prompts),
    };
    const fitted = class_.fit({ kind: 'maximumLikelihood', data }) as ProductPolicy;
    expect(fitted.choices.every((choice, x) => choice === responses[x])).toBe(true);
  });
});
