import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { pluralityLaw } from '../../../src/laws/transforms/pluralityLaw.ts';
import { big, errorOf, math } from '../../support/bigNumber.ts';
import { eachCounts, factorial } from '../../support/eachCounts.ts';
import { ratio } from '../../support/ratio.ts';

/** The probability of each answer to win over `denominator`, ties shared evenly; a multiple of 1, 2, ..., K is taken. */
function enumerate(weights: readonly number[], N: number): { wins: bigint[]; denominator: bigint } {
  const wins = weights.map(() => 0n);
  const shares = factorial(weights.length);
  eachCounts(weights.length, N, (counts) => {
    const most = Math.max(...counts);
    const ties = counts.filter((count) => count === most).length;
    let weight = factorial(N);
    counts.forEach((count, i) => (weight = (weight / factorial(count)) * BigInt(weights[i]!) ** BigInt(count)));
    counts.forEach((count, i) => {
      if (count === most) wins[i]! += (weight * shares) / BigInt(ties);
    });
  });
  return { wins, denominator: shares * BigInt(weights.reduce((a, b) => a + b, 0)) ** BigInt(N) };
}

function expectEnumerated(weights: readonly number[], N: number): void {
  const total = weights.reduce((a, b) => a + b, 0);
  const law = pluralityLaw(FiniteLaw.fromMasses(weights.map((weight) => weight / total)), N);
  const { wins, denominator } = enumerate(weights, N);
  wins.forEach((numerator, i) => {
    const exact = ratio(numerator, denominator);
    expect(Math.abs(law.mass(i) - exact), `${weights.join()}, N = ${N}: ${law.mass(i)}, ${exact}`).toBeLessThanOrEqual(
      1e-12 * exact,
    );
  });
}

describe('the law of the plurality of N draws', () => {
  it('of masses (1/2, 3/10, 1/5) and N = 5 gives the first 0.6125', () => {
    // By hand, the first wins with 3, 4, 5 of its own: 10/32 + 5/32 + 1/32; with 2 of 5 where the others have 2, 1 in
    // either order (shared by two): 30 * 1/4 (9/100 * 1/5 + 3/10 * 1/25) / 2.
    const hand = 16 / 32 + (30 * 0.25 * (0.09 * 0.2 + 0.3 * 0.04)) / 2;
    expect(hand).toBeCloseTo(0.6125, 15);
    expect(Math.abs(pluralityLaw(FiniteLaw.fromMasses([0.5, 0.3, 0.2]), 5).mass(0) - 0.6125)).toBeLessThanOrEqual(
      1e-15,
    );
  });

  it('is what all vectors of counts add up to, ties shared evenly', () => {
    const cases = fc.tuple(
      fc
        .array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 })
        .filter((weights) => weights.some((weight) => weight > 0)),
      fc.integer({ min: 1, max: 9 }),
    );
    fc.assert(
      fc.property(cases, ([weights, N]) => expectEnumerated(weights, N)),
      { seed: 211, numRuns: 400 },
    );
  });

  it.each([
    [[1, 1], 500],
    [[51, 49], 301],
    [[5, 3, 2], 60],
    [[1, 1, 1, 1, 1, 1], 12],
    [[1, 2, 3, 94], 25],
  ])('is that also for larger N: weights %j, N = %d', (weights, N) => expectEnumerated(weights, N));

  it('agrees with 360 digits for masses down to 1e-300, but for what is left out below 1e-100', () => {
    const small = fc.record({ lead: fc.integer({ min: 1, max: 9 }), exponent: fc.integer({ min: -300, max: 0 }) });
    const cases = fc.tuple(fc.array(small, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(cases, ([digits, N]) => {
        const listed = digits.map(({ lead, exponent }) => (lead / 40) * 10 ** exponent);
        const masses = [...listed, 1 - listed.reduce((a, b) => a + b, 0)];
        const exact = masses.map(big);
        const total = exact.reduce((a, b) => a.plus(b));
        const wins = masses.map(() => math.bignumber(0));
        eachCounts(masses.length, N, (counts) => {
          const most = Math.max(...counts);
          const ties = counts.filter((count) => count === most).length;
          let weight = math.bignumber(factorial(N).toString()).div(ties);
          counts.forEach((count, i) => {
            weight = weight.div(math.bignumber(factorial(count).toString())).times(exact[i]!.div(total).pow(count));
          });
          counts.forEach((count, i) => {
            if (count === most) wins[i] = wins[i]!.plus(weight);
          });
        });
        const law = pluralityLaw(FiniteLaw.fromMasses(masses), N);
        wins.forEach((win, i) => {
          const gap = big(law.mass(i)).minus(win).abs();
          // What is left out is below 1e-100, times the multinomial coefficient that it carries, at most 6!.
          const allowed = win.times(1e-12).plus(math.bignumber('1e-97'));
          expect(gap.lte(allowed), `${masses.join()}, N = ${N}, ${i}: ${law.mass(i)}, ${win.toNumber()}`).toBe(true);
        });
      }),
      { seed: 212, numRuns: 60 },
    );
  });

  it('keeps the answers that a few draws can give, however light', () => {
    // Of two draws the first is kept where they differ: the law itself.
    const masses = [1e-300, 1e-90, 0.5, 0.5];
    for (const N of [1, 2]) {
      const law = pluralityLaw(FiniteLaw.fromMasses(masses), N);
      masses.forEach((mass, i) => expect(errorOf(law.mass(i), big(mass))).toBeLessThanOrEqual(1e-12));
    }
    expect(pluralityLaw(FiniteLaw.fromMasses([0, 1, 0]), 7).mass(1)).toBe(1);
  });

  it('of one possible answer is that answer, however many draws', () => {
    for (const N of [2000, 1e9]) {
      expect(pluralityLaw(FiniteLaw.pointMass(1, 0), N).mass(0)).toBe(1);
      expect([...pluralityLaw(FiniteLaw.fromMasses([0, 1, 0]), N).masses()]).toEqual([0, 1, 0]);
    }
    expect(() => pluralityLaw(FiniteLaw.uniform(2), 2000)).toThrow('pluralityLaw: N must be at most');
  });

  it('takes as many answers as it says: 100,000 in three draws', () => {
    // Two of three agree with probability about 3e-5; the law stays uniform by symmetry.
    const law = pluralityLaw(FiniteLaw.uniform(100_000), 3);
    expect(law.masses().every((mass) => Math.abs(mass - 1e-5) <= 1e-12 * 1e-5)).toBe(true);
  });
});
