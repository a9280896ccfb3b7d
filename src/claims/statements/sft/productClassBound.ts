import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import { productClassBound } from '../../../theory/bounds/sft/productClassBound.ts';
import { sftRisk } from '../../../theory/risk/sftRisk.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { computedOnce } from '../../computedOnce.ts';
import { hardFamilies } from '../../cases/hardFamilies.ts';
import { failureOfFit } from '../../cases/justFailing.ts';
import { lightModes } from '../../cases/randomWorlds.ts';

/** SFT-sharpening where its expected risk is known exactly. */
interface ExpectedRisk {
  readonly name: string;
  readonly risk: number;
  readonly values: Record<'missed' | 'hardMass' | 'prompts' | 'responses' | 'delta' | 'tau' | 'n', number>;
}

/** Near-extremal: what the class doubts was never seen, and g is nearly 1. */
function unseen(prompts: number, mass: number, n: number): ExpectedRisk {
  const values = { missed: 0, hardMass: mass, prompts, responses: 2, delta: 0.999, tau: 1e-6, n };
  const name = `${prompts} prompts that may stay unseen, of mass ${mass} together, n = ${n}`;
  return { name, risk: mass * (1 - mass / prompts) ** n, values };
}

/** Near-extremal for g: the class holds a law that just fails, at the only prompt. */
function justFailing(off: number, delta: number, n: number): ExpectedRisk {
  const mode = 1e-3;
  const base = lightModes(1, mode, 0.9999e-3);
  const N = Math.ceil(Math.log(off) / Math.log1p(-mode));
  // The least tau at which the prompt is not missed.
  const values = { missed: 0, hardMass: 1, prompts: 1, responses: 2, delta, tau: Math.exp(-mode * N), n };
  const name = `a law that just fails: best-of-N leaves ${off}, delta = ${delta}, n = ${n}`;
  return { name, risk: failureOfFit(base, bestOfNLaw(base, N), delta, n), values };
}

/** Near-extremal for the missed prompts: best-of-N is itself not sharp on the hard family (4, 16, 0.5). */
function missed(N: number, n: number): ExpectedRisk {
  const family = { prompts: 4, responses: 16, hardMass: 0.5 };
  // 2/M is below log(1/tau)/N.
  const tau = 0.4;
  const risk = sftRisk({ ...family, n, N, delta: 0.5 });
  const values = { missed: family.hardMass, ...family, delta: 0.5, tau, n };
  return { name: `hard family (4, 16, 0.5), missed at N = ${N}`, risk, values };
}

function* expectedRisks(grid: Grid): Iterable<ExpectedRisk> {
  yield missed(4, 1e6);
  yield unseen(1, 0.05, 20);
  yield unseen(64, 1, 640);
  yield unseen(1000, 0.5, 3000);
  yield justFailing(0.005, 0.01, 100);
  yield justFailing(0.005, 0.01, 20_000);
  yield justFailing(0.1, 0.5, 40);
  for (const { name, ...family } of hardFamilies(grid)) {
    const { prompts, responses, hardMass } = family;
    for (const tau of [0.25, 0.032]) {
      const N = Math.ceil((responses / 2) * Math.log(1 / tau));
      for (const visits of [2, 20]) {
        const n = Math.ceil((visits * prompts) / hardMass);
        const risk = exactRisk({ ...family, n, N, delta: 0.5 });
        const at = `hard family ${name}, n = ${n}, N = ${N}, tau = ${tau}`;
        yield { name: at, risk, values: { missed: 0, ...family, delta: 0.5, tau, n } };
      }
    }
  }
}

const exactRisk = computedOnce(sftRisk);

const product = (candidates: string, base: string, n = 'n') =>
  `missed + hardMass * min(1, ${candidates} * max(0, ${base})^(${n}))`;

/** The expected risk, exact, stays below the bound. */
export const claimProductClassBound = claimOf(productClassBound, {
  compares: 'expected risk of SFT-sharpening, exact, with the bound',
  *cases(bound, grid) {
    for (const { name, risk, values } of kept(grid)) yield below(name, risk, bound.evaluate(values));
  },
  mutations: [
    { name: 'the missed prompts dropped', formula: () => productClassBound.formulaWithout('missed') },
    { name: 'g made 1.1 g', formula: () => product('(responses - 1)', '1 - 1.1 * g * hardMass / prompts') },
    { name: 'g dropped', formula: () => product('(responses - 1)', '1 - hardMass / prompts') },
    {
      name: 'tau taken for 0 in g',
      formula: () => product('(responses - 1)', '1 - (1 - sqrt(1 - delta)) * hardMass / prompts'),
    },
    { name: 'd dropped', formula: () => product('(responses - 1)', '1 - g * hardMass') },
    { name: 'the mass of a prompt dropped', formula: () => product('(responses - 1)', '1 - g / prompts') },
    {
      name: 'the exponent n made 1.1 n',
      formula: () => product('(responses - 1)', '1 - g * hardMass / prompts', '1.1 * n'),
    },
    {
      name: 'Delta squared',
      formula: () => 'missed + hardMass^2 * min(1, (responses - 1) * exp(n * log1p(-g * hardMass / prompts)))',
    },
    {
      name: 'M - 1 dropped',
      formula: (factor) => product(`1 / ${factor}`, '1 - g * hardMass / prompts'),
      hiddenBecause:
        'where g is tight all wrong candidates win together, at a prompt that is unseen; the union counts each',
    },
  ],
});

const kept = computedOnce((grid: Grid) => [...expectedRisks(grid)]);
