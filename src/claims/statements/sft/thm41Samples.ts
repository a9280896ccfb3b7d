import { Source } from '../../../math/random/source.ts';
import { thm41Samples } from '../../../theory/bounds/sft/thm41.ts';
import { thmD1 } from '../../../theory/bounds/adaptive/thmD1.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { barelyMissed } from '../../../theory/instances/barelyMissed.ts';
import { hardFamily } from '../../../theory/instances/hardFamily.ts';
import { sftRisk } from '../../../theory/risk/sftRisk.ts';
import type { CaseResult, Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { MISSED, missedLogClassSize, NORMS, riskOfMissing } from '../../cases/missedPrompts.ts';

/** A setting in which m samples are spent as the theorem says: on n prompts for the first half of eps, and the rest on N. */
interface Budgeted {
  readonly name: string;
  readonly rho: number;
  readonly delta: number;
  readonly eps: number;
  readonly p: number;
  readonly logClassSize: number;
  readonly coverage: number;
  /** The (1 - rho)-quantile of the risk, or an upper end of it. */
  readonly risk: (plan: { n: number; N: number }) => number;
}

function* budgeted(grid: Grid): Iterable<Budgeted> {
  for (const { N, delta, mass } of MISSED) {
    const world = barelyMissed({ N, delta, mass });
    const risk = (plan: { n: number; N: number }) => riskOfMissing(world, { ...plan, delta });
    for (const p of NORMS) {
      const coverage = modeCoverage(world, { p });
      // Near-extremal for the half that goes to N: the eps at which the prescribed N just misses these prompts.
      const missing = 2 * ((coverage * Math.log(2 / delta)) / N) ** p;
      // Near-extremal for the constant: an eps that these prompts exceed, so that none may be missed.
      for (const eps of [missing, mass * (1 - 1e-6)].filter((eps) => eps < 1)) {
        const name = `barely missed, mass ${mass}, delta ${delta}, p = ${p}, eps ${eps.toPrecision(4)}`;
        yield { name, rho: 0.5, delta, eps, p, logClassSize: missedLogClassSize, coverage, risk };
      }
    }
  }
  const families = [
    { prompts: 4, responses: 16, hardMass: 0.5 },
    ...(grid === 'full' ? [{ prompts: 32, responses: 32, hardMass: 0.25 }] : []),
  ];
  for (const parameters of families) {
    const { prompts, responses, hardMass } = parameters;
    const family = hardFamily(parameters);
    const world = family.instance(Source.named('claims/thm-4.1-samples'));
    const [rho, delta] = [0.1, 0.5];
    for (const p of NORMS) {
      for (const eps of [hardMass / 2, hardMass / 16]) {
        const name = `hard family (${prompts}, ${responses}, ${hardMass}), p = ${p}, eps ${eps}`;
        const coverage = modeCoverage(world, { p });
        // By Markov, from the exact mean.
        const risk = (plan: { n: number; N: number }) =>
          Math.min(hardMass, sftRisk({ ...parameters, ...plan, delta }) / rho);
        yield { name, rho, delta, eps, p, logClassSize: family.baseClass.logSize, coverage, risk };
      }
    }
  }
}

const LOG_CLASS = '(logClassSize + log(1 / rho))';
const AT = `4 * kappa * coverage * 2^(1 / p) * ${LOG_CLASS}`;
const EPS = 'eps^(1 + 1 / p)';
const HALF =
  'half of eps is set aside for the fit, which these prompts do not need: they are missed at a 2^(1/p)-th of N only';

/** With the samples of Thm 4.1', spent as it says, the risk is at most eps. */
export const claimThm41Samples = claimOf(thm41Samples, {
  compares: '(1 - rho)-quantile of the risk at the n and N that are prescribed, exact or an upper end, with eps',
  *cases(bound, grid): Iterable<CaseResult> {
    for (const { name, rho, delta, eps, p, logClassSize, coverage, risk } of budgeted(grid)) {
      const m = bound.evaluate({ rho, delta, eps, p, logClassSize, coverage });
      const prompts = thmD1.evaluate({ logClassSize, rho, delta, n: 1 }) / (eps / 2);
      const [n, N] = [prompts, m / prompts].map((exact) => Math.max(1, Math.ceil(exact * (1 - 1e-12))));
      yield below(`${name}: n = ${n}, N = ${N}`, risk({ n: n!, N: N! }), eps);
    }
  },
  mutations: [
    { name: 'C dropped', formula: () => thm41Samples.formulaWithout('coverage') },
    { name: 'log(2/delta) dropped', formula: () => `${AT} / (delta * ${EPS})` },
    { name: '1/p in the exponent of eps dropped', formula: () => `${AT} * log(2 / delta) / (delta * eps)` },
    { name: 'the exponent 1/p of eps made 1', formula: () => `${AT} * log(2 / delta) / (delta * eps^2)` },
    { name: '1/delta dropped', formula: () => `${AT} * log(2 / delta) / ${EPS}` },
    { name: 'log |Pi| dropped', formula: () => thm41Samples.formulaWithout('logClassSize') },
    { name: 'kappa dropped', formula: () => thm41Samples.formulaWithout('kappa') },
    {
      name: 'the constant 4 made 3.9',
      formula: (factor) => thm41Samples.formulaWith('4 * kappa', `3.9 / ${factor} * kappa`),
      hiddenBecause: HALF,
    },
    {
      name: 'log(2/delta) made log(1/delta)',
      formula: (factor) => `${AT} / ${factor} * log(1 / delta) / (delta * ${EPS})`,
      hiddenBecause: HALF,
    },
  ],
});
