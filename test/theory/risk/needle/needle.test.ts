import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { needleDifferencesRisk } from '../../../../src/theory/risk/needle/needleDifferences.ts';
import { needlePairs } from '../../../../src/theory/risk/needle/needlePairs.ts';
import { needleTemperature, sharpenedMasses } from '../../../../src/theory/risk/needle/needleParameters.ts';
import type { NeedleParameters } from '../../../../src/theory/risk/needle/needleParameters.ts';
import { needleSamples } from '../../../../src/theory/risk/needle/needleSamples.ts';
import { needleSftRisk, needleSftSamples } from '../../../../src/theory/risk/needle/needleSft.ts';
import { groups } from '../../../support/groups.ts';
import { relative } from '../../../support/relative.ts';

const small = { responses: 64, hypotheses: 8, bonus: 1 };
const sizes = [64, 256, 1024, 4096];
const of = (responses: number): NeedleParameters => ({ ...small, responses });
const parameters = fc
  .tuple(
    fc.integer({ min: 2, max: 12 }),
    fc.integer({ min: 0, max: 60 }),
    fc.double({ min: 0.01, max: 5, noNaN: true }),
  )
  .map(([hypotheses, more, bonus]) => ({ responses: hypotheses + more, hypotheses, bonus }));

/** Every pair of responses with its chance where response 0 is y*. */
function pairsOf({ responses, bonus }: NeedleParameters): { y: number; z: number; mass: number }[] {
  const mass = (y: number): number => (y === 0 ? 1 + bonus : 1) / (responses + bonus);
  const all = Array.from({ length: responses }, (_, y) => y);
  return all.flatMap((y) => all.map((z) => ({ y, z, mass: mass(y) * mass(z) })));
}

/** P[tau > n] and the failure from the definition: all sequences of n events, by the hypotheses that they leave. */
function byEnumeration(
  hypotheses: number,
  events: readonly { readonly mass: number; agrees(k: number): boolean }[],
  n: number,
): { survival: number; failure: number } {
  const all = Array.from({ length: hypotheses }, (_, k) => k);
  const cuts = groups(
    events.map(({ mass, agrees }) => ({ mass, mask: all.reduce((m, k) => m | (agrees(k) ? 1 << k : 0), 0) })),
    ({ mask }) => mask,
  ).map((same) => ({ mask: same[0]!.mask, mass: same.reduce((sum, { mass }) => sum + mass, 0) }));
  let law = new Map([[2 ** hypotheses - 1, 1]]);
  for (let step = 0; step < n; step++) {
    const next = new Map<number, number>();
    for (const [left, chance] of law) {
      for (const { mask, mass } of cuts) next.set(left & mask, (next.get(left & mask) ?? 0) + chance * mass);
    }
    law = next;
  }
  let [survival, failure] = [0, 0];
  for (const [left, chance] of law) {
    const size = all.filter((k) => (left >> k) & 1).length;
    if (size > 1) survival += chance;
    failure += chance * (1 - 1 / size);
  }
  return { survival, failure };
}

