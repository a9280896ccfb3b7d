import { adaptiveBestOfNLaw } from '../../../laws/transforms/adaptiveBestOfNLaw.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { modes } from '../../../laws/levels.ts';
import { massOf } from '../../../laws/massOf.ts';
import {
  lemmaI1,
  lemmaI1Failure,
  lemmaI1Later,
  lemmaI1Lower,
  lemmaI1Step,
} from '../../../theory/bounds/lemmas/lemmaI1.ts';
import { reaches } from '../../../math/tolerance.ts';
import { failureAtStop } from '../../cases/laterStops.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { above, below } from '../../compare.ts';
import { lightModes, randomLaws } from '../../cases/randomWorlds.ts';

const MUS = [1e-4, 0.1, 0.5, 1, Math.log(20), 10];

interface Setting {
  readonly name: string;
  readonly law: FiniteLaw;
  readonly mu: number;
  /** P*. */
  readonly peak: number;
  /** k*. */
  readonly maximisers: number;
}

function* settings(grid: Grid): Iterable<Setting> {
  const laws = [
    // Near-extremal: the modes are light, and all else so much lighter that it never stops the rule.
    ...[1, 3].map((k) => ({ name: `${k} light modes above dust`, law: lightModes(k, 1e-2, 1e-4) })),
    // Near-extremal for the failure: all else is hardly lighter, and stops the rule soon after a mode would.
    ...[1, 3].map((k) => ({ name: `${k} light modes, hardly above the others`, law: lightModes(k, 1e-3, 0.999e-3) })),
    { name: 'one response', law: FiniteLaw.pointMass(1, 0) },
    ...randomLaws('lemma-i.1', grid),
  ];
  for (const { name, law } of laws) {
    const best = modes(law);
    // The lemma's P* is the largest mass of one response; ties differ in their last bits.
    const peak = massOf(law, best) / best.length;
    for (const mu of MUS) {
      yield { name: `${name}, mu ${mu.toPrecision(3)}`, law, mu, peak, maximisers: best.length };
    }
  }
}

/** E[N_mu] is at most (mu + 1/k*) / P*. */
export const claimLemmaI1 = claimInSettings(
  lemmaI1,
  settings,
  ({ name, law, mu, peak, maximisers }, bound) =>
    below(name, adaptiveBestOfNLaw(law, mu).draws.mean, bound.evaluate({ mu, peak, maximisers })),
  {
    compares: 'E[N_mu], exact, with the bound',
    mutations: [
      { name: 'the constant 1 of 1/k* made 0.9', formula: () => '(mu + 0.9 / maximisers) / peak' },
      { name: 'mu dropped', formula: () => '1 / maximisers / peak' },
      { name: '1/k* dropped', formula: () => 'mu / peak' },
      { name: '1/k* squared', formula: () => '(mu + 1 / maximisers^2) / peak' },
      { name: 'the constant 1 of mu made 0.9', formula: () => '(0.9 * mu + 1 / maximisers) / peak' },
      { name: 'the exponent of P* made 0.99', formula: () => '(mu + 1 / maximisers) / peak^0.99' },
    ],
  },
);

/** E[N_mu] is at least ceil(mu / P*). */
export const claimLemmaI1Lower = claimInSettings(
  lemmaI1Lower,
  settings,
  ({ name, law, mu, peak }, bound) => above(name, adaptiveBestOfNLaw(law, mu).draws.mean, bound.evaluate({ mu, peak })),
  {
    compares: 'E[N_mu], exact, with ceil(mu / P*)',
    mutations: [
      { name: 'the constant 1 made 1.01', formula: () => 'ceil(1.01 * mu / peak)' },
      { name: 'one draw more', formula: () => 'ceil(mu / peak) + 1' },
      { name: 'the exponent of P* made 1.01', formula: () => 'ceil(mu / peak^1.01)' },
    ],
  },
);

