import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { Source } from '../../../math/random/source.ts';
import { compensatedSum } from '../../../math/compensatedSum.ts';
import { lemmaJ1, lemmaJ2 } from '../../../theory/bounds/rlhf/tails.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import { ratioMoment } from '../../../theory/coverage/ratioMoment.ts';
import { dirichletLaw } from '../../../theory/instances/dirichletLaw.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below } from '../../compare.ts';

/** A policy beside a base law. */
interface Setting {
  readonly name: string;
  readonly base: FiniteLaw;
  readonly policy: FiniteLaw;
  readonly beta: number;
}

const coin = (mass: number): FiniteLaw => FiniteLaw.fromMasses([mass, 1 - mass]);

function* settings(grid: Grid): Iterable<Setting> {
  // Near-extremal: a response that the policy hardly ever gives, which C_loss sees as well.
  for (const [rare, mass, beta] of [
    [1e-3, 1e-6, 1],
    [1e-3, 1e-15, 1],
    [0.5, 1e-300, 1],
    [0.5, 1e-100, 0.3],
    [0.5, 0.12, 1],
    [0.3, 0.1, 1],
  ] as const) {
    yield { name: `base mass ${rare}, given ${mass}, beta ${beta}`, base: coin(rare), policy: coin(mass), beta };
  }
  for (let i = 0; i < (grid === 'full' ? 200 : 20); i++) {
    const source = Source.named(`claims/lemma-j.1/${i}`);
    const outcomes = 2 + (i % 5);
    const draw = (): FiniteLaw => dirichletLaw({ outcomes, concentration: [0.2, 1][i % 2]! }, source);
    yield { name: `random ${i}`, base: draw(), policy: draw(), beta: 1 - source.uniform() };
  }
}

/** C_{pi_base/pi; beta}. */
const lossOf = ({ base, policy, beta }: Setting): number =>
  ratioMoment(lawPolicy([base]), lawPolicy([policy]), FiniteLaw.uniform(1), beta);

/** |beta log pi/pi_base(y) - beta log pi/pi_base(y')| of all pairs, with their probabilities, the largest first. */
function differences({ base, policy, beta }: Setting): { readonly size: number; readonly mass: number }[] {
  const u = Array.from(policy.logMasses, (log, y) => beta * (log - base.logMasses[y]!));
  return u
    .flatMap((a, y) => u.map((b, z) => ({ size: Math.abs(a - b), mass: base.mass(y) * base.mass(z) })))
    .sort((a, b) => b.size - a.size);
}

/** The least z with P[difference > z] <= chance. */
function upperQuantile(setting: Setting, chance: number): number {
  let above = 0;
  for (const { size, mass } of differences(setting)) {
    above += mass;
    if (above > chance) return size;
  }
  return 0;
}

/** Tails of reward differences. */
export const claimLemmaJ1 = claimInSettings(
  lemmaJ1,
  settings,
  (setting, bound) =>
    [0.01, 0.7, 6.2146, 7].map((s) => {
      const values = { lossCoverage: lossOf(setting), s, beta: setting.beta };
      return below(`${setting.name}, s = ${s}`, upperQuantile(setting, Math.exp(-s)), bound.evaluate(values));
    }),
  {
    compares: "upper quantile of |beta log pi/pi_base(y) - beta log pi/pi_base(y')|, with log(2 C_loss) + s",
    printed: lemmaJ1.withFormula('log(2 * lossCoverage + s)'),
    mutations: [
      { name: 'the constant 1 made 0.99', formula: () => '0.99 * (log(2 * lossCoverage) + s)' },
      { name: 'C_loss dropped', formula: () => 'log(2) + s' },
      { name: 's dropped', formula: () => 'log(2 * lossCoverage)' },
      { name: 'the exponent of C_loss made 0.9', formula: () => 'log(2 * lossCoverage^0.9) + s' },
      { name: 'the 2 made 1', formula: () => 'log(lossCoverage) + s' },
    ],
  },
);

/** Their fourth moment. */
export const claimLemmaJ2 = claimInSettings(
  lemmaJ2,
  settings,
  (setting, bound) => {
    const moment = compensatedSum(differences(setting).map(({ size, mass }) => mass * size ** 4));
    return below(setting.name, moment, bound.evaluate({ lossCoverage: lossOf(setting), beta: setting.beta }));
  },
  {
    compares: "E[(beta log pi/pi_base(y) - beta log pi/pi_base(y'))^4], with the bound",
    mutations: [
      { name: 'the terms below q^4 dropped', formula: () => 'q^4' },
      { name: 'q^4 made q^3', formula: () => lemmaJ2.formulaWith('q^4', 'q^3') },
      {
        name: 'C_loss dropped',
        formula: () => '24 + 0 * lossCoverage + 24 * log(2) + 12 * log(2)^2 + 4 * log(2)^3 + log(2)^4',
      },
      {
        name: 'q^4 made 0.9 q^4',
        formula: (factor) => lemmaJ2.formulaWith('q^4', `0.9 / ${factor} * q^4`),
        hiddenBecause:
          'two responses of the base policy are far apart with probability 1/2 at most, if one is rare for the policy',
      },
    ],
  },
);
