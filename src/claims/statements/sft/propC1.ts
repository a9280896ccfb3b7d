import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import type { ExactLaw } from '../../../laws/exactLaw.ts';
import { Spectrum } from '../../../laws/spectrum.ts';
import { modes } from '../../../laws/levels.ts';
import { massOf } from '../../../laws/massOf.ts';
import { propC1 } from '../../../theory/bounds/sft/propC1.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';

const GAMMA = 0.2;
/** More responses of one mass are a level: to sort them for each case takes seconds. */
const MOST_LISTED = 10_000;

/** Laws whose y*_gamma has mass p: one mode; two tied ones; one and a near one, which gamma admits. */
const TOPS = {
  'one mode': [1],
  'two tied modes': [0.5, 0.5],
  'a mode and a near one': [1 / 1.85, 0.85 / 1.85],
};

/** Mass p shared as `top` says, the rest evenly over as many responses as keep them clear of the top. */
function lawWithTop(p: number, top: readonly number[]): ExactLaw {
  const rest = 1 - p;
  const others = Math.ceil(rest / (0.5 * p * Math.min(...top)));
  const best = top.map((share) => p * share);
  if (others <= MOST_LISTED) return FiniteLaw.fromMasses([...best, ...Array<number>(others).fill(rest / others)]);
  return Spectrum.fromMasses([...best, rest / others], [...best.map(() => 1), others]);
}

/** The exact law of best-of-N leaves y*_gamma with a mass of at most rho. */
export const claimPropC1 = claimOf(propC1, {
  compares: 'mass of pi^BoN_N off y*_gamma, at the N of the statement, with rho',
  *cases(bound, grid) {
    // The statement is tight as the mass vanishes: (1 - p)^(1/p) tends to 1/e.
    const masses = grid === 'full' ? [0.9, 0.5, 0.1, 1e-2, 1e-3, 1e-4, 1e-5] : [0.5, 0.1, 1e-2, 1e-3];
    const failures = grid === 'full' ? [0.9, 0.5, 0.1, 1e-3, 1e-6, 1e-12, 1e-100] : [0.5, 1e-3, 1e-12];
    for (const [shape, top] of Object.entries(TOPS)) {
      for (const p of masses) {
        const law = lawWithTop(p, top);
        const best = modes(law, GAMMA);
        const others = Int32Array.from({ length: law.size }, (_, y) => y).filter((y) => !best.includes(y));
        for (const rho of failures) {
          const N = Math.ceil(bound.evaluate({ rho, modeMass: massOf(law, best) }));
          const measured = massOf(bestOfNLaw(law, N), others);
          yield below(`${shape}, mass ${p}, rho ${rho}: N = ${N}`, measured, rho);
        }
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 0.99', formula: () => '0.99 * log(1 / rho) / modeMass' },
    { name: 'the log dropped', formula: () => '1 / modeMass' },
    { name: 'log to base 10', formula: () => 'log(1 / rho, 10) / modeMass' },
    { name: 'the exponent of the mass made 0.99', formula: () => 'log(1 / rho) / modeMass^0.99' },
    { name: 'the exponent of rho made 0.99', formula: () => 'log(1 / rho^0.99) / modeMass' },
  ],
});
