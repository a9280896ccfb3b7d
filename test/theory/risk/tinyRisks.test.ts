import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardFamilyBound } from '../../../src/theory/bounds/sft/hardFamilyBound.ts';
import { adaptiveMajorityRisk, adaptiveSftRisk } from '../../../src/theory/risk/adaptiveSftRisk.ts';
import { majorityRisk } from '../../../src/theory/risk/majorityRisk.ts';
import { minimaxRisk } from '../../../src/theory/risk/minimaxRisk.ts';
import { minimaxSamples } from '../../../src/theory/risk/minimaxSamples.ts';
import { sftIdentificationRisk, sftRisk } from '../../../src/theory/risk/sftRisk.ts';
import { sftLine } from '../../../src/theory/sandwich/exactLines.ts';
import { samplesFor } from '../../../src/theory/sandwich/samplesFor.ts';
import { eachCounts, factorial } from '../../support/eachCounts.ts';
import { ratio } from '../../support/ratio.ts';
import { relative } from '../../support/relative.ts';

const one = { prompts: 1, responses: 3, hardMass: 1, n: 1 };

/** A fraction of two integers. */
type Fraction = readonly [numerator: bigint, denominator: bigint];

const choose = (n: number, k: number): bigint => factorial(n) / factorial(k) / factorial(n - k);

/** hardMass E[ failure(K) ], K ~ Binomial(n, p), where p = share / 8 and failures have a common denominator^K. */
function overVisits(n: number, share: number, failure: (k: number) => Fraction): number {
  let [numerator, denominator] = [0n, 1n];
  for (let k = 0; k <= n; k++) {
    const [top, bottom] = failure(k);
    const visits = choose(n, k) * BigInt(share) ** BigInt(k) * BigInt(8 - share) ** BigInt(n - k);
    [numerator, denominator] = [numerator * bottom + visits * top * denominator, denominator * bottom];
  }
  return ratio(numerator, denominator * 8n ** BigInt(n));
}

/** How likely the mode of k best-of-N responses is wrong, ties by shares: over all vectors of counts. */
function modeFailure(M: number, N: number, k: number): Fraction {
  const [all, missed] = [BigInt(M) ** BigInt(N), BigInt(M - 2) ** BigInt(N)];
  const hidden = (all - missed) * BigInt(M - 1);
  const shares = factorial(M);
  let wrong = 0n;
  eachCounts(M, k, (counts) => {
    const most = Math.max(...counts);
    const ties = counts.filter((count) => count === most).length;
    let weight = factorial(k) * hidden ** BigInt(counts[0]!) * missed ** BigInt(k - counts[0]!);
    for (const count of counts) weight /= factorial(count);
    wrong += weight * (counts[0] === most ? shares - shares / BigInt(ties) : shares);
  });
  return [wrong, shares * (all * BigInt(M - 1)) ** BigInt(k)];
}

/** How likely the majority of k best-of-N responses is wrong, one of two where it has just half. */
function majorityFailure(M: number, N: number, k: number): Fraction {
  if (k === 0) return [BigInt(M - 1), BigInt(M)];
  const [all, missed] = [BigInt(M) ** BigInt(N), BigInt(M - 2) ** BigInt(N)];
  let wrong = 0n;
  for (let hits = 0; 2 * hits <= k; hits++) {
    const weight = choose(k, hits) * (all - missed) ** BigInt(hits) * missed ** BigInt(k - hits);
    wrong += weight * (2 * hits === k ? 1n : 2n);
  }
  return [wrong, 2n * all ** BigInt(k)];
}

