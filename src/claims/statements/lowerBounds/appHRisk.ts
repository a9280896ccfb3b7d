import type { LearnerChoice } from '../../../experiments/catalogue/hardPromptFailures.ts';
import { hardPromptRisk } from '../../../experiments/catalogue/hardPromptRisk.ts';
import { clopperPearson } from '../../../statistics/clopperPearson.ts';
import { appHOneDraw, appHRisk, appHThree } from '../../../theory/bounds/lowerBounds/appHRisk.ts';
import type { HardFamilyParameters } from '../../../theory/risk/hardFamilyParameters.ts';
import { adaptiveSftRisk } from '../../../theory/risk/adaptiveSftRisk.ts';
import { identificationFailure } from '../../../theory/risk/identificationFailure.ts';
import { minimaxRisk } from '../../../theory/risk/minimaxRisk.ts';
import { sftIdentificationRisk, sftRisk } from '../../../theory/risk/sftRisk.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below, equal } from '../../compare.ts';
import { keptRow } from '../../keptRow.ts';
import { statisticalClaimOf } from '../../statisticalClaimOf.ts';

interface Setting {
  readonly family: HardFamilyParameters;
  readonly learner: LearnerChoice;
  /** Where best-of-N has less than half on y*: so large that a fit is sharpened just where it picks y*. */
  readonly delta?: number;
}

function settings(grid: Grid): readonly Setting[] {
  const small = { prompts: 4, responses: 16, hardMass: 0.5 };
  const large = { prompts: 32, responses: 32, hardMass: 0.25 };
  const one = { prompts: 1, responses: 8, hardMass: 1 };
  const quick: Setting[] = [
    { family: small, learner: { kind: 'bayes-optimal', n: 60, N: 1 } },
    { family: small, learner: { kind: 'bayes-optimal', n: 12, N: 10 } },
    { family: one, learner: { kind: 'bayes-optimal', n: 4, N: 1 } },
    { family: large, learner: { kind: 'bayes-optimal', n: 1500, N: 1 } },
    { family: small, learner: { kind: 'sft-sharpening', n: 24, N: 10 } },
    { family: one, learner: { kind: 'sft-sharpening', n: 5, N: 3 } },
    { family: small, learner: { kind: 'sft-sharpening', n: 60, N: 4 }, delta: 0.7 },
    { family: small, learner: { kind: 'sft-sharpening', n: 240, N: 1 }, delta: 0.9 },
    { family: small, learner: { kind: 'adaptive-sft-sharpening', n: 24, mu: 0.7 } },
    { family: one, learner: { kind: 'adaptive-sft-sharpening', n: 4, mu: 1.5 } },
  ];
  if (grid === 'quick') return quick;
  return [
    ...quick,
    { family: small, learner: { kind: 'bayes-optimal', n: 240, N: 1 } },
    { family: large, learner: { kind: 'bayes-optimal', n: 200, N: 16 } },
    { family: { prompts: 4, responses: 256, hardMass: 0.1 }, learner: { kind: 'bayes-optimal', n: 3000, N: 1 } },
    { family: large, learner: { kind: 'sft-sharpening', n: 400, N: 16 } },
    { family: small, learner: { kind: 'sft-sharpening', n: 60, N: 40 } },
  ];
}

/** The chance of failing at a given hard prompt, from the exact risks. */
function failureOf({ family, learner, delta = 0.5 }: Setting): number {
  const plan = { ...family, ...learner, delta };
  if (plan.kind === 'adaptive-sft-sharpening') return adaptiveSftRisk(plan) / family.hardMass;
  if (plan.kind === 'bayes-optimal') return minimaxRisk(plan) / family.hardMass;
  return (delta === 0.5 ? sftRisk(plan) : sftIdentificationRisk(plan)) / family.hardMass;
}

function nameOf(learner: LearnerChoice): string {
  const { kind, n } = learner;
  return `${kind}, n = ${n}, ${'mu' in learner ? `mu = ${learner.mu}` : `N = ${learner.N}`},`;
}

