import { hardFamilyBound } from '../../../theory/bounds/sft/hardFamilyBound.ts';
import type { HardFamilyParameters } from '../../../theory/risk/hardFamilyParameters.ts';
import type { SamplePlan } from '../../../theory/risk/minimaxRisk.ts';
import { sftIdentificationRisk } from '../../../theory/risk/sftRisk.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';

type Setting = HardFamilyParameters & SamplePlan & { readonly name: string };

function* settings(grid: Grid): Iterable<Setting> {
  for (const family of hardFamilies(grid)) {
    const { prompts, responses, hardMass } = family;
    const half = Math.LN2 / -Math.log1p(-2 / responses);
    for (const times of [1.2, 2, 5]) {
      for (const visits of [0, 1, 5, 60]) {
        const n = Math.max(1, Math.round((visits * prompts) / hardMass));
        yield { ...family, n, N: Math.floor(half * times) + 1 };
      }
    }
  }
  // Near-extremal: (1 - p g1)^n while the prompt is most likely unseen, and best-of-N is right.
  yield { name: '(64, 256, 0.05)', prompts: 64, responses: 256, hardMass: 0.05, n: 6000, N: 4000 };
  // For M - 1: many wrong responses, each of which may tie. For g1: three, and many visits that hardly tell.
  yield { name: '(1, 256, 1)', prompts: 1, responses: 256, hardMass: 1, n: 15, N: 442 };
  yield { name: '(1, 3, 1)', prompts: 1, responses: 3, hardMass: 1, n: 150, N: 1 };
}

const exactRisk = computedOnce(sftIdentificationRisk);

const ONE = 'exp(n * logOne)';
const TWO = '(responses - 1) * exp(n * logTwo)';
const withOne = (one: string) => `hardMass * min(1, ${one}, ${TWO})`;
const withTwo = (two: string) => `hardMass * min(1, ${ONE}, ${two})`;

/** The exact identification risk stays below the bound. */
export const claimHardFamilyBound = claimInSettings(
  hardFamilyBound,
  settings,
  ({ name, ...plan }, bound) => {
    return below(`${name}, n = ${plan.n}, N = ${plan.N}`, exactRisk(plan), bound.evaluate(plan));
  },
  {
    compares: 'identification risk of SFT-sharpening, exact, with the bound',
    mutations: [
      { name: 'g1 made 1.1 g1', formula: () => withOne('max(0, 1 - 1.1 * p * g1)^n') },
      { name: 'the square of g1 dropped', formula: () => withOne('exp(n * log1p(-p * sqrt(g1)))') },
      { name: 'the p of the first dropped', formula: () => withOne('exp(n * log1p(-g1))') },
      { name: 'the exponent n of the first made 1.01 n', formula: () => withOne('exp(1.01 * n * logOne)') },
      { name: 'the first squared', formula: () => withOne('exp(2 * n * logOne)') },
      { name: 'M - 1 dropped', formula: () => withTwo('exp(n * logTwo)') },
      { name: 'M - 1 made its root', formula: () => withTwo('sqrt(responses - 1) * exp(n * logTwo)') },
      { name: 'g2 made 1.1 g2', formula: () => withTwo('(responses - 1) * max(0, 1 - 1.1 * p * g2)^n') },
      { name: 'r dropped from g2', formula: () => withTwo('(responses - 1) * exp(n * log1p(-p * s))') },
      { name: 'the p of the second dropped', formula: () => withTwo('(responses - 1) * (1 - g2)^n') },
      {
        name: 'Delta squared',
        formula: () => 'hardMass^2 * min(1, exp(n * logOne), (responses - 1) * exp(n * logTwo))',
      },
    ],
  },
);
