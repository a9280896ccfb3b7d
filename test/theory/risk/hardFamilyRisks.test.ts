import { describe, expect, it } from 'vitest';
import { adaptiveMinimaxRisk } from '../../../src/theory/risk/adaptiveMinimaxRisk.ts';
import { adaptiveMinimaxSamples } from '../../../src/theory/risk/adaptiveMinimaxSamples.ts';
import { binomialMasses } from '../../../src/theory/risk/binomialMasses.ts';
import { identificationFailure } from '../../../src/theory/risk/identificationFailure.ts';
import { majorityRisk } from '../../../src/theory/risk/majorityRisk.ts';
import { minimaxRisk } from '../../../src/theory/risk/minimaxRisk.ts';
import { minimaxSamples } from '../../../src/theory/risk/minimaxSamples.ts';
import { occupancyFailure } from '../../../src/theory/risk/occupancyFailure.ts';
import { modeFailure } from '../../../src/theory/risk/modeFailure.ts';
import { sftIdentificationRisk, sftRisk } from '../../../src/theory/risk/sftRisk.ts';
import { relative } from '../../support/relative.ts';

const small = { prompts: 4, responses: 16, hardMass: 0.5 };

/** All sequences of k draws from 0..M-1, with their probabilities. */
function* sequences(k: number, masses: readonly number[]): Iterable<{ counts: number[]; mass: number }> {
  const counts = masses.map(() => 0);
  function* place(left: number, mass: number): Iterable<{ counts: number[]; mass: number }> {
    if (left === 0) yield { counts, mass };
    for (let y = 0; left > 0 && y < masses.length; y++) {
      counts[y]!++;
      yield* place(left - 1, mass * masses[y]!);
      counts[y]!--;
    }
  }
  yield* place(k, 1);
}

describe('the exact minimax risk (app-h-risk)', () => {
  it.each([
    [240, 1, 0.00742017],
    [120, 2, 0.00985983],
    [60, 4, 0.01588293],
    [24, 10, 0.04269829],
    [12, 20, 0.10389463],
  ])('of n = %d, N = %d is %d on (4, 16, 0.5)', (n, N, risk) => {
    expect(minimaxRisk({ ...small, n, N })).toBeCloseTo(risk, 8);
  });

  it('is what enumeration of all draws gives', () => {
    // Hidden is 0; the Bayes guess is right if it came up, and one of the unseen otherwise.
    const M = 4;
    const masses = [2 / M, ...Array<number>(M - 1).fill((1 - 1 / (M - 1)) / M)];
    for (let k = 0; k <= 6; k++) {
      let failure = 0;
      for (const { counts, mass } of sequences(k, masses)) {
        if (counts[0] === 0) failure += mass * (1 - 1 / counts.filter((count) => count === 0).length);
      }
      expect(relative(identificationFailure(M, 6)[k]!, failure)).toBeLessThan(1e-13);
    }
  });

  // sum_j (-1)^(j + 1) (W choose j) (1 - j/W)^k / (j + 1) (1 - 2/M)^k over j = 1..W, W = M - 1, from 200 digits.
  it.each([
    [500, 1500, 0.002350427082207914],
    [500, 2554, 2.448207312409059e-5],
    [2048, 10000, 5.343185612672544e-5],
    [2048, 13348, 1.4849445789639755e-6],
    [4096, 20000, 5.540795162333971e-5],
    [4096, 29560, 3.6709783996469805e-7],
    [4096, 131032, 4.16678758111285e-39],
  ])('of M = %d after k = %d draws is %d, draw by draw and in closed form', (M, k, exact) => {
    expect(relative(identificationFailure(M, k)[k]!, exact)).toBeLessThan(1e-12);
    expect(relative(occupancyFailure(M, k), exact)).toBeLessThan(2e-13);
  });

  it('is the same in closed form for any number of draws', () => {
    for (const M of [300, 1024, 2048]) {
      const failures = identificationFailure(M, Infinity);
      for (let k = 0; k < failures.length; k += k < 2 * M ? 7 : Math.ceil(M / 50)) {
        expect(relative(occupancyFailure(M, k), failures[k]!), `M = ${M}, k = ${k}`).toBeLessThan(1e-12);
      }
    }
  });

  it('of many responses is quick to get, also after a million draws', () => {
    const began = performance.now();
    const risk = minimaxRisk({ prompts: 1, responses: 65536, hardMass: 1, n: 1e6, N: 1 });
    // And where the visits spread.
    const spread = minimaxRisk({ prompts: 3, responses: 65536, hardMass: 0.9, n: 3e6, N: 1 });
    expect(performance.now() - began).toBeLessThan(1000);
    // The hidden one unseen, and of the wrong ones one: nearly W (1 - 1/W)^k / 2, W = M - 1.
    const [W, k] = [65535, 1e6];
    const first = (W / 2) * Math.exp(k * (Math.log1p(-1 / W) + Math.log1p(-2 / 65536)));
    expect(relative(risk, first)).toBeLessThan(0.02);
    expect(risk).toBeLessThan(first);
    expect(spread).toBeGreaterThan(risk);
  });

  it('for one budget is smallest at N = 1, and falls with the budget', () => {
    let before = 1;
    for (const m of [24, 120, 240, 1200, 2400]) {
      const risks = [1, 2, 3, 6, 12].map((N) => minimaxRisk({ ...small, n: m / N, N }));
      for (let i = 1; i < risks.length; i++) expect(risks[i]!).toBeGreaterThanOrEqual(risks[i - 1]!);
      expect(risks[0]!).toBeLessThan(before);
      before = risks[0]!;
    }
  });

  it('keeps the digits of risks below 1e-30: with three responses it has a closed form', () => {
    // After k >= 1 draws without the hidden response one of the two others is unseen with probability 2^(1 - k).
    for (const n of [1, 10, 100, 140]) {
      const exact = 0.5 * ((1 - 5 / 12) ** n - 0.5 ** n / 3);
      expect(relative(minimaxRisk({ prompts: 1, responses: 3, hardMass: 0.5, n, N: 1 }), exact)).toBeLessThan(1e-11);
    }
    expect(minimaxRisk({ prompts: 1, responses: 3, hardMass: 0.5, n: 140, N: 1 })).toBeLessThan(1e-32);
  });

  it('answers sizes up to 1e9, or says what is too large', () => {
    const huge = minimaxRisk({ prompts: 1e9, responses: 8192, hardMass: 1, n: 1e9, N: 1e9 });
    expect(huge).toBeCloseTo(Math.exp(-1) * (1 - 1 / 8192), 6);
    expect(() => minimaxRisk({ ...small, responses: 1e9, n: 1, N: 1 })).toThrow(
      'minimaxRisk: responses must be an integer in [3, 65536], got 1000000000',
    );
    expect(() => minimaxRisk({ ...small, n: 0, N: 1 })).toThrow('minimaxRisk: n must be an integer at least 1, got 0');
    expect(() => minimaxRisk({ ...small, hardMass: 0, n: 1, N: 1 })).toThrow(
      'minimaxRisk: hardMass must be a number in (0, 1], got 0',
    );
  });
});