/** The simulated risks of the Bayes learner, of SFT-sharpening and of its adaptive form are the exact ones. */
export const claimAppHRisk = statisticalClaimOf(appHRisk, {
  compares: 'simulated risk, both ends of its interval, with Delta times the exact failure at a hard prompt',
  intervals: (grid) => settings(grid).length,
  *cases(bound, grid, shares) {
    const replications = grid === 'quick' ? 4000 : 10_000;
    for (const setting of settings(grid)) {
      const { family, learner, delta = 0.5 } = setting;
      const parameters = { family, learner, delta, replications };
      const { failures } = keptRow(hardPromptRisk, 'claims/app-h-risk', parameters).values;
      const { lower, upper } = clopperPearson(failures, replications, shares.take());
      const exact = bound.evaluate({ hardMass: family.hardMass, failure: failureOf(setting) });
      const [low, high] = [family.hardMass * lower, family.hardMass * upper];
      yield {
        name: `${nameOf(learner)} on (${family.prompts}, ${family.responses}, ${family.hardMass})`,
        measured: (family.hardMass * failures) / replications,
        bound: exact,
        ratio: Math.max(low / exact, exact / high),
      };
    }
  },
  mutations: [
    { name: 'a factor 1.3', formula: () => '1.3 * hardMass * failure' },
    { name: 'a factor 0.7', formula: () => '0.7 * hardMass * failure' },
    { name: 'Delta dropped', formula: () => 'failure' },
    { name: 'Delta squared', formula: () => 'hardMass^2 * failure' },
    { name: 'the failure squared', formula: () => 'hardMass * failure^2' },
  ],
});

/** Where a closed form is known, the exact minimax risk is that: a check of S(k), and of what is expected of it. */
export const claimAppHThree = claimOf(appHThree, {
  compares: 'minimax risk with three responses, exact, with its closed form: equal',
  *cases(bound, grid) {
    for (const prompts of [1, 4]) {
      for (const hardMass of [0.9, 0.3]) {
        for (const n of grid === 'quick' ? [1, 3, 12] : [1, 2, 3, 7, 12, 20]) {
          for (const N of [1, 2, 5]) {
            const plan = { prompts, hardMass, n, N };
            const name = `d = ${prompts}, Delta = ${hardMass}, n = ${n}, N = ${N}`;
            yield equal(name, minimaxRisk({ ...plan, responses: 3 }), bound.evaluate(plan));
          }
        }
      }
    }
  },
  mutations: [
    { name: 'distinct responses not counted', formula: () => 'hardMass * 2 / 3 * (1 - p + p * (1 / 3)^N)^n' },
    {
      name: 'all draws taken for distinct',
      formula: () => 'hardMass * ((1 - p)^n * 2 / 3 + n * p * (1 - p)^(n - 1) / 6)',
    },
    { name: '1/6 made 0.99/6', formula: () => 'hardMass * ((1 - p + p * (0.99 / 6)^N)^n - (1 - p)^n / 3)' },
    { name: '1/3 made 1/2', formula: () => 'hardMass * ((1 - p + p * (1 / 6)^N)^n - (1 - p)^n / 2)' },
    { name: 'N dropped', formula: () => 'hardMass * ((1 - p + p / 6)^n - (1 - p)^n / 3)' },
    { name: 'Delta dropped', formula: () => '(1 - p + p * (1 / 6)^N)^n - (1 - p)^n / 3' },
  ],
});

/** One more draw raises the success at a hard prompt by 2/M at most, and only while the hidden response is unseen. */
export const claimAppHOneDraw = claimOf(appHOneDraw, {
  compares: 'gain of one more draw, exact, with 2/M times the chance that the hidden response is unseen',
  *cases(bound, grid) {
    for (const responses of grid === 'quick' ? [3, 8, 32, 256] : [3, 4, 8, 32, 256, 2048]) {
      const failures = identificationFailure(responses, 5 * responses);
      for (const share of [0, 1 / 8, 1, 4]) {
        const draws = Math.floor(share * responses);
        const gain = failures[draws]! - failures[draws + 1]!;
        yield below(`M = ${responses}, k = ${draws}`, gain, bound.evaluate({ responses, draws }));
      }
    }
  },
  mutations: [
    { name: 'the 2 in front made 1.9', formula: () => '1.9 / responses * (1 - 2 / responses)^draws' },
    { name: 'the 2 of the unseen made 2.2', formula: () => '2 / responses * (1 - 2.2 / responses)^draws' },
    { name: 'the exponent of M made 1.1', formula: () => '2 / responses^1.1 * (1 - 2 / responses)^draws' },
    { name: 'one draw more', formula: () => '2 / responses * (1 - 2 / responses)^(2 * draws + 1)' },
  ],
});