describe('pairs of the base policy on the needle with a short list', () => {
  it('take as many as the worked-out page says', () => {
    expect(sizes.map((S) => needlePairs(of(S)).quantile(0.5))).toEqual([12, 45, 178, 710]);
    expect(sizes.map((S) => needlePairs(of(S)).stepsFor(0.1))).toEqual([32, 124, 492, 1965]);
    expect(needlePairs(small).quantile(0.9)).toBe(37);
    // The last from fractions: 996.2826734051, where the page has 996.2826734053.
    const means = [16.297756906470923, 62.9528891869, 249.6167144827, 996.2826734051334];
    sizes.forEach((S, i) =>
      expect(relative(needlePairs(of(S)).mean, means[i]!)).toBeLessThan(2e-13 + (i % 3 ? 1e-11 : 0)),
    );
    expect(needlePairs(small).survival(10)).toBeCloseTo(0.5406280965, 10);
    expect(needlePairs(small).failure(10)).toBeCloseTo(0.448306776, 10);
    // The medians that were seen in simulations are these quantiles.
    const seen = [11, 40, 165, 628].map((n, i) => 1 - needlePairs(of(sizes[i]!)).survival(n));
    seen.forEach((share) => expect(share).toBeGreaterThan(0.45));
    seen.forEach((share) => expect(share).toBeLessThan(0.5));
  });

  it('grow like S + h: the median is 0.1732406349 (S + h) in the limit, the mean half of 1/(1 + h) - Beta(1 + h, K)', () => {
    const S = 2 ** 30;
    const wait = needlePairs(of(S));
    expect(wait.quantile(0.5) / (S + 1)).toBeCloseTo(0.1732406349, 8);
    expect(wait.mean / (S + 1)).toBeCloseTo((1 / 2 - 1 / (8 * 9)) / 2, 8);
  });

  it('leave what all sequences of pairs leave', () => {
    for (const needle of [
      { responses: 2, hypotheses: 2, bonus: 0.5 },
      { responses: 5, hypotheses: 3, bonus: 1 },
      { responses: 6, hypotheses: 6, bonus: 2 },
    ]) {
      const events = pairsOf(needle).map(({ y, z, mass }) => {
        const difference = (k: number): number => Number(y === k) - Number(z === k);
        return { mass, agrees: (k: number) => difference(k) === difference(0) };
      });
      for (const n of [0, 1, 2, 5, 20]) {
        const { survival, failure } = byEnumeration(needle.hypotheses, events, n);
        expect(relative(needlePairs(needle).survival(n), survival)).toBeLessThan(1e-12);
        expect(relative(needlePairs(needle).failure(n), failure)).toBeLessThan(1e-12);
      }
    }
  });

  it('have a chain where the alternating sum would lose its digits', () => {
    // 299 terms of up to 1e89: from 300 digits.
    const many = { responses: 5000, hypotheses: 300, bonus: 1 };
    expect(relative(needlePairs(many).survival(500), 0.6703736916631784)).toBeLessThan(1e-11);
    expect(relative(needlePairs(many).failure(500), 0.6676443708232712)).toBeLessThan(1e-11);
    expect(relative(needleSamples(many).failure(1000), 0.6675908853750196)).toBeLessThan(1e-11);
  });

  it('keep their digits far out', () => {
    // One wrong hypothesis is left: P[tau > n] = a_1^n (K - 1), up to a_2^n.
    const a1 = 1 - (3 / 65) * (2 - 3 / 65) + (4 + 1) / 65 ** 2;
    expect(relative(needlePairs(small).survival(7000), 7 * Math.exp(7000 * Math.log(a1)))).toBeLessThan(1e-11);
    expect(needlePairs(small).survival(1e9)).toBe(0);
  });
});

describe('samples of the base policy with their likelihoods', () => {
  it('take as many as the worked-out page says', () => {
    expect(sizes.map((S) => needleSamples(of(S)).stepsFor(0.1))).toEqual([62, 246, 982, 3928]);
    expect(needleSamples(small).failure(20)).toBeCloseTo(0.4435617789, 10);
  });

  it('leave what all sequences of draws leave', () => {
    for (const needle of [
      { responses: 2, hypotheses: 2, bonus: 0.5 },
      { responses: 6, hypotheses: 4, bonus: 1 },
      { responses: 5, hypotheses: 5, bonus: 3 },
    ]) {
      const { responses, hypotheses, bonus } = needle;
      const events = Array.from({ length: responses }, (_, y) => ({
        mass: (y === 0 ? 1 + bonus : 1) / (responses + bonus),
        agrees: (k: number) => (y === k) === (y === 0),
      }));
      for (const m of [0, 1, 2, 5, 20]) {
        const { survival, failure } = byEnumeration(hypotheses, events, m);
        expect(relative(needleSamples(needle).survival(m), survival)).toBeLessThan(1e-12);
        expect(relative(needleSamples(needle).failure(m), failure)).toBeLessThan(1e-12);
      }
    }
  });
});

