import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LawSampler } from '../../src/laws/lawSampler.ts';
import { Source } from '../../src/math/random/source.ts';
import { binomialMasses } from '../support/binomialMasses.ts';
import { fitProbability } from '../support/chiSquare.ts';

/** How often each outcome came up in n draws. */
function countsOf(sampler: LawSampler, n: number, size: number, source: Source): Float64Array {
  const counts = new Float64Array(size);
  sampler.addCounts(n, source, counts);
  return counts;
}

describe('counts of n draws', () => {
  it('add up to n and never fall on an outcome of mass zero, for every n to 2^53', () => {
    const masses = fc
      .array(
        fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(1e-300, 5e-324, 1e-17)),
        { minLength: 1, maxLength: 20 },
      )
      .filter((values) => values.some((mass) => mass > 1e-3));
    const draws = fc.oneof(
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 0, max: 53 }).map((power) => 2 ** power - 1),
      fc.maxSafeNat(),
    );
    const root = Source.named('math/lawSampler/total');
    let call = 0;
    fc.assert(
      fc.property(masses, draws, (masses, n) => {
        const counts = countsOf(new LawSampler(Float64Array.from(masses)), n, masses.length, root.split(call++));
        // Below 2^53 in total, so the sum is exact.
        expect(counts.reduce((a, b) => a + b, 0)).toBe(n);
        counts.forEach((count, outcome) => {
          expect(count >= 0 && Number.isInteger(count) && (count === 0 || masses[outcome]! > 0)).toBe(true);
        });
      }),
      { seed: 131, numRuns: 2000 },
    );
  });

  it('are added to what is there', () => {
    const sampler = new LawSampler(Float64Array.from([0.5, 0, 0.5]));
    for (const n of [0, 5, 1000]) {
      const fresh = countsOf(sampler, n, 3, Source.named('math/lawSampler/added'));
      const times = Float64Array.of(100, 200, 300, -7);
      sampler.addCounts(n, Source.named('math/lawSampler/added'), times);
      expect([...times]).toEqual([100 + fresh[0]!, 200, 300 + fresh[2]!, -7]);
    }
  });

  it('keep nothing from one call to the next', () => {
    const masses = [0.1, 0.2, 0, 0.3, 0.4];
    const used = new LawSampler(Float64Array.from(masses));
    countsOf(used, 17, 5, Source.named('math/lawSampler/first'));
    countsOf(used, 1700, 5, Source.named('math/lawSampler/first'));
    for (const n of [3, 20, 60, 5000]) {
      const name = `math/lawSampler/again/${n}`;
      expect(countsOf(used, n, 5, Source.named(name))).toEqual(
        countsOf(new LawSampler(Float64Array.from(masses)), n, 5, Source.named(name)),
      );
    }
  });

  // Rare outcomes are drawn and counted, frequent ones split off by a binomial: with these n all are rare, some are
  // rare, and none is. Each case below fails with probability 1e-9 over the choice of its seed.
  const MASSES = [0.1, 0, 0.35, 0.3, 0.25];
  const CALLS = 100_000;

  it.each([1, 4, 16, 35, 45, 100, 119, 121, 1000])('have binomial margins, n = %d', (n) => {
    const source = Source.named(`math/lawSampler/margins/${n}`);
    const sampler = new LawSampler(Float64Array.from(MASSES));
    const seen = MASSES.map(() => new Float64Array(n + 1));
    for (let i = 0; i < CALLS; i++) countsOf(sampler, n, 5, source).forEach((count, y) => seen[y]![count]!++);
    MASSES.forEach((p, y) => {
      if (p === 0) {
        expect(seen[y]![0]).toBe(CALLS);
        return;
      }
      const exact = new Float64Array(n + 1);
      const { first, masses } = binomialMasses(n, p);
      exact.set(masses, first);
      // Four outcomes are tested here.
      expect(fitProbability(seen[y]!, exact), `outcome ${y}`).toBeGreaterThan(0.25e-9);
    });
  });

  it.each([2, 4, 12, 24, 25, 41, 59, 61])('are jointly multinomial, n = %d', (n) => {
    const masses = [0.5, 0.2, 0.3];
    const source = Source.named(`math/lawSampler/joint/${n}`);
    const sampler = new LawSampler(Float64Array.from(masses));
    const seen = new Float64Array((n + 1) ** 2);
    for (let i = 0; i < CALLS; i++) {
      const [a, b] = countsOf(sampler, n, 3, source);
      seen[a! * (n + 1) + b!]!++;
    }
    const exact = new Float64Array((n + 1) ** 2);
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (let a = 0; a <= n; a++) {
      for (let b = 0; a + b <= n; b++) {
        exact[a * (n + 1) + b] = choose(n, a) * choose(n - a, b) * 0.5 ** a * 0.2 ** b * 0.3 ** (n - a - b);
      }
    }
    expect(fitProbability(seen, exact)).toBeGreaterThan(1e-9);
  });
});

describe('single draws', () => {
  it('have the law, and the same one by one as together', () => {
    const masses = [0.25, 0, 0.5, 0.125, 0.125];
    const sampler = new LawSampler(Float64Array.from(masses));
    const drawn = new Int32Array(400_000);
    sampler.fill(drawn, Source.named('math/lawSampler/single'));
    const seen = new Float64Array(masses.length);
    drawn.forEach((outcome) => seen[outcome]!++);
    expect(fitProbability(seen, masses)).toBeGreaterThan(1e-9);
    const again = Source.named('math/lawSampler/single');
    expect([...drawn.subarray(0, 2000)]).toEqual(Array.from({ length: 2000 }, () => sampler.draw(again)));
  });
});