/** The response is no maximiser with probability at most exp(-k* mu). */
export const claimLemmaI1Failure = claimInSettings(
  lemmaI1Failure,
  settings,
  ({ name, law, mu, maximisers }, bound) => {
    const best = modes(law);
    const others = Array.from({ length: law.size }, (_, y) => y).filter((y) => !best.includes(y));
    const measured = massOf(adaptiveBestOfNLaw(law, mu).law, others);
    return below(name, measured, bound.evaluate({ mu, maximisers }));
  },
  {
    compares: 'mass of the adaptive law off y*, exact, with exp(-k* mu)',
    mutations: [
      { name: 'the constant 1 of mu made 1.1', formula: () => 'exp(-1.1 * maximisers * mu)' },
      { name: 'k* squared', formula: () => 'exp(-maximisers^2 * mu)' },
      { name: 'a factor 0.9', formula: () => '0.9 * exp(-maximisers * mu)' },
    ],
  },
);

/** k draws find no maximiser with probability at most exp(-k |y*| P*); the proof writes |y*| / P* for |y*| P*. */
export const claimLemmaI1Step = claimInSettings(
  lemmaI1Step,
  settings,
  ({ name, law, peak, maximisers }, bound) => {
    const missed = Math.max(0, 1 - massOf(law, modes(law)));
    return [1, 10, 1000].map((draws) =>
      below(`${name}, k = ${draws}`, missed ** draws, bound.evaluate({ draws, maximisers, peak })),
    );
  },
  {
    compares: '(1 - pi(y*))^k with exp(-k |y*| P*)',
    printed: lemmaI1Step.withFormula('exp(-draws * maximisers / peak)'),
    mutations: [
      { name: 'the constant 1 made 1.1', formula: () => 'exp(-1.1 * draws * maximisers * peak)' },
      { name: 'k* squared', formula: () => 'exp(-draws * maximisers^2 * peak)' },
      { name: 'P* inverted', formula: () => 'exp(-draws * maximisers / peak)' },
    ],
  },
);

/** Stopping times that are never before N_mu, by what they ask of k draws with a best one of that likelihood. */
const LATER: Readonly<Record<string, (mu: number) => (k: number, best: number) => boolean>> = {
  'N_mu itself': (mu) => (k, best) => reaches(k * best, mu),
  'N_mu for mu half as large again': (mu) => (k, best) => reaches(k * best, 1.5 * mu),
  'N_mu, made even': (mu) => (k, best) => k % 2 === 0 && reaches(k * best, mu),
  'N_mu, in hundreds': (mu) => (k, best) => k % 100 === 0 && reaches(k * best, mu),
};

/** So many draws after N_mu. */
const MORE = [0, 1, 30, 1000];

function* laterSettings(grid: Grid): Iterable<Setting> {
  // Step by step: small laws, on either grid.
  for (const setting of settings('quick')) if (grid === 'full' || setting.mu >= 0.5) yield setting;
}

/** At any stopping time from N_mu on the response is no maximiser with probability at most exp(-k* mu), and less later on. */
export const claimLemmaI1Later = claimInSettings(
  lemmaI1Later,
  laterSettings,
  ({ name, law, mu, peak, maximisers }, bound): CaseResult[] => {
    const best = modes(law);
    const others = Array.from({ length: law.size }, (_, y) => y).filter((y) => !best.includes(y));
    const failure = massOf(adaptiveBestOfNLaw(law, mu).law, others);
    // Draws that come after the rule has stopped depend on nothing before.
    const missed = massOf(law, others);
    return [
      ...MORE.map((later) =>
        below(
          `${name}, ${later} draws after N_mu`,
          failure * missed ** later,
          bound.evaluate({ mu, peak, maximisers, later }),
        ),
      ),
      ...Object.entries(LATER).map(([rule, stops]) =>
        below(`${name}, ${rule}`, failureAtStop(law, stops(mu)), bound.evaluate({ mu, peak, maximisers, later: 0 })),
      ),
    ].filter(({ bound: most }) => most > 1e-25);
  },
  {
    compares: 'chance that the best is no maximiser at later stopping times, exact, with exp(-k* (mu + later P*))',
    mutations: [
      { name: 'the constant 1 of mu made 1.1', formula: () => 'exp(-maximisers * (1.1 * mu + later * peak))' },
      { name: 'k* squared', formula: () => 'exp(-maximisers^2 * (mu + later * peak))' },
      { name: 'later draws counted twice', formula: () => 'exp(-maximisers * (mu + 2 * later * peak))' },
      { name: 'the exponent of P* made 0.9', formula: () => 'exp(-maximisers * (mu + later * peak^0.9))' },
      { name: 'a factor 0.9', formula: () => '0.9 * exp(-maximisers * (mu + later * peak))' },
    ],
  },
);