/** How likely the best guess after N k draws is wrong: (1 - a)^(N k) times E[ 1 - 1/(M - D) ], by the law of D. */
function bestFailure(M: number, N: number, k: number): Fraction {
  const W = M - 1;
  let law = [1n, ...Array<bigint>(W).fill(0n)];
  for (let draw = 0; draw < N * k; draw++) {
    law = law.map((mass, D) => mass * BigInt(D) + (D > 0 ? law[D - 1]! * BigInt(W - D + 1) : 0n));
  }
  const shares = factorial(M);
  const wrong = law.reduce((sum, mass, D) => sum + mass * (shares - shares / BigInt(M - D)), 0n);
  const draws = BigInt(N * k);
  return [wrong * BigInt(M - 2) ** draws, shares * BigInt(W * M) ** draws];
}

describe('risks where best-of-N hardly ever misses', () => {
  it.each([1, 2, 10, 30, 34, 40, 60, 94])('of one prompt and three responses, N = %d: 3^-N', (N) => {
    const exact = ratio(1n, 3n ** BigInt(N));
    expect(relative(sftIdentificationRisk({ ...one, N }), exact)).toBeLessThan(1e-12);
    expect(relative(majorityRisk({ ...one, N }), exact)).toBeLessThan(1e-12);
    expect(relative(sftRisk({ ...one, N, delta: 0.5 }), exact)).toBeLessThan(1e-12);
  });

  it('of the stopping rule there, mu = 10: a wrong one stops it after 60 draws, 3^-60', () => {
    const exact = ratio(1n, 3n ** 60n);
    expect(relative(adaptiveSftRisk({ ...one, mu: 10, delta: 0.5 }), exact)).toBeLessThan(1e-12);
    expect(relative(adaptiveMajorityRisk({ ...one, mu: 10 }), exact)).toBeLessThan(1e-12);
  });

  it('are those of exact fractions, down to 1e-36', () => {
    let least = 1;
    for (const [M, most] of [
      [3, 6],
      [4, 5],
      [5, 4],
    ] as const) {
      for (const N of [1, 2, 7, 20, 45]) {
        for (let n = 1; n <= most; n++) {
          for (const share of [1, 7, 8]) {
            const at = { prompts: 2, responses: M, hardMass: 1, n, N };
            const plan = share === 8 ? { ...at, prompts: 1 } : { ...at, hardMass: share / 4 };
            for (const [name, risk, failure] of [
              ['sft', sftIdentificationRisk, modeFailure],
              ['majority', majorityRisk, majorityFailure],
              ['minimax', minimaxRisk, bestFailure],
            ] as const) {
              // Delta = share / 4 on two prompts, which each have half of it.
              const hardMass = share === 8 ? 1 : share / 4;
              if (hardMass > 1) continue;
              const exact = hardMass * overVisits(n, share, (k) => failure(M, N, k));
              if (exact < 1e-36) continue;
              least = Math.min(least, exact);
              const computed = risk(plan);
              expect(
                relative(computed, exact),
                `${name} of ${JSON.stringify(plan)}: ${computed}, ${exact}`,
              ).toBeLessThan(1e-12);
            }
          }
        }
      }
    }
    expect(least).toBeLessThan(1e-34);
  });

  it('are ordered: minimax, SFT, majority, bound (C)', () => {
    let [tiny, certain] = [0, 0];
    const cases = fc.record({
      prompts: fc.constantFrom(1, 1, 2, 5),
      responses: fc.constantFrom(3, 4, 8, 32),
      hardMass: fc.constantFrom(1, 1, 0.999, 0.5, 0.01),
      most: fc.constantFrom(1, 1, 2, 3, 5, 30),
      misses: fc.noBias(fc.integer({ min: 4, max: 820 }).map((tenths) => tenths / 10)),
    });
    fc.assert(
      fc.property(cases, ({ misses, most, ...family }) => {
        // Best-of-N misses with probability exp(-misses) or less; n of them, with some exp(-80) at the least.
        const N = Math.ceil(misses / -Math.log1p(-2 / family.responses));
        const plan = { ...family, n: Math.max(1, Math.min(most, Math.floor(80 / misses))), N };
        const best = minimaxRisk(plan);
        if (best < 1e-36 * family.hardMass) return;
        const sft = sftIdentificationRisk(plan);
        const majority = majorityRisk(plan);
        const at = JSON.stringify(plan);
        expect(best, at).toBeLessThanOrEqual(sft * (1 + 1e-12));
        expect(sft, at).toBeLessThanOrEqual(majority * (1 + 1e-12));
        if (hardFamilyBound.applies(plan)) {
          expect(sft, at).toBeLessThanOrEqual(hardFamilyBound.evaluate(plan) * (1 + 1e-12));
        }
        if (sft < 1e-12) tiny++;
        if (family.prompts === 1 && family.hardMass === 1) certain++;
      }),
      { seed: 311, numRuns: 600 },
    );
    expect(tiny).toBeGreaterThan(20);
    expect(certain).toBeGreaterThan(40);
  });

  it('of the adaptive rule are ordered too', () => {
    for (const responses of [3, 8, 32]) {
      for (const mu of [0.8, 3, 6, 10, 15]) {
        for (const n of [1, 2, 3, 8]) {
          const plan = { prompts: 1, responses, hardMass: 1, n, mu };
          const sft = adaptiveSftRisk({ ...plan, delta: 0.5 });
          expect(sft).toBeLessThanOrEqual(adaptiveMajorityRisk(plan) * (1 + 1e-12));
          // One prompt: the rule stops at the hidden response from T = ceil(mu M / 2) draws on, or after more.
          if (n === 1) expect(sft).toBeGreaterThan(0);
        }
      }
    }
  });

  it('ask SFT for no fewer samples than the best learner', () => {
    const family = { prompts: 1, responses: 3, hardMass: 1 };
    for (const risk of [1e-3, 1e-10, 1e-16, 1e-30, 1e-36]) {
      expect(samplesFor(sftLine, family, risk).m).toBeGreaterThanOrEqual(minimaxSamples({ ...family, risk }));
    }
    expect(minimaxSamples({ ...family, risk: 1e-30 })).toBe(39);
    // The one that gets by with the least is a single prompt: 3^-63 is the first below.
    expect(samplesFor(sftLine, family, 1e-30).m).toBe(63);
  });
});