describe('the exact adaptive minimax risk', () => {
  it('is zero once free prompts have half of d M samples, and the guess without any', () => {
    expect(adaptiveMinimaxRisk({ ...small, n: Infinity, m: (4 * 16) / 2 })).toBe(0);
    expect(adaptiveMinimaxRisk({ ...small, n: Infinity, m: 30 })).toBeGreaterThan(0);
    expect(adaptiveMinimaxRisk({ ...small, n: Infinity, m: 0 })).toBe(0.5 * (1 - 1 / 16));
  });

  it('is convex in the samples, at most the risk of fixed plans, and at least what unseen prompts cost', () => {
    for (const n of [1, 10, 100]) {
      const risks = Array.from({ length: 60 }, (_, m) => adaptiveMinimaxRisk({ ...small, n, m }));
      for (let m = 1; m < 59; m++) {
        expect(risks[m - 1]! + risks[m + 1]! - 2 * risks[m]!).toBeGreaterThanOrEqual(-1e-14);
      }
      for (const N of [1, 4, 16]) {
        // A fixed plan at the hard prompts is an adaptive learner that skips x_0: it draws n Delta N there on average.
        const m = n * 0.5 * N;
        expect(adaptiveMinimaxRisk({ ...small, n, m })).toBeLessThanOrEqual(minimaxRisk({ ...small, n, N }) + 1e-12);
      }
      const unseen = 0.5 * (1 - 0.125) ** n * (1 - 1 / 16);
      expect(adaptiveMinimaxRisk({ ...small, n, m: 1e9 })).toBeCloseTo(unseen, 14);
    }
  });

  it('refuses what is not a budget', () => {
    expect(() => adaptiveMinimaxRisk({ ...small, n: 1, m: -1 })).toThrow(
      'adaptiveMinimaxRisk: m must be a number at least 0, got -1',
    );
    expect(() => adaptiveMinimaxRisk({ ...small, n: 1.5, m: 1 })).toThrow(
      'adaptiveMinimaxRisk: n must be an integer at least 1, got 1.5',
    );
  });
});

