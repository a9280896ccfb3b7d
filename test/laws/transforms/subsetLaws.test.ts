import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfNLaw } from '../../../src/laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { pluralityLaw } from '../../../src/laws/transforms/pluralityLaw.ts';
import { bestOfSubset, pluralityOfSubset } from '../../../src/laws/transforms/subsetLaws.ts';
import { ratio } from '../../support/ratio.ts';

/** Calls with every way to draw N of so many members one after another, without replacement. */
function eachDraw(size: number, N: number, visit: (drawn: readonly number[]) => void): void {
  const drawn: number[] = [];
  const go = (): void => {
    if (drawn.length === N) return visit(drawn);
    for (let i = 0; i < size; i++) {
      if (drawn.includes(i)) continue;
      drawn.push(i);
      go();
      drawn.pop();
    }
  };
  go();
}

/** Calls with every pool of so many draws, and its probability. */
function eachPool(
  masses: readonly number[],
  size: number,
  visit: (pool: readonly number[], probability: number) => void,
): void {
  const pool: number[] = [];
  const go = (probability: number): void => {
    if (pool.length === size) return visit(pool, probability);
    masses.forEach((mass, outcome) => {
      pool.push(outcome);
      go(probability * mass);
      pool.pop();
    });
  };
  go(1);
}

/** How often each member is the first drawn of the best, over all orders in which N members can be drawn. */
function bestByEnumeration(rewards: readonly number[], N: number): number[] {
  const wins = rewards.map(() => 0);
  let draws = 0;
  eachDraw(rewards.length, N, (drawn) => {
    const best = Math.max(...drawn.map((i) => rewards[i]!));
    wins[drawn.find((i) => rewards[i] === best)!]!++;
    draws++;
  });
  return wins.map((win) => win / draws);
}

/** How often each answer is the most frequent among the N drawn, the first drawn of those that tie. */
function pluralityByEnumeration(counts: readonly number[], N: number): number[] {
  const members = counts.flatMap((count, answer) => Array.from({ length: count }, () => answer));
  const wins = counts.map(() => 0);
  let draws = 0;
  eachDraw(members.length, N, (drawn) => {
    const votes = counts.map((_, answer) => drawn.filter((i) => members[i] === answer).length);
    const most = Math.max(...votes);
    wins[members[drawn.find((i) => votes[members[i]!] === most)!]!]!++;
    draws++;
  });
  return wins.map((win) => win / draws);
}

