import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfNLaw } from '../../../src/laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { tied } from '../../../src/math/tolerance.ts';
import { big, math } from '../../support/bigNumber.ts';
import { ratio } from '../../support/ratio.ts';

/** Masses from integer weights, exact up to the last bit. */
const lawOf = (weights: readonly number[]): FiniteLaw => {
  const total = weights.reduce((a, b) => a + b, 0);
  return FiniteLaw.fromMasses(weights.map((weight) => weight / total));
};

/** Walks through all K^N outcomes and adds up, for each response, the weight of those where it is the first best. */
function enumerate(weights: readonly number[], rewards: readonly number[], N: number): bigint[] {
  const sums = weights.map(() => 0n);
  const walk = (drawn: number, best: number, weight: bigint): void => {
    if (drawn === N) {
      sums[best] = sums[best]! + weight;
      return;
    }
    weights.forEach((w, y) => {
      if (w > 0) walk(drawn + 1, best < 0 || rewards[y]! > rewards[best]! ? y : best, weight * BigInt(w));
    });
  };
  walk(0, -1, 1n);
  return sums;
}

function expectEnumerated(weights: readonly number[], N: number, rewards: readonly number[], law: FiniteLaw): void {
  const denominator = BigInt(weights.reduce((a, b) => a + b, 0)) ** BigInt(N);
  enumerate(weights, rewards, N).forEach((numerator, y) => {
    const exact = ratio(numerator, denominator);
    expect(Math.abs(law.mass(y) - exact), `response ${y}: ${law.mass(y)}, exactly ${exact}`).toBeLessThanOrEqual(
      1e-12 * exact,
    );
  });
}

const someWeights = fc
  .array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 })
  .filter((weights) => weights.some((weight) => weight > 0));

describe('the law of the best of N', () => {
  it('of the masses (3/10, 3/10, 1/5, 1/10, 1/10) and N = 4 is (609/1250, 609/1250, 3/125, 1/1250, 1/1250)', () => {
    const masses = bestOfNLaw(FiniteLaw.fromMasses([0.3, 0.3, 0.2, 0.1, 0.1]), 4).masses();
    [609 / 1250, 609 / 1250, 3 / 125, 1 / 1250, 1 / 1250].forEach((exact, y) => {
      expect(Math.abs(masses[y]! - exact)).toBeLessThanOrEqual(1e-14 * exact);
    });
  });

  it('is what all K^N outcomes add up to, for every N to 6', () => {
    fc.assert(
      fc.property(someWeights, (weights) => {
        const law = lawOf(weights);
        for (let N = 1; N <= 6; N++) expectEnumerated(weights, N, weights, bestOfNLaw(law, N));
      }),
      { seed: 101, numRuns: 150 },
    );
  });

  it('is what all K^N outcomes add up to under any other reward, ties shared in proportion to the law', () => {
    fc.assert(
      fc.property(
        someWeights,
        fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 5, maxLength: 5 }),
        (weights, all) => {
          const law = lawOf(weights);
          const rewards = all.slice(0, weights.length);
          for (let N = 1; N <= 6; N++) expectEnumerated(weights, N, rewards, bestOfNLaw(law, N, rewards));
        },
      ),
      { seed: 102, numRuns: 150 },
    );
  });

  it('takes rewards for tied that differ in their last bits only', () => {
    const law = FiniteLaw.fromMasses([0.5, 0.3, 0.2]);
    const rewards = [0.1 + 0.2, 0.3, 0];
    expect(rewards[0]).not.toBe(rewards[1]);
    expectEnumerated([5, 3, 2], 3, [1, 1, 0], bestOfNLaw(law, 3, rewards));
  });

  it('never takes an infinite reward for tied with a finite one', () => {
    const law = FiniteLaw.fromMasses([0.5, 0.3, 0.2]);
    expectEnumerated([5, 3, 2], 3, [0, 1, 2], bestOfNLaw(law, 3, [-Infinity, 7, Infinity]));
  });

  it('agrees with 360 digits for masses down to 1e-300 and N to 1e9', () => {
    const exponent = fc.integer({ min: -300, max: 0 });
    const case_ = fc.record({
      digits: fc.array(fc.record({ lead: fc.integer({ min: 1, max: 9 }), exponent }), { minLength: 1, maxLength: 4 }),
      N: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 1e9 })),
    });
    let compared = 0;
    fc.assert(
      fc.property(case_, ({ digits, N }) => {
        const small = digits.map(({ lead, exponent }) => (lead / 50) * 10 ** exponent);
        const masses = [...small, 1 - small.reduce((a, b) => a + b, 0)];
        const law = bestOfNLaw(FiniteLaw.fromMasses(masses), N);
        const exact = masses.map(big);
        const total = exact.reduce((a, b) => a.plus(b));
        masses.forEach((mass, y) => {
          if (mass === 0) return;
          const sum = (take: (other: number) => boolean) =>
            exact.reduce((a, b, i) => (take(masses[i]!) ? a.plus(b) : a), math.bignumber(0)).div(total);
          const [upTo, below, level] = [sum((m) => m <= mass), sum((m) => m < mass), sum((m) => m === mass)];
          const reference = upTo.pow(N).minus(below.pow(N)).times(exact[y]!.div(total)).div(level).ln();
          // Relative to the log mass: N log F cannot be had to more digits than log F has.
          const allowed = 1e-12 * Math.max(1, Math.abs(reference.toNumber()));
          expect(Math.abs(big(law.logMasses[y]!).minus(reference).toNumber())).toBeLessThanOrEqual(allowed);
          compared++;
        });
      }),
      { seed: 103, numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it('keeps log masses far below the smallest double', () => {
    const law = FiniteLaw.fromLogWeights([-5000, -5001, 0]);
    for (const N of [1, 2, 7, 1e6]) {
      const { logMasses } = bestOfNLaw(law, N);
      // F of the middle level is e^-5000 (1 + 1/e), of the lowest e^-5001.
      const upTo = N * (-5000 + Math.log1p(Math.exp(-1)));
      const middle = upTo + Math.log(-Math.expm1(-5001 * N - upTo));
      expect(Math.abs(logMasses[1]! - -5001 * N)).toBeLessThanOrEqual(1e-12 * 5001 * N);
      expect(Math.abs(logMasses[0]! - middle)).toBeLessThanOrEqual(1e-12 * Math.abs(middle));
      expect(logMasses[2]).toBe(0);
    }
  });

  it('of a rare best response is hit with probability N times its mass', () => {
    const law = FiniteLaw.fromMasses([1e-300, 1 - 1e-300]);
    const { logMasses } = bestOfNLaw(law, 1e9, [1, 0]);
    expect(Math.abs(logMasses[0]! - Math.log(1e-291))).toBeLessThanOrEqual(1e-12 * Math.abs(Math.log(1e-291)));
  });
});

