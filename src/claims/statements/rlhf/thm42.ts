import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { ExplicitWorld } from '../../../policies/explicitWorld.ts';
import { logLikelihood } from '../../../policies/rewards/logLikelihood.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import {
  thm42,
  thm42Bounded,
  thm42P,
  thm42PBounded,
  thm42Regret,
  thm42UnboundedRegret,
} from '../../../theory/bounds/rlhf/thm42.ts';
import { concentrability } from '../../../theory/coverage/concentrability.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { ratioMoment } from '../../../theory/coverage/ratioMoment.ts';
import { sharpenedShare } from '../../../theory/coverage/sharpenedShare.ts';
import { needleClass, randomClasses, rareError, rewardClass } from '../../cases/rewardClasses.ts';
import type { RewardClass } from '../../cases/rewardClasses.ts';
import { requireRegression, worstLeft } from '../../cases/unseenErrors.ts';
import type { Grid } from '../../claim.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';

interface Pairs {
  readonly n: number;
  readonly rho: number;
  readonly logClassSize: number;
  readonly concentrability: number;
}

/** Reward regression on so many pairs, with the quantile of its regret, exactly, under the worst way to break ties. */
interface Setting {
  readonly name: string;
  readonly regret: number;
  /** What the theorem takes where differences are bounded, and what it takes otherwise. */
  readonly bounded: Pairs & { readonly range: number };
  readonly unbounded: Pairs & { readonly lossCoverage: number; readonly beta: number };
}

/** C_conc and C_loss of a class, the least that the theorem may use: every member's with that of pi*_beta. */
function coefficients({ policyClass, world, optimum, beta }: RewardClass): { conc: number; loss: number } {
  const conc = policyClass.members.map((policy) => concentrability(policy, world));
  const loss = policyClass.members.map((policy) => ratioMoment(world.base, policy, world.promptLaw, beta));
  return { conc: (Math.max(...conc) + concentrability(optimum, world)) / 2, loss: Math.max(...loss) };
}

function settingOf(of: RewardClass, n: number, rho: number): Setting {
  const { conc, loss } = coefficients(of);
  const pairs = { n, rho, logClassSize: of.policyClass.logSize, concentrability: conc };
  return {
    name: `${of.name}, n = ${n}, rho = ${rho}`,
    regret: worstLeft(of, of.regrets, n, rho),
    bounded: { ...pairs, range: of.range },
    unbounded: { ...pairs, lossCoverage: loss, beta: of.beta },
  };
}

const settings = computedOnce((grid: Grid): Setting[] => {
  const all: Setting[] = [];
  // Near-extremal: an error that n pairs just fail to show with probability rho.
  for (const [rare, mass, rho, beta] of [
    [1e-12, 0.1, 1e-6, 1],
    [1e-12, 0.1, 1e-6, 0.2],
    [1e-8, 0.3, 1e-12, 0.5],
    [1e-3, 0.9, 1e-3, 1],
  ] as const) {
    const of = rareError({ rare, mass, beta });
    requireRegression(of, [1, 1], [0, 1]);
    all.push(settingOf(of, Math.floor((Math.log(1 / rho) / -Math.log1p(-2 * rare * (1 - rare))) * (1 - 1e-12)), rho));
  }
  const others = [...randomClasses('thm-4.2', grid), needleClass({ responses: 16, hypotheses: 4, bonus: 1 }, 0.3)];
  for (const of of others) for (const n of [1, 5, 30]) for (const rho of [0.5, 0.01]) all.push(settingOf(of, n, rho));
  return all;
});

const compares =
  '(1 - rho)-quantile of the regret of reward regression, exact, of the worst policy that fits all pairs, with the bound';

