import {
  adaptiveMinimaxAtCoverage,
  adaptiveSamplesExponent,
  minimaxAtCoverage,
  samplesExponent,
} from '../../../theory/bounds/lowerBounds/minimaxAtCoverage.ts';
import { adaptiveMinimaxRisk } from '../../../theory/risk/adaptiveMinimaxRisk.ts';
import { adaptiveMinimaxSamples } from '../../../theory/risk/adaptiveMinimaxSamples.ts';
import type { HardFamilyParameters } from '../../../theory/risk/hardFamilyParameters.ts';
import { minimaxRisk } from '../../../theory/risk/minimaxRisk.ts';
import { minimaxSamples } from '../../../theory/risk/minimaxSamples.ts';
import { fittedExponent } from '../../../statistics/fittedExponent.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

interface Setting {
  readonly prompts: number;
  readonly coverage: number;
  readonly m: number;
}

/** The larger C_cov and m, the nearer the worst family comes to what is proved. */
function* settings(grid: Grid): Iterable<Setting> {
  for (const prompts of [1, 4, 64]) {
    for (const coverage of [4, 32, ...(grid === 'full' ? [64] : [])]) {
      for (const visits of [3, 30, 100]) yield { prompts, coverage, m: prompts * coverage * visits };
    }
  }
}

/** The family of this coverage with M as near as may be to where Delta is `hardMass`. */
function familyAt({ prompts, coverage }: Setting, hardMass: number): HardFamilyParameters {
  const responses = Math.max(Math.ceil(2 * coverage), Math.round(2 + (2 * (coverage - 1)) / hardMass));
  return { prompts, responses, hardMass: (2 * (coverage - 1)) / (responses - 2) };
}

const nearWorst = [0.5, 0.7, 0.85, 1, 1.15, 1.4, 4];

const exactRisk = computedOnce(minimaxRisk);

/** The exact minimax risk of families of one coverage, at Delta around the worst. */
export const claimMinimaxAtCoverage = claimOf(minimaxAtCoverage, {
  compares: 'minimax risk of hard families of one coverage, exact, with the bound',
  *cases(bound, grid) {
    for (const setting of settings(grid)) {
      const { prompts, coverage, m } = setting;
      const worst = Math.sqrt((prompts * (coverage - 1)) / (2 * m));
      for (const times of nearWorst) {
        const family = familyAt(setting, Math.min(1, worst * times));
        yield below(
          nameOf(setting, family),
          exactRisk({ ...family, n: m, N: 1 }),
          bound.evaluate({ prompts, coverage, m }),
        );
      }
    }
  },
  mutations: [
    { name: 'the 2 made 2.1', formula: () => 'sqrt(prompts * coverage / (2.1 * exp(1) * m))' },
    { name: 'e made 3', formula: () => 'sqrt(prompts * coverage / (2 * 3 * m))' },
    { name: 'C made C - 1.1', formula: () => 'sqrt(prompts * (coverage - 1.1) / (2 * exp(1) * m))' },
    { name: 'the root made a power of 0.51', formula: () => '(prompts * coverage / (2 * exp(1) * m))^0.51' },
    { name: 'the exponent of d made 0.9', formula: () => 'sqrt(prompts^0.9 * coverage / (2 * exp(1) * m))' },
    { name: 'the exponent of m made 1.01', formula: () => 'sqrt(prompts * coverage / (2 * exp(1) * m^1.01))' },
  ],
});

/** The exact adaptive minimax risk of families of one coverage, at Delta around the worst. */
export const claimAdaptiveMinimaxAtCoverage = claimOf(adaptiveMinimaxAtCoverage, {
  compares: 'adaptive minimax risk of hard families of one coverage, exact, with the bound',
  *cases(bound, grid) {
    for (const setting of settings(grid)) {
      const { prompts, coverage, m } = setting;
      const worst = (prompts * (coverage - 1)) / (2 * m);
      for (const times of nearWorst) {
        const family = familyAt(setting, Math.min(1, worst * times));
        const measured = adaptiveMinimaxRisk({ ...family, n: Infinity, m });
        yield below(nameOf(setting, family), measured, bound.evaluate({ prompts, coverage, m }));
      }
    }
  },
  mutations: [
    { name: 'the 4 made 4.2', formula: () => 'prompts * coverage / (4.2 * m)' },
    { name: 'C made C - 1.1', formula: () => 'prompts * (coverage - 1.1) / (4 * m)' },
    { name: 'the exponent of C made 0.98', formula: () => 'prompts * coverage^0.98 / (4 * m)' },
    { name: 'the exponent of d made 0.9', formula: () => 'prompts^0.9 * coverage / (4 * m)' },
    { name: 'the exponent of m made 1.01', formula: () => 'prompts * coverage / (4 * m^1.01)' },
  ],
});