describe('differences of rewards alone', () => {
  it('allow what the best guess after each sequence of pairs reaches', () => {
    for (const [needle, pairs] of [
      [{ responses: 2, hypotheses: 2, bonus: 0.5 }, 5],
      [{ responses: 3, hypotheses: 3, bonus: 1 }, 4],
      [{ responses: 4, hypotheses: 3, bonus: 2 }, 3],
      [{ responses: 4, hypotheses: 4, bonus: 0.3 }, 3],
    ] as const) {
      const { responses, hypotheses, bonus } = needle;
      const mass = (y: number, k: number): number => (y === k ? 1 + bonus : 1) / (responses + bonus);
      /** P[the best guess is right]: what was drawn and the differences are seen, so the likeliest hypothesis is taken. */
      const right = (left: number, hypothesesLeft: readonly (readonly [k: number, chance: number])[]): number => {
        if (left === 0) return Math.max(...hypothesesLeft.map(([, chance]) => chance));
        let sum = 0;
        for (let y = 0; y < responses; y++) {
          for (let z = 0; z < responses; z++) {
            const parts = groups(hypothesesLeft, ([k]) => Number(y === k) - Number(z === k));
            for (const part of parts) {
              sum += right(
                left - 1,
                part.map(([k, chance]) => [k, chance * mass(y, k) * mass(z, k)] as const),
              );
            }
          }
        }
        return sum;
      };
      const all = Array.from({ length: hypotheses }, (_, k) => [k, 1 / hypotheses] as const);
      expect(needleDifferencesRisk({ ...needle, pairs })).toBeCloseTo(1 - right(pairs, all), 9);
    }
  });

  it('keep their digits: of two responses only how often either came up twice tells anything', () => {
    // sum_c C(60, c) (b*^2)^c (b^2)^(60 - c) (1{c < 30} + 1{c = 30}/2), from fractions.
    const risk = needleDifferencesRisk({ responses: 2, hypotheses: 2, bonus: 0.5, pairs: 60 });
    expect(relative(risk, 9.239633676732425e-21)).toBeLessThan(1e-12);
  });

  it('are between likelihoods and DPO', () => {
    expect(needleDifferencesRisk({ ...small, pairs: 10 })).toBeCloseTo(0.444936642, 9);
    fc.assert(
      fc.property(parameters, fc.integer({ min: 0, max: 60 }), (needle, pairs) => {
        const above = needlePairs(needle).failure(pairs);
        fc.pre(above >= 1e-30);
        const risk = needleDifferencesRisk({ ...needle, pairs });
        expect(risk).toBeLessThanOrEqual(above * (1 + 1e-9));
        expect(risk).toBeGreaterThanOrEqual(needleSamples(needle).failure(2 * pairs) * (1 - 1e-9));
      }),
    );
  });
});