function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return k > n ? 0n : result;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], message = ''): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i]! - value), `${message} [${i}]: ${actual[i]}, ${value}`).toBeLessThanOrEqual(1e-13);
  });
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe('the best of N of a pool', () => {
  it('by hand: rewards 3, 1, 3, 2 and N = 2', () => {
    // Of 6 pairs one holds both threes, two each hold one three, and one holds 1 and 2.
    expectClose(bestOfSubset([3, 1, 3, 2], 2), [2.5 / 6, 0, 2.5 / 6, 1 / 6]);
  });

  it('is what all subsets in all orders add up to, the first drawn of the best being kept', () => {
    const rewards = fc.array(fc.constantFrom(-Infinity, -2, -1.5, -1, 0, 0.25, Infinity), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(rewards, (pool) => {
        for (let N = 1; N <= pool.length; N++) {
          expectClose(bestOfSubset(pool, N), bestByEnumeration(pool, N), `${pool.join()}, N = ${N}`);
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('takes rewards that differ in the last bits for tied, whichever of them is larger', () => {
    const bits = 1 + 4e-16;
    for (const pool of [
      [-3, -3 * bits, -7, -3 / bits],
      [-3 * bits, -7 * bits, -3, -7],
    ]) {
      const levels = pool.map((reward) => Math.round(reward));
      for (const N of [1, 2, 3, 4]) expectClose(bestOfSubset(pool, N), bestByEnumeration(levels, N));
    }
    // A relative difference of 1e-11 is one.
    expectClose(bestOfSubset([-3, -3 * (1 + 1e-11)], 2), [1, 0]);
  });

  it('of c rewards 1 among 0 is the unbiased estimator of pass@k: 1 - C(n - c, k) / C(n, k)', () => {
    for (const n of [1, 2, 7, 50, 200]) {
      for (const c of [0, 1, 2, 5, 49, 200].filter((count) => count <= n)) {
        for (const k of [1, 2, 10, 100, n].filter((count) => count <= n)) {
          const pool = Array.from({ length: n }, (_, i) => Number((i * 7919) % n < c));
          const right = sum(bestOfSubset(pool, k).map((share, i) => share * pool[i]!));
          const expected = 1 - ratio(choose(n - c, k), choose(n, k));
          expect(Math.abs(right - expected), `${n} ${c} ${k}`).toBeLessThanOrEqual(1e-13);
        }
      }
    }
  });

  it.each([
    ['ties', [0.4, 0.3, 0.2, 0.1], [2, 1, 1, 0]],
    ['none', [0.1, 0.6, 0.3], [0.5, -0.5, 3]],
  ] as const)(
    'in expectation over all pools of a law is the law of best-of-N: rewards with %s',
    (_, masses, rewards) => {
      const size = 5;
      for (let N = 1; N <= size; N++) {
        const expected = masses.map(() => 0);
        eachPool(masses, size, (pool, probability) => {
          const shares = bestOfSubset(
            pool.map((outcome) => rewards[outcome]!),
            N,
          );
          pool.forEach((outcome, i) => (expected[outcome]! += probability * shares[i]!));
        });
        expectClose(bestOfNLaw(FiniteLaw.fromMasses(masses), N, rewards).masses(), expected, `N = ${N}`);
      }
    },
  );

  it('loses nothing of large pools', () => {
    const size = 1000;
    for (const distinct of [1, 7, 1000]) {
      const pool = Array.from({ length: size }, (_, i) => (i * 617) % distinct);
      for (const N of [1, 2, 37, 500, 999, 1000]) {
        const shares = bestOfSubset(pool, N);
        expect(sum(shares)).toBeCloseTo(1, 12);
        // The best has N of 1000 chances to be drawn.
        const best = sum(shares.filter((_, i) => pool[i] === distinct - 1));
        if (distinct === size) expect(best).toBeCloseTo(N / size, 13);
        if (distinct === 1) expect(shares.every((share) => Math.abs(share - 1e-3) < 1e-16)).toBe(true);
      }
    }
  });
});

describe('the most frequent answer among N of a pool', () => {
  it('by hand: counts 3, 1, 1 and N = 2, 3', () => {
    // Pairs: 3 of the first twice, 6 of it with another, 1 of the others; a tie is split.
    expectClose(pluralityOfSubset([3, 1, 1], 2), [(3 + 3) / 10, (1.5 + 0.5) / 10, (1.5 + 0.5) / 10]);
    // Triples: 1 all of the first, 6 twice the first, 3 one of each.
    expectClose(pluralityOfSubset([3, 1, 1], 3), [(1 + 6 + 1) / 10, 0.1, 0.1]);
  });

  it('is what all subsets in all orders add up to, the first drawn of the tied being kept', () => {
    const counts = fc
      .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 })
      .filter((each) => sum(each) > 0 && sum(each) <= 7);
    fc.assert(
      fc.property(counts, (pool) => {
        for (let N = 1; N <= sum(pool); N++) {
          expectClose(pluralityOfSubset(pool, N), pluralityByEnumeration(pool, N), `${pool.join()}, N = ${N}`);
        }
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  it('in expectation over all pools of a law is the law of the plurality of N draws', () => {
    const masses = [0.5, 0.3, 0.15, 0.05];
    const size = 6;
    for (let N = 1; N <= size; N++) {
      const expected = masses.map(() => 0);
      eachPool(masses, size, (pool, probability) => {
        const counts = masses.map((_, answer) => pool.filter((each) => each === answer).length);
        pluralityOfSubset(counts, N).forEach((win, answer) => (expected[answer]! += probability * win));
      });
      expectClose(pluralityLaw(FiniteLaw.fromMasses(masses), N).masses(), expected, `N = ${N}`);
    }
  });

  it('of two answers is a tail of the hypergeometric law, for pools of any size', () => {
    for (const [a, b] of [
      [600, 400],
      [999, 1],
      [1500, 1500],
      [40, 3000],
    ] as const) {
      for (const N of [1, 2, 7, 100, 999, a + b]) {
        // Twice the probability, so that a tie counts one.
        let twice = 0n;
        for (let k = Math.max(0, N - b); k <= Math.min(a, N); k++) {
          twice += BigInt(1 + Math.sign(2 * k - N)) * choose(a, k) * choose(b, N - k);
        }
        const expected = ratio(twice, 2n * choose(a + b, N));
        expectClose(pluralityOfSubset([a, b], N), [expected, 1 - expected], `${a} ${b} ${N}`);
      }
    }
  });

  it('loses nothing of large pools, and asked for all of one is sure of its most frequent answers', () => {
    const many = Array.from({ length: 120 }, (_, i) => 1 + Math.floor(i / 8));
    const size = sum(many);
    expect(size).toBe(960);
    for (const N of [1, 2, 9, 100, 250, size]) {
      const wins = pluralityOfSubset(many, N);
      expect(sum(wins)).toBeCloseTo(1, 12);
      expect(wins.every((win) => win >= 0)).toBe(true);
      // The more frequent, the likelier; alike, as likely.
      for (let i = 1; i < wins.length; i++) {
        if (many[i] === many[i - 1]) expect(wins[i]).toBeCloseTo(wins[i - 1]!, 13);
        else expect(wins[i]).toBeGreaterThanOrEqual(wins[i - 1]!);
      }
      if (N === 1)
        expectClose(
          wins,
          Array.from(many, (count) => count / size),
        );
      if (N === size)
        expectClose(
          wins,
          Array.from(many, (count) => (count === 15 ? 1 / 8 : 0)),
        );
    }
    expectClose(pluralityOfSubset([3000, 0], 3000), [1, 0]);
    expectClose(pluralityOfSubset([3000, 0], 2000), [1, 0]);
    expectClose(pluralityOfSubset(new Uint8Array(2000).fill(1), 2000), new Array(2000).fill(1 / 2000));
  });
});
