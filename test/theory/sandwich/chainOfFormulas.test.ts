import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  adaptiveLowerBound,
  finiteClassBoundInExpectation,
  hardFamilyBound,
  hardFamilyLowerBound,
  productClassBound,
  thm41InExpectation,
} from '../../../src/theory/bounds/index.ts';
import { adaptiveMinimaxRisk } from '../../../src/theory/risk/adaptiveMinimaxRisk.ts';
import { majorityRisk } from '../../../src/theory/risk/majorityRisk.ts';
import { minimaxRisk } from '../../../src/theory/risk/minimaxRisk.ts';
import { sftIdentificationRisk, sftRisk } from '../../../src/theory/risk/sftRisk.ts';

/** Below this the exact risks leave terms out. */
const NEGLIGIBLE = 1e-38;
const ROUNDING = 1e-9;

/** Each number is at most the next one. */
function ascending(...steps: readonly (readonly [name: string, value: number])[]): void {
  for (let i = 1; i < steps.length; i++) {
    const [[lower, low], [upper, high]] = [steps[i - 1]!, steps[i]!];
    const holds = low <= high * (1 + ROUNDING) + NEGLIGIBLE;
    expect({ lower, low, upper, high, holds }).toMatchObject({ holds: true });
  }
}

const family = fc.record({
  prompts: fc.integer({ min: 1, max: 1000 }),
  responses: fc.integer({ min: 3, max: 256 }),
  hardMass: fc.double({ min: 1e-3, max: 1, noNaN: true }),
});

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** A family and a plan of at most 1e8 samples, from prompts that hardly come up to ones that come up 50 times. */
const plans = fc
  .record({ at: family, visits: real(-3, 4), draws: real(-3, 3), tau: real(0.02, 0.49) })
  .map(({ at, visits, draws, tau }) => {
    const N = Math.ceil(at.responses * Math.exp(draws));
    const n = Math.min(Math.ceil((at.prompts / at.hardMass) * Math.exp(visits)), Math.floor(1e8 / N));
    return { at, n, N, tau };
  });

it('lower bound <= minimax <= SFT <= every upper bound, for plans of up to 1e8 samples', () => {
  let sharp = 0;
  let tiny = 0;
  fc.assert(
    fc.property(plans, ({ at, n, N, tau }) => {
      const { prompts, responses, hardMass } = at;
      const [d, M] = [prompts, responses];
      const plan = { ...at, n, N };
      const m = n * N;
      const best = minimaxRisk({ ...at, n: m, N: 1 });
      const exact = minimaxRisk(plan);
      const sft = sftRisk({ ...plan, delta: 0.5 });
      ascending(
        ['bound (L)', hardFamilyLowerBound.evaluate({ ...at, m })],
        ['minimax, any plan', best],
        ['minimax', exact],
        ['SFT', sft],
        ['Delta', hardMass],
      );
      if (best > 1e-30)
        expect(hardFamilyLowerBound.evaluate({ ...at, m })).toBeGreaterThanOrEqual(0.8 * best * (1 - ROUNDING));
      // A plan draws m Delta samples at hard prompts, on average.
      ascending(
        ['bound (L), adaptive', adaptiveLowerBound.evaluate({ ...at, m: m * hardMass })],
        ['adaptive minimax', adaptiveMinimaxRisk({ ...at, n: Infinity, m: m * hardMass })],
        ['adaptive minimax, n prompts', adaptiveMinimaxRisk({ ...at, n: m, m: m * hardMass })],
        ['minimax, any plan', best],
      );
      const coverage = 1 - hardMass + (hardMass * M) / 2;
      const shared = { logClassSize: d * Math.log(M), delta: 0.5, n, coverage, N };
      const missed = (2 / M < Math.log(1 / tau) / N ? hardMass : 0) + (1 < Math.log(1 / tau) / N ? 1 - hardMass : 0);
      for (const [name, bound] of [
        ["Thm 4.1'", thm41InExpectation.evaluate(shared)],
        ['bound (A)', finiteClassBoundInExpectation.evaluate({ ...shared, tau })],
        ['bound (B)', productClassBound.evaluate({ missed, ...at, delta: 0.5, tau, n })],
      ] as const) {
        ascending(['SFT', sft], [name, bound]);
      }
      if (N * Math.log1p(-2 / M) < -Math.LN2) {
        sharp++;
        const identification = sftIdentificationRisk(plan);
        if (exact < 1e-20 && identification > 1e-38) tiny++;
        ascending(
          ['minimax', exact],
          ['identification', identification],
          ['majority', majorityRisk(plan)],
          ['Delta', hardMass],
        );
        ascending(['identification', identification], ['bound (C)', hardFamilyBound.evaluate(plan)]);
        const first = hardFamilyBound.withFormula('hardMass * exp(n * logOne)');
        ascending(['majority', majorityRisk(plan)], ['first term of (C)', first.evaluate(plan)]);
      }
    }),
    { numRuns: 300, seed: 1 },
  );
  // The chain is not empty: best-of-N was sharp in many plans, and some risks were tiny.
  expect(sharp).toBeGreaterThan(100);
  expect(tiny).toBeGreaterThan(1);
});

it('bound (L) is near the exact risk down to 1e-30 and for 1e8 samples', () => {
  for (const [prompts, responses, hardMass] of [
    [4, 16, 0.5],
    [32, 32, 0.25],
    [64, 256, 0.05],
    [1000, 256, 1e-3],
  ] as const) {
    const at = { prompts, responses, hardMass };
    for (let m = 1; m <= 1e8; m = Math.ceil(m * 1.5)) {
      const exact = minimaxRisk({ ...at, n: m, N: 1 });
      if (exact < 1e-30) break;
      const ratio = hardFamilyLowerBound.evaluate({ ...at, m }) / exact;
      expect(ratio).toBeLessThanOrEqual(1 + ROUNDING);
      expect(ratio).toBeGreaterThan(0.877);
    }
  }
});
