import { Source } from '../math/source.ts';
import { FiniteLaw } from '../math/finiteLaw.ts';
import { thm41P, thm41Samples } from '../theory/bounds/thm41.ts';
import { thmD1 } from '../theory/bounds/thmD1.ts';
import { modeCoverage } from '../theory/coverage/modeCoverage.ts';
import { barelyMissed } from '../theory/instances/barelyMissed.ts';
import { hardFamily } from '../theory/instances/hardFamily.ts';
import { unseenPrompts } from '../theory/instances/unseenPrompts.ts';
import { sftRisk } from '../theory/risk/sftRisk.ts';
import type { CaseResult, Grid } from './claim.ts';
import { claimOf } from './claimOf.ts';
import { below } from './compare.ts';
import { missedLogClassSize, riskOfMissing } from './missedPrompts.ts';
import { SEEN_BY_NO_ONE } from './thm41.ts';
import { quantile, unseenLaw } from './unseenPrompts.ts';

const NORMS = [0.5, 1, 3];

/** Prompts of that mass that best-of-N just misses. */
const MISSED = [
  { N: 1000, delta: 1e-3, mass: 0.3 },
  { N: 1000, delta: 1e-3, mass: 0.1 },
  { N: 20_000, delta: 1e-6, mass: 0.1 },
];

/** The (1 - rho)-quantile of the mass of the prompts that n draws leave unseen, exactly. */
function unseenQuantile({ prompts, mass, n, rho }: { prompts: number; mass: number; n: number; rho: number }): number {
  // One prompt is unseen or not; several are equally likely to be drawn.
  const law = prompts === 1 ? [1 - (1 - mass) ** n, (1 - mass) ** n] : unseenLaw(prompts, n);
  const values = Array.from(law, (_, unseen) => (unseen * mass) / prompts);
  return quantile(values, law, rho);
}

const FIRST = '2 * kappa * (logClassSize + log(1 / rho))';
const SECOND = '(coverage / Nstar)^p';

/** Thm 4.1' with the p-norm of coverage, on instances whose risk is known exactly. */
export const claimThm41P = claimOf(thm41P, {
  kind: 'exact',
  compares: '(1 - rho)-quantile of the risk of SFT-sharpening, exact, with the bound',
  *cases(bound, grid) {
    // Near-extremal for (C/N*)^p.
    for (const { N, delta, mass } of MISSED) {
      const world = barelyMissed({ N, delta, mass });
      const n = 1e9;
      const measured = riskOfMissing(world, { n, N, delta });
      for (const p of NORMS) {
        const name = `barely missed, mass ${mass}, N = ${N}, delta = ${delta}, p = ${p}`;
        const coverage = modeCoverage(world, { p });
        const values = { logClassSize: missedLogClassSize, rho: 0.1, delta, n, coverage, N, p };
        yield below(name, measured, bound.evaluate(values));
      }
    }
    // Near-extremal for the first term.
    const unseen = [
      { prompts: 1, mass: 0.05, n: 80, rho: 0.01 },
      { prompts: 512, mass: 1, n: 512, rho: 0.1 },
      ...(grid === 'full' ? [{ prompts: 4096, mass: 1, n: 4096, rho: 0.1 }] : []),
    ];
    for (const setting of unseen) {
      const { prompts, n, rho } = setting;
      const world = unseenPrompts({ ...setting, sharpen: () => FiniteLaw.pointMass(2, 0) });
      const measured = unseenQuantile(setting);
      for (const p of NORMS) {
        const coverage = modeCoverage(world, { p });
        const values = { logClassSize: prompts * Math.LN2, rho, delta: 0.99, n, coverage, N: 1e9, p };
        yield below(`unseen prompts: ${prompts}, n = ${n}, p = ${p}`, measured, bound.evaluate(values));
      }
    }
  },
  mutations: [
    { name: 'N for N*', formula: () => `${FIRST} / (delta * n) + (coverage / N)^p` },
    { name: 'the constant of (C/N*)^p made 0.8', formula: () => `${FIRST} / (delta * n) + 0.8 * ${SECOND}` },
    { name: 'the exponent p made 1', formula: () => `${FIRST} / (delta * n) + coverage / Nstar` },
    { name: 'the exponent p made p + 0.1', formula: () => `${FIRST} / (delta * n) + (coverage / Nstar)^(p + 0.1)` },
    { name: 'the exponent of N* made 1.1', formula: () => `${FIRST} / (delta * n) + (coverage / Nstar^1.1)^p` },
    { name: 'the exponent of C made 0.9', formula: () => `${FIRST} / (delta * n) + (coverage^0.9 / Nstar)^p` },
    { name: 'the exponent of n made 2', formula: () => `${FIRST} / (delta * n^2) + ${SECOND}` },
    { name: 'log |Pi| dropped', formula: () => `2 * kappa * log(1 / rho) / (delta * n) + ${SECOND}` },
    {
      name: 'log(2/delta) in N* made log(1/delta)',
      formula: (factor) => `${FIRST} / (delta * n) + (coverage * log(1 / delta) / N)^p / ${factor}`,
      hiddenBecause: 'best-of-N misses a prompt only where (1 - p)^N >= delta, so log(1/delta) is what is used up',
    },
    ...[
      { name: 'log(1/rho) dropped', first: '2 * kappa * logClassSize / (delta * n)' },
      { name: 'the constant 2 kappa made 1.9 kappa', first: `${FIRST.replace('2', '1.9')} / (delta * n)` },
      { name: '1/delta dropped', first: `${FIRST} / n` },
    ].map(({ name, first }) => ({
      name,
      formula: (factor: number) => `${first} / ${factor} + ${SECOND}`,
      hiddenBecause: SEEN_BY_NO_ONE,
    })),
  ],
});

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
  kind: 'exact',
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
    { name: 'C dropped', formula: () => `${AT.replace('coverage * ', '')} * log(2 / delta) / (delta * ${EPS})` },
    { name: 'log(2/delta) dropped', formula: () => `${AT} / (delta * ${EPS})` },
    { name: '1/p in the exponent of eps dropped', formula: () => `${AT} * log(2 / delta) / (delta * eps)` },
    { name: 'the exponent 1/p of eps made 1', formula: () => `${AT} * log(2 / delta) / (delta * eps^2)` },
    { name: '1/delta dropped', formula: () => `${AT} * log(2 / delta) / ${EPS}` },
    {
      name: 'log |Pi| dropped',
      formula: () => `${AT.replace(LOG_CLASS, 'log(1 / rho)')} * log(2 / delta) / (delta * ${EPS})`,
    },
    { name: 'kappa dropped', formula: () => `${AT.replace('kappa * ', '')} * log(2 / delta) / (delta * ${EPS})` },
    {
      name: 'the constant 4 made 3.9',
      formula: (factor) => `${AT.replace('4', '3.9')} / ${factor} * log(2 / delta) / (delta * ${EPS})`,
      hiddenBecause: HALF,
    },
    {
      name: 'log(2/delta) made log(1/delta)',
      formula: (factor) => `${AT} / ${factor} * log(1 / delta) / (delta * ${EPS})`,
      hiddenBecause: HALF,
    },
  ],
});