describe('the exact risk of SFT-sharpening', () => {
  it.each([
    [240, 1, 0.319156, 0.5],
    [60, 4, 0.109254, 0.5],
    [24, 10, 0.088832, 0.088832],
    [12, 20, 0.116407, 0.116407],
  ])('of n = %d, N = %d is %d for identification and %d in the sense of Def 3.1', (n, N, identification, sharpened) => {
    expect(sftIdentificationRisk({ ...small, n, N })).toBeCloseTo(identification, 6);
    expect(sftRisk({ ...small, n, N, delta: 0.5 })).toBeCloseTo(sharpened, 6);
  });

  it('is what enumeration of all draws gives', () => {
    for (const [M, share] of [
      [3, 0.5],
      [4, 0.3],
      [5, 0.7],
    ] as const) {
      const masses = [share, ...Array<number>(M - 1).fill((1 - share) / (M - 1))];
      const failures = modeFailure(M, 1 - share, 6);
      for (let k = 0; k <= 6; k++) {
        let failure = 0;
        for (const { counts, mass } of sequences(k, masses)) {
          const most = Math.max(...counts);
          failure += mass * (counts[0] === most ? 1 - 1 / counts.filter((count) => count === most).length : 1);
        }
        expect(relative(failures[k]!, failure)).toBeLessThan(1e-12);
      }
    }
  });

  it('keeps the digits of failures far below 1e-30', () => {
    // Two others of mass r against one of mass s: the loser must come up at least as often as the winner.
    const [share, other] = [0.9, 0.05];
    const failures = modeFailure(3, 1 - share, 200);
    const chernoff = (k: number) => 2 * (1 - (Math.sqrt(share) - Math.sqrt(other)) ** 2) ** k;
    expect(failures[200]!).toBeLessThan(chernoff(200));
    expect(failures[200]!).toBeGreaterThan(chernoff(200) / 1e3);
    expect(chernoff(200)).toBeLessThan(1e-40);
  });

  it('is never below the minimax risk', () => {
    for (const n of [10, 100, 1000]) {
      for (const N of [1, 6, 12]) {
        const plan = { ...small, n, N };
        expect(sftIdentificationRisk(plan)).toBeGreaterThan(minimaxRisk(plan));
      }
    }
  });

  it('says where it cannot be followed', () => {
    expect(() => sftIdentificationRisk({ prompts: 1, responses: 256, hardMass: 1, n: 1e6, N: 1 })).toThrow(
      /^sftIdentificationRisk: n must be so small, or N so large, that 1200 visits to a prompt are enough to follow, not \d+, got \d+$/,
    );
    expect(() => sftIdentificationRisk({ prompts: 1, responses: 256, hardMass: 1, n: 1e15, N: 1 })).toThrow(
      /not \d+, got 1000000000000000$/,
    );
    expect(() => sftRisk({ ...small, n: 1, N: 1, delta: 1 })).toThrow(
      'sftRisk: delta must be a number in (0, 1), got 1',
    );
  });
});

describe('the samples that a risk takes', () => {
  it.each([
    [4, 16, 0.5, 162],
    [32, 32, 0.25, 5432],
    [64, 256, 0.05, 451_714],
  ])('for Delta/16 on (%d, %d, %d) are %d', (prompts, responses, hardMass, m) => {
    expect(minimaxSamples({ prompts, responses, hardMass, risk: hardMass / 16 })).toBe(m);
  });

  it('are the least that reach it', () => {
    for (const [prompts, responses, hardMass] of [
      [1, 3, 1],
      [4, 16, 0.5],
      [1000, 64, 0.01],
      [1e6, 8, 1e-3],
    ] as const) {
      const at = { prompts, responses, hardMass };
      for (const share of [0.9, 0.5, 0.1, 1e-3, 1e-10, 1e-28]) {
        const risk = share * hardMass * (1 - 1 / responses);
        const m = minimaxSamples({ ...at, risk });
        expect(minimaxRisk({ ...at, n: m, N: 1 })).toBeLessThanOrEqual(risk);
        if (m > 1) expect(minimaxRisk({ ...at, n: m - 1, N: 1 })).toBeGreaterThan(risk);
        const adaptive = adaptiveMinimaxSamples({ ...at, risk });
        expect(adaptive).toBeLessThanOrEqual((prompts * responses) / 2);
        // Near the end one unit in the last place of m is worth some 1e-16 Delta.
        expect(adaptiveMinimaxRisk({ ...at, n: Infinity, m: adaptive })).toBeCloseTo(risk, 14);
      }
    }
  });

  it('are none where a guess will do, and refuse what is no risk', () => {
    expect(minimaxSamples({ ...small, risk: 0.49 })).toBe(0);
    expect(adaptiveMinimaxSamples({ ...small, risk: 0.49 })).toBe(0);
    for (const [name, samples] of [
      ['minimaxSamples', minimaxSamples],
      ['adaptiveMinimaxSamples', adaptiveMinimaxSamples],
    ] as const) {
      for (const risk of [0, -1, 0.5, NaN, '0.1' as never]) {
        expect(() => samples({ ...small, risk })).toThrow(
          `${name}: risk must be a number from 1e-36 hardMass to below hardMass = 0.5, got ${typeof risk === 'string' ? '"0.1"' : risk}`,
        );
      }
      expect(() => samples({ ...small, prompts: 0.5, risk: 0.1 })).toThrow(
        `${name}: prompts must be an integer in [1, 1000000000], got 0.5`,
      );
    }
  });

  it('answer sizes up to 1e9', () => {
    // Each of 1e9 prompts comes up once in 1e9 / Delta draws: with Delta = 1e-3, 1e12 draws.
    const m = minimaxSamples({ prompts: 1e9, responses: 64, hardMass: 1e-3, risk: 1e-3 / 16 });
    expect(m / (1e12 * 64)).toBeGreaterThan(1);
    expect(m / (1e12 * 64)).toBeLessThan(1.5);
    // No number of samples up to 2^53 is enough.
    expect(minimaxSamples({ prompts: 1e9, responses: 64, hardMass: 1e-9, risk: 1e-11 })).toBe(Infinity);
  });
});

