import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { thmD1 } from '../../../theory/bounds/adaptive/thmD1.ts';
import { thm41P } from '../../../theory/bounds/sft/thm41.ts';
import { modeCoverage } from '../../../theory/coverage/modeCoverage.ts';
import { barelyMissed } from '../../../theory/instances/barelyMissed.ts';
import { unseenPrompts } from '../../../theory/instances/unseenPrompts.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { MISSED, missedLogClassSize, NEAR, NORMS, riskOfMissing } from '../../cases/missedPrompts.ts';
import { SEEN_BY_NO_ONE } from './thm41.ts';
import { quantile, unseenLaw } from '../../cases/unseenPrompts.ts';

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
    // For every gamma at once: one fit, and the tightest where y*_gamma holds all that is missed.
    for (const { N, delta, mass } of MISSED) {
      const world = barelyMissed({ N, delta, mass, near: NEAR.count });
      for (const gamma of NEAR.gammas) {
        const measured = riskOfMissing(world, { n: 1e9, N, delta, gamma });
        for (const p of NORMS) {
          const coverage = modeCoverage(world, { gamma, p });
          const values = { logClassSize: missedLogClassSize, rho: 0.1, delta, n: 1e9, coverage, N, p };
          yield below(`near maximisers, gamma ${gamma}, N = ${N}, p = ${p}`, measured, bound.evaluate(values));
        }
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
      { name: 'the constant 2 kappa made 1.9 kappa', first: thmD1.formulaWith('2 * kappa', '1.9 * kappa') },
      { name: '1/delta dropped', first: `${FIRST} / n` },
    ].map(({ name, first }) => ({
      name,
      formula: (factor: number) => `${first} / ${factor} + ${SECOND}`,
      hiddenBecause: SEEN_BY_NO_ONE,
    })),
  ],
});