/** The regret of reward regression, differences being bounded. */
export const claimThm42Regret = claimInSettings(
  thm42Regret,
  settings,
  ({ name, regret, bounded }, bound) => below(name, regret, bound.evaluate(bounded)),
  {
    compares,
    mutations: [
      { name: 'the constant 1 made 0.9', formula: () => `0.9 * ${thm42Regret.spec.formula}` },
      { name: 'B dropped', formula: () => thm42Regret.formulaWithout('range') },
      { name: 'C_conc dropped', formula: () => thm42Regret.formulaWithout('concentrability') },
      {
        name: 'the exponent of n made 1',
        formula: () => 'range * sqrt(concentrability * (logClassSize + log(1 / rho))) / n',
      },
      { name: 'log(1/rho) dropped', formula: () => 'range * sqrt(concentrability * logClassSize / n)' },
      {
        name: 'log |Pi| dropped',
        formula: (factor) => `range * sqrt(concentrability * log(1 / rho) / n) / ${factor}`,
        hiddenBecause: 'the union over the class costs little beside log(1/rho) where the bound is tight',
      },
    ],
  },
);

/** The same whatever the size of the differences. */
export const claimThm42UnboundedRegret = claimInSettings(
  thm42UnboundedRegret,
  settings,
  ({ name, regret, unbounded }, bound) => below(name, regret, bound.evaluate(unbounded)),
  {
    compares,
    mutations: [
      { name: 'q^2 + 2 q dropped', formula: () => '2 * sqrt(concentrability * p * 2)' },
      { name: 'C_conc dropped', formula: () => thm42UnboundedRegret.formulaWithout('concentrability') },
      {
        name: 'p made p^2',
        formula: () => thm42UnboundedRegret.formulaWith('concentrability * p', 'concentrability * p^2'),
      },
      {
        name: 'the constant 2 made 1',
        formula: (factor) => `${thm42UnboundedRegret.spec.formula} / (2 * ${factor})`,
        hiddenBecause: 'it allows for tails on both sides, of the fit and of pi*_beta, that no one policy has',
      },
    ],
  },
);

/** A class of two at one prompt, whose wrong member just fails to be sharpened, with the chance that it is chosen. */
interface Failing extends Setting {
  readonly risk: number;
  readonly delta: number;
  readonly tau: number;
  readonly margin: number;
  readonly coverage: number;
}

/** Near-extremal: two responses, of which the other than y* is rare for the base policy, and the fit gives it delta. */
function* failing(): Iterable<Failing> {
  for (const [rare, delta, rho, beta] of [
    [1e-6, 0.1, 1e-6, 1],
    [1e-6, 0.1, 1e-6, 0.2],
    [1e-9, 0.5, 1e-9, 0.5],
    [1e-9, 0.01, 1e-9, 0.05],
    [1e-4, 0.3, 1e-12, 0.1],
    [1e-12, 0.05, 1e-12, 0.02],
  ] as const) {
    const base = new TabularPolicy([FiniteLaw.fromMasses([rare, 1 - rare])]);
    const world = new ExplicitWorld(FiniteLaw.uniform(1), base);
    const wrong = new TabularPolicy([FiniteLaw.fromMasses([delta, 1 - delta])]);
    const of = rewardClass({
      name: `base mass ${rare}, given ${delta}, beta ${beta}`,
      world,
      others: [wrong],
      reward: logLikelihood,
      beta,
    });
    requireRegression(of, [0, 0], [0, 1]);
    const n = Math.floor((Math.log(1 / rho) / -Math.log1p(-2 * rare * (1 - rare))) * (1 - 1e-12));
    const fails = [1 - sharpenedShare(wrong, world, { delta, strict: true }), 0];
    const margin = (1 - rare) / rare - 1;
    yield {
      ...settingOf(of, n, rho),
      risk: worstLeft(of, fails, n, rho),
      delta,
      // The least tau that the temperature condition allows, if a double holds it.
      tau: Math.max(1e-300, 2 * Math.exp(-(1 + 1 / beta) * Math.log1p(margin))),
      margin,
      coverage: modeCoverage(world),
    };
  }
}