describe('the risk of majority voting', () => {
  it('is the sum that it is defined by', () => {
    for (const [responses, N] of [
      [3, 1],
      [8, 1],
      [8, 3],
      [16, 40],
    ] as const) {
      const s = 1 - (1 - 2 / responses) ** N;
      for (const n of [1, 2, 7, 60]) {
        const visits = binomialMasses(n, 0.25, n);
        let expected = visits[0]! * (1 - 1 / responses);
        for (let k = 1; k <= n; k++) {
          const hits = binomialMasses(k, s, k);
          const lost = hits.reduce((sum, mass, c) => sum + (2 * c < k ? mass : 2 * c === k ? mass / 2 : 0), 0);
          expected += visits[k]! * lost;
        }
        expect(relative(majorityRisk({ prompts: 2, responses, hardMass: 0.5, n, N }), 0.5 * expected)).toBeLessThan(
          1e-12,
        );
      }
    }
  });

  it('keeps the digits of tiny risks: at one prompt that every draw meets it is a binomial tail', () => {
    // n = 2j - 1 draws, each missed with u = (1/2)^N: the first terms of the tail, whose ratio is about u.
    const u = 0.5 ** 40;
    const exact = 10 * u ** 3 * (1 - u) ** 2 + 5 * u ** 4 * (1 - u) + u ** 5;
    const risk = majorityRisk({ prompts: 1, responses: 4, hardMass: 1, n: 5, N: 40 });
    expect(relative(risk, exact)).toBeLessThan(1e-12);
    expect(exact).toBeLessThan(1e-34);
  });

  it('answers sizes up to 1e9, or says what is too large', () => {
    expect(majorityRisk({ prompts: 1e9, responses: 65536, hardMass: 1, n: 1e9, N: 1e9 })).toBeCloseTo(
      Math.exp(-1) * (1 - 1 / 65536),
      8,
    );
    expect(majorityRisk({ prompts: 1, responses: 65536, hardMass: 1, n: 1e9, N: 1e9 })).toBe(0);
    // Where most draws are wrong, more of them make it worse.
    expect(majorityRisk({ ...small, n: 100_000, N: 4 })).toBeCloseTo(0.5, 9);
    expect(() => majorityRisk({ prompts: 1, responses: 16, hardMass: 1, n: 1e9, N: 4 })).toThrow(
      'majorityRisk: n must be so small, or N so large, that 100000 visits to a prompt are enough to follow',
    );
    expect(() => majorityRisk({ ...small, n: 1.5, N: 4 })).toThrow(
      'majorityRisk: n must be an integer at least 1, got 1.5',
    );
  });
});

describe('binomialMasses', () => {
  it('sums to 1 and has the right mean for any n and p', () => {
    for (const [n, p] of [
      [1, 0.5],
      [30, 0.01],
      [1000, 0.9],
      [1e9, 1e-8],
      [5, 1],
      [5, 0],
    ] as const) {
      const masses = binomialMasses(n, p, 2000);
      const total = masses.reduce((sum, mass) => sum + mass, 0);
      const mean = masses.reduce((sum, mass, k) => sum + mass * k, 0);
      expect(Math.abs(total - 1)).toBeLessThan(1e-12);
      expect(Math.abs(mean - n * p)).toBeLessThanOrEqual(1e-10 * n * p);
    }
  });
});
