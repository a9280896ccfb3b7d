import { Source } from '../../../math/random/source.ts';
import { bestOfNClass } from '../../../policies/classes/bestOfNClass.ts';
import { appHClass, appHCoverage } from '../../../theory/bounds/lowerBounds/appH.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { hardFamily } from '../../../theory/instances/hardFamily.ts';
import type { HardFamilyOptions } from '../../../theory/instances/hardFamily.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { equal } from '../../compare.ts';

function* settings(grid: Grid): Iterable<HardFamilyOptions> {
  for (const prompts of [1, 4, 32]) {
    for (const responses of grid === 'full' ? [3, 8, 16, 64, 256, 512] : [3, 16, 256]) {
      for (const hardMass of [0.05, 0.5, 1]) yield { prompts, responses, hardMass };
    }
  }
}

const nameOf = ({ prompts, responses, hardMass }: HardFamilyOptions): string =>
  `(${prompts}, ${responses}, ${hardMass})`;

/** The coefficients of coverage of the hard family; near maximisers within gamma = 1/2 there are none. */
export const claimAppHCoverage = claimInSettings(
  appHCoverage,
  settings,
  (setting, bound) => {
    const { responses, hardMass } = setting;
    const world = hardFamily(setting).instance(Source.named(`claims/app-h/${nameOf(setting)}`));
    return [0, 0.5].flatMap((gamma) =>
      [0.5, 1, 2, 10].map((p) => {
        const name = `${nameOf(setting)}, gamma ${gamma}, p = ${p}`;
        return equal(name, modeCoverage(world, { gamma, p }), bound.evaluate({ responses, hardMass, p }));
      }),
    );
  },
  {
    compares: 'C_cov,gamma,p of a member of the hard family with its closed form: equal',
    mutations: [
      {
        name: 'M/2 made M',
        formula: () => '(1 - hardMass + hardMass * responses^p)^(1 / p)',
      },
      {
        name: '1 - Delta dropped',
        formula: () => '(hardMass * (responses / 2)^p)^(1 / p)',
      },
      {
        name: 'Delta dropped from the second term',
        formula: () => '(1 - hardMass + (responses / 2)^p)^(1 / p)',
      },
      { name: 'p made 1', formula: () => '1 - hardMass + hardMass * responses / 2' },
      { name: 'the exponent 1/p dropped', formula: () => '1 - hardMass + hardMass * (responses / 2)^p' },
    ],
  },
);

/** log |Pi| = d log M, of the class that nature picks from and of its best-of-N. */
export const claimAppHClass = claimInSettings(
  appHClass,
  settings,
  (setting, bound) => {
    const { prompts, responses } = setting;
    const family = hardFamily(setting);
    const expected = bound.evaluate({ prompts, responses });
    return [
      equal(nameOf(setting), family.baseClass.logSize, expected),
      equal(`${nameOf(setting)}, best of 10`, bestOfNClass(family, 10).logSize, expected),
    ];
  },
  {
    compares: 'log |Pi| of the hard family and of its best-of-N with d log M: equal',
    mutations: [
      { name: 'd dropped', formula: () => 'log(responses)' },
      { name: 'the log dropped', formula: () => 'prompts * responses' },
      { name: 'y_0 counted among the responses', formula: () => 'prompts * log(responses + 1)' },
    ],
  },
);