describe('whatever the law, the reward and N, the best of N', () => {
  const logWeight = fc.oneof(
    fc.double({ min: -760, max: 0, noNaN: true }),
    fc.integer({ min: -5, max: 0 }),
    fc.constant(-Infinity),
    fc.double({ min: -1e6, max: 0, noNaN: true }),
  );
  const reward = fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.double({ noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  );
  const anyCase = fc
    .record({
      logWeights: fc.array(logWeight, { minLength: 1, maxLength: 12 }),
      rewards: fc.option(fc.array(reward, { minLength: 12, maxLength: 12 }), { nil: undefined }),
      few: fc.integer({ min: 1, max: 100 }),
      many: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1e9 })),
    })
    .filter(({ logWeights }) => logWeights.some((weight) => weight > -Infinity))
    .map(({ logWeights, rewards, few, many }) => {
      const law = FiniteLaw.fromLogWeights(logWeights);
      return { law, rewards: rewards?.slice(0, law.size) ?? Array.from(law.logMasses), N: few, more: few + many };
    });

  it('is a law with total 1 up to 1e-12, is the law itself for N = 1, and only improves with N', () => {
    fc.assert(
      fc.property(anyCase, ({ law, rewards, N, more }) => {
        const one = bestOfNLaw(law, 1, rewards);
        const [fewer, better] = [bestOfNLaw(law, N, rewards), bestOfNLaw(law, more, rewards)];
        for (const each of [one, fewer, better]) {
          const masses = each.masses();
          expect(masses.every((mass) => mass >= 0 && mass <= 1 + 1e-12)).toBe(true);
          expect(Math.abs(masses.reduce((a, b) => a + b, 0) - 1)).toBeLessThanOrEqual(1e-12);
        }
        for (let y = 0; y < law.size; y++) {
          const [logMass, same] = [law.logMasses[y]!, one.logMasses[y]!];
          if (logMass === -Infinity) expect([same, better.logMasses[y]]).toEqual([-Infinity, -Infinity]);
          else expect(Math.abs(same - logMass)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(logMass)));
        }
        for (const threshold of rewards) {
          const atLeast = (masses: Float64Array): number =>
            masses.reduce(
              (sum, mass, y) => (rewards[y]! >= threshold || tied(rewards[y]!, threshold) ? sum + mass : sum),
              0,
            );
          expect(atLeast(better.masses())).toBeGreaterThanOrEqual(atLeast(fewer.masses()) * (1 - 1e-12));
        }
      }),
      { seed: 104, numRuns: 10_000 },
    );
  });
});