function nameOf({ prompts, coverage, m }: Setting, { responses }: HardFamilyParameters): string {
  return `d = ${prompts}, C_cov = ${coverage}, m = ${m}, M = ${responses}`;
}

const exactSamples = computedOnce(minimaxSamples);
const exactAdaptiveSamples = computedOnce(adaptiveMinimaxSamples);

/** Chance that the interval of a fitted exponent misses, if the logarithms scattered normally; they are exact and scatter less. */
const FIT_FAILURE = 1e-6;

/** The families with C_cov,p^p = 1 - Delta + Delta (M/2)^p, as near as whole M come to it. */
function familyOfOrder(coverage: number, p: number, hardMass: number): HardFamilyParameters {
  const M = 2 * ((coverage ** p - 1 + hardMass) / hardMass) ** (1 / p);
  return { prompts: 4, responses: Math.max(3, Math.round(M)), hardMass };
}

/** The exponent of a fit, next to the one of the statement: the end of its interval that is nearer. */
function* exponents(
  samples: (family: HardFamilyParameters & { readonly risk: number }) => number,
  worstDelta: (p: number) => number,
  evaluate: (p: number) => number,
): Iterable<CaseResult> {
  for (const [p, largest] of [
    [0.5, 0.2],
    [1, 0.1],
    [2, 0.05],
    [4, 0.05],
  ] as const) {
    for (const coverage of [4, 8]) {
      const risks = Array.from({ length: 10 }, (_, i) => largest / 1.3 ** i);
      const needed = risks.map((risk) =>
        samples({ ...familyOfOrder(coverage, p, Math.min(1, risk * worstDelta(p))), risk }),
      );
      const inverse = risks.map((risk) => 1 / risk);
      const { interval } = fittedExponent(inverse, needed, FIT_FAILURE);
      const bound = evaluate(p);
      const measured = Math.min(interval.upper, Math.max(interval.lower, bound));
      yield {
        name: `p = ${p}, C_cov,p = ${coverage}`,
        measured,
        bound,
        ratio: Math.max(measured / bound, bound / measured),
      };
    }
  }
}

/** At Delta = e^(p/(p+1)) eps, the worst, the samples for a risk of eps grow as the statement says. */
export const claimThm31Rate = claimOf(samplesExponent, {
  compares:
    'exponent fitted to the samples that the minimax learner needs, the value of its interval next to it: equal',
  *cases(bound) {
    yield* exponents(
      exactSamples,
      (p) => Math.exp(p / (p + 1)),
      (p) => bound.evaluate({ p }),
    );
  },
  mutations: [
    { name: '1 made 0.9', formula: () => '0.9 + 1 / p' },
    { name: '1 dropped', formula: () => '1 / p' },
    { name: '1/p made 1', formula: () => '2' },
    { name: '1/p made 0.9/p', formula: () => '1 + 0.9 / p' },
  ],
});

/** At Delta = (p + 1) eps, the worst, the adaptive learner's samples grow as the statement says. */
export const claimThmD2Rate = claimOf(adaptiveSamplesExponent, {
  compares:
    'exponent fitted to the samples that the adaptive minimax learner needs, the value of its interval next to it: equal',
  *cases(bound) {
    yield* exponents(
      exactAdaptiveSamples,
      (p) => p + 1,
      (p) => bound.evaluate({ p }),
    );
  },
  mutations: [
    { name: '1/p made 1', formula: () => '1' },
    { name: '1/p made 0.9/p', formula: () => '0.9 / p' },
    { name: '1 added', formula: () => '1 + 1 / p' },
  ],
});