describe('the threshold delta', () => {
  it('is held against the mass off y*, however small', () => {
    // Best of 40 leaves 3^-40 = 8.2e-20 off y*.
    const plan = { prompts: 2, responses: 3, hardMass: 0.7, n: 9, N: 40 };
    expect(sftRisk({ ...plan, delta: 1e-300 })).toBe(0.7);
    expect(sftRisk({ ...plan, delta: 8.2e-20 })).toBe(0.7);
    expect(sftRisk({ ...plan, delta: 8.3e-20 })).toBe(sftIdentificationRisk(plan));
    const adaptive = { prompts: 2, responses: 3, hardMass: 0.7, n: 9, mu: 10 };
    expect(adaptiveSftRisk({ ...adaptive, delta: 1e-300 })).toBe(0.7);
    expect(adaptiveSftRisk({ ...adaptive, delta: 1e-28 })).toBeLessThan(0.01);
  });

  it('is held against the mass on y* where that is the smaller one', () => {
    // One draw of 65536 responses: 2/M = 3.05e-5 on y*.
    const plan = { prompts: 2, responses: 65536, hardMass: 0.7, n: 3, N: 1 };
    expect(sftRisk({ ...plan, delta: 1 - 2 ** -15 * (1 + 1e-9) })).toBe(0.7);
    for (const strict of [false, true]) {
      const delta = 1 - 2 ** -15 * (1 - 1e-9);
      expect(sftRisk({ ...plan, delta, strict })).toBe(sftIdentificationRisk(plan));
    }
    expect(sftRisk({ ...plan, delta: 1 - 2 ** -15 })).toBe(sftIdentificationRisk(plan));
    expect(sftRisk({ ...plan, delta: 1 - 2 ** -15, strict: true })).toBe(0.7);
  });
});