describe('every waiting time', () => {
  it('falls with n, has the sum of its tail as its mean, and turns round', () => {
    fc.assert(
      fc.property(parameters, fc.double({ min: 0.02, max: 0.98, noNaN: true }), (needle, share) => {
        for (const wait of [needlePairs(needle), needleSamples(needle)]) {
          let [sum, n] = [0, 0];
          for (; wait.survival(n) > 1e-14; n++) {
            sum += wait.survival(n);
            expect(wait.survival(n + 1)).toBeLessThanOrEqual(wait.survival(n));
            expect(wait.failure(n + 1)).toBeLessThanOrEqual(wait.failure(n) * (1 + 1e-13));
            expect(wait.failure(n)).toBeLessThanOrEqual(wait.survival(n));
          }
          expect(relative(wait.mean, sum)).toBeLessThan(1e-9);
          const [at, steps] = [wait.quantile(share), wait.stepsFor(share)];
          expect(wait.survival(at)).toBeLessThanOrEqual(1 - share);
          if (at > 0) expect(wait.survival(at - 1)).toBeGreaterThan(1 - share);
          expect(wait.failure(steps)).toBeLessThanOrEqual(share);
          if (steps > 0) expect(wait.failure(steps - 1)).toBeGreaterThan(share);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of n pairs is between those of n and of 2n samples', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 0, max: 200 }), (needle, n) => {
        const failure = needlePairs(needle).failure(n);
        expect(failure).toBeGreaterThanOrEqual(needleSamples(needle).failure(2 * n) * (1 - 1e-12));
      }),
    );
  });
});

describe('SFT-sharpening on the needle', () => {
  it('takes as many samples as the worked-out page says, and fails as the closed form does', () => {
    const needed = sizes.map((S) => needleSftSamples({ ...of(S), delta: 0.1, risk: 0.1 }));
    expect(needed).toEqual([74, 295, 1179, 4716]);
    const risk = needleSftRisk({ ...small, n: 1, N: 74, delta: 0.1 });
    expect(relative(risk, (1 - 2 / 65) ** 74 * (1 - 56 / (63 * 8)))).toBeLessThan(1e-12);
    expect(risk).toBeCloseTo(0.088, 3);
    expect(needleSftRisk({ ...small, n: 1, N: 73, delta: 0.1 })).toBe(1);
  });

  it('is what all sequences of best-of-N responses give', () => {
    for (const needle of [
      { responses: 4, hypotheses: 3, bonus: 1 },
      { responses: 5, hypotheses: 5, bonus: 0.5 },
      { responses: 5, hypotheses: 2, bonus: 1 },
    ]) {
      const { responses, hypotheses, bonus } = needle;
      for (const [n, N] of [
        [1, 3],
        [2, 2],
        [4, 3],
      ] as const) {
        const missed = (1 - (1 + bonus) / (responses + bonus)) ** N;
        const mass = (y: number): number => (y === 0 ? 1 - missed : missed / (responses - 1));
        const failureOf = (counts: readonly number[]): number => {
          const most = Math.max(...counts);
          return counts[0] === most ? 1 - 1 / counts.filter((count) => count === most).length : 1;
        };
        const sum = (left: number, counts: readonly number[]): number =>
          left === 0
            ? failureOf(counts)
            : Array.from({ length: responses }, (_, y) => y).reduce(
                (all, y) =>
                  all +
                  mass(y) *
                    sum(
                      left - 1,
                      counts.map((count, k) => (k === y ? count + 1 : count)),
                    ),
                0,
              );
        const exact = sum(n, Array<number>(hypotheses).fill(0));
        expect(relative(needleSftRisk({ ...needle, n, N, delta: 0.99 }), exact)).toBeLessThan(1e-12);
      }
    }
  });

  it('is never below the minimax risk, and best with one prompt', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 }), (needle, n, N) => {
        const at = { ...needle, delta: 0.999 };
        const risk = needleSftRisk({ ...at, n, N });
        expect(risk).toBeGreaterThanOrEqual(needleSamples(needle).failure(n * N) * (1 - 1e-12));
        expect(risk).toBeGreaterThanOrEqual(needleSftRisk({ ...at, n: 1, N: n * N }) * (1 - 1e-12));
      }),
    );
  });

  it('turns round', () => {
    fc.assert(
      fc.property(parameters, fc.double({ min: 1e-6, max: 0.9, noNaN: true }), (needle, risk) => {
        const at = { ...needle, delta: 0.1 };
        const N = needleSftSamples({ ...at, risk });
        expect(needleSftRisk({ ...at, n: 1, N })).toBeLessThanOrEqual(risk * (1 + 1e-9));
        if (N > 1) expect(needleSftRisk({ ...at, n: 1, N: N - 1 })).toBeGreaterThan(risk * (1 - 1e-9));
      }),
    );
  });
});

describe('the temperature of a needle', () => {
  it('is where pi*_beta just has 1 - delta on y*', () => {
    fc.assert(
      fc.property(parameters, fc.double({ min: 1e-6, max: 0.5, noNaN: true }), (needle, delta) => {
        const beta = needleTemperature({ ...needle, delta });
        if (beta === Infinity) return;
        const { own, other } = sharpenedMasses({ ...needle, beta });
        expect(relative((needle.responses - 1) * other, delta)).toBeLessThan(1e-9);
        expect(own + (needle.responses - 1) * other).toBeCloseTo(1, 12);
      }),
    );
    expect(needleTemperature({ responses: 2, hypotheses: 2, bonus: 9, delta: 0.2 })).toBe(Infinity);
  });
});