const riskCompares =
  '(1 - rho)-quantile of P_x[ pi-hat(y*|x) <= 1 - delta ], exact, of a fit that breaks ties for the worst, with the bound';

/** Thm 4.2: the risk of reward regression, by C_conc and C_loss. */
export const claimThm42 = claimInSettings(
  thm42,
  failing,
  ({ name, risk, unbounded, delta, tau, margin }, bound) =>
    below(name, risk, bound.evaluate({ ...unbounded, delta, tau, margin, support: 2 })),
  {
    compares: riskCompares,
    mutations: [
      { name: 'C_conc dropped', formula: () => thm42.formulaWithout('concentrability') },
      { name: 'q^2 + 2 q dropped', formula: () => '2 * sqrt(concentrability * p * 2) / (beta * kl)' },
      {
        name: 'the exponent of p made 1',
        formula: () => '2 * p * sqrt(concentrability * (q^2 + 2 * q + 2)) / (beta * kl)',
      },
      { name: 'beta dropped', formula: () => thm42.formulaWithout('beta') },
      { name: 'kl made twice its first term', formula: () => thm42.formulaWith('kl', '2 * delta * log(delta / tau)') },
    ],
  },
);

/** Thm 4.2 where differences are bounded. */
export const claimThm42Bounded = claimInSettings(
  thm42Bounded,
  failing,
  ({ name, risk, bounded, unbounded: { beta }, delta, tau, margin }, bound) =>
    below(name, risk, bound.evaluate({ ...bounded, beta, delta, tau, margin, support: 2 })),
  {
    compares: riskCompares,
    mutations: [
      { name: 'the constant 1 made 0.85', formula: () => `0.85 * ${thm42Bounded.spec.formula}` },
      { name: 'B dropped', formula: () => thm42Bounded.formulaWithout('range') },
      { name: 'C_conc dropped', formula: () => thm42Bounded.formulaWithout('concentrability') },
      {
        name: 'kl made twice its first term',
        formula: () => thm42Bounded.formulaWith('kl', '2 * delta * log(delta / tau)'),
      },
    ],
  },
);

/** Thm 4.2': by the margin. */
export const claimThm42P = claimInSettings(
  thm42P,
  failing,
  ({ name, risk, unbounded, delta, margin, coverage }, bound) =>
    below(name, risk, bound.evaluate({ ...unbounded, delta, margin, coverage, gamma: 0 })),
  {
    compares: riskCompares,
    mutations: [
      { name: 'C_conc dropped', formula: () => thm42P.formulaWithout('concentrability') },
      { name: 'q^2 + 2 q dropped', formula: () => thm42P.formulaWith('q^2 + 2 * q + 2', '2') },
      {
        name: 'the margin made twice its log',
        formula: (factor) => thm42P.formulaWith('log1p(margin)', `2 * ${factor} * log1p(margin)`),
        hiddenBecause: 'the differences are far smaller than C_loss allows for',
      },
    ],
  },
);

/** Thm 4.2' where differences are bounded. */
export const claimThm42PBounded = claimInSettings(
  thm42PBounded,
  failing,
  ({ name, risk, bounded, unbounded: { beta }, delta, margin, coverage }, bound) =>
    below(name, risk, bound.evaluate({ ...bounded, beta, delta, margin, coverage, gamma: 0 })),
  {
    compares: riskCompares,
    mutations: [
      { name: 'the constant 1 made 0.8', formula: () => `0.8 * ${thm42PBounded.spec.formula}` },
      { name: 'B dropped', formula: () => thm42PBounded.formulaWithout('range') },
      { name: 'C_conc dropped', formula: () => thm42PBounded.formulaWithout('concentrability') },
      {
        name: 'the margin made twice its log',
        formula: () => thm42PBounded.formulaWith('log1p(margin)', '2 * log1p(margin)'),
      },
    ],
  },
);
