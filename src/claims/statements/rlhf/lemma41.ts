import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { logSumExp } from '../../../math/logSpace.ts';
import { power } from '../../../laws/transforms/power.ts';
import { lemma41, lemma41Exact, lemma41Gamma, lemma41Loss } from '../../../theory/bounds/rlhf/lemma41.ts';
import { concentrability } from '../../../theory/coverage/concentrability.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { ratioMoment } from '../../../theory/coverage/ratioMoment.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below, equal } from '../../compare.ts';
import { randomLaws } from '../../cases/randomWorlds.ts';

const BETAS = [0.01, 0.1, 0.5, 1, 2, 10];
const ONE_PROMPT = FiniteLaw.uniform(1);

/** One prompt, with the two policies that the lemma compares. */
interface Setting {
  readonly name: string;
  readonly beta: number;
  readonly base: FiniteLaw;
  readonly optimum: FiniteLaw;
}

function* settings(grid: Grid): Iterable<Setting> {
  const laws = [
    // Near-extremal at small beta: all of pi*_beta lies on y*.
    { name: 'two modes and many others', law: FiniteLaw.fromMasses([0.2, 0.2, ...Array<number>(12).fill(0.05)]) },
    // Near-extremal for |Y|: as good as certain, but with full support.
    { name: 'nearly certain', law: FiniteLaw.fromMasses([1 - 9e-4, ...Array<number>(9).fill(1e-4)]) },
    // Many responses just below the mode, which count for gamma = 0.3 but not for small beta.
    { name: 'many near modes', law: FiniteLaw.fromMasses([0.1, ...Array<number>(12).fill(0.075)]) },
    ...randomLaws('lemma-4.1', grid),
  ];
  for (const { name, law } of laws) {
    for (const beta of BETAS) {
      yield { name: `${name}, beta ${beta}`, beta, base: law, optimum: power(law, 1 + 1 / beta) };
    }
  }
}

const support = ({ base }: Setting): number => Array.from(base.logMasses).filter((log) => log > -Infinity).length;
const optimumCoverage = ({ base, optimum }: Setting): number =>
  concentrability(lawPolicy([optimum]), { promptLaw: ONE_PROMPT, base: lawPolicy([base]) });
const modes = ({ base }: Setting, gamma: number): number =>
  modeCoverage({ promptLaw: ONE_PROMPT, base: lawPolicy([base]) }, { gamma });
const loss = ({ base, optimum, beta }: Setting): number =>
  ratioMoment(lawPolicy([base]), lawPolicy([optimum]), ONE_PROMPT, beta);

/** C_pi of pi*_beta is at most C_cov. */
export const claimLemma41 = claimInSettings(
  lemma41,
  settings,
  (setting, bound) => below(setting.name, optimumCoverage(setting), bound.evaluate({ coverage: modes(setting, 0) })),
  {
    compares: 'C_pi of pi*_beta with C_cov',
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * coverage' },
      { name: 'the exponent 1 made 0.99', formula: () => 'coverage^0.99' },
    ],
  },
);

/** C_pi of pi*_beta is at most C_cov,gamma / (1 - gamma)^(1/beta); with an exponent of 1 only for beta >= 1. */
export const claimLemma41Gamma = claimInSettings(
  lemma41Gamma,
  settings,
  (setting, bound) =>
    [0, 0.1, 0.3].map((gamma) => {
      const values = { coverage: modes(setting, gamma), gamma, beta: setting.beta };
      return below(`${setting.name}, gamma ${gamma}`, optimumCoverage(setting), bound.evaluate(values));
    }),
  {
    compares: 'C_pi of pi*_beta with C_cov,gamma / (1 - gamma)^(1/beta)',
    printed: lemma41Gamma.withFormula('coverage / (1 - gamma)'),
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * coverage / (1 - gamma)^(1 / beta)' },
      { name: 'the exponent 1/beta made 1', formula: () => 'coverage / (1 - gamma)' },
      { name: 'the factor of gamma dropped', formula: () => 'coverage' },
    ],
  },
);

/** C_{pi_base/pi*_beta; beta} is at most the number of responses. */
export const claimLemma41Loss = claimInSettings(
  lemma41Loss,
  settings,
  (setting, bound) => below(setting.name, loss(setting), bound.evaluate({ support: support(setting) })),
  {
    compares: 'C_{pi_base/pi*_beta; beta} with |Y|',
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * support' },
      { name: 'the exponent 1 made 0.99', formula: () => 'support^0.99' },
    ],
  },
);

/** C_{pi_base/pi*_beta; beta} is |Y| (sum pi_base^(1 + 1/beta))^beta at each prompt. */
export const claimLemma41Exact = claimInSettings(
  lemma41Exact,
  settings,
  (setting, bound) => {
    const { base, beta } = setting;
    const powerSum = Math.exp(logSumExp(Array.from(base.logMasses, (log) => (1 + 1 / beta) * log)));
    return powerSum === 0
      ? []
      : equal(setting.name, loss(setting), bound.evaluate({ support: support(setting), powerSum, beta }));
  },
  {
    compares: 'C_{pi_base/pi*_beta; beta} with its closed form: equal',
    mutations: [
      { name: 'the constant 1 made 1.001', formula: () => '1.001 * support * powerSum^beta' },
      { name: 'the exponent beta made 1', formula: () => 'support * powerSum' },
      { name: '|Y| dropped', formula: () => 'powerSum^beta' },
    ],
  },
);
