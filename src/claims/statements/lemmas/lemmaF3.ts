import { reaches } from '../../../math/tolerance.ts';
import { lemmaF3 } from '../../../theory/bounds/lemmas/lemmaF3.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { aheadAtLast, everAhead } from '../../cases/everAhead.ts';

/** Expected jumps by the end. */
const EXPECTED_JUMPS = 40;

/** Freedman's inequality on centred jumps, exactly: with an adversary that stops when it is ahead, and without one. */
export const claimLemmaF3 = claimOf(lemmaF3, {
  compares: 'probability, exact, that sum X_t reaches the bound, with rho',
  *cases(bound, grid) {
    for (const range of [0.1, 1, 20]) {
      for (const share of [0.3, 1]) {
        const eta = share / range;
        for (const rho of [0.99, 0.9, 0.5, 0.1, 1e-3, 1e-6]) {
          for (const p of grid === 'full' ? [0.99, 0.9, 0.5, 0.1, 0.02, 0.002] : [0.99, 0.5, 0.1, 0.02]) {
            // Of mean zero: R (1 - p) with probability p, -R p otherwise.
            const variance = range ** 2 * p * (1 - p);
            const limits: number[] = [];
            const ahead = (steps: number, jumps: number): boolean => {
              while (limits.length <= steps) {
                const values = { variance: limits.length * variance, range, eta, rho };
                limits.push(bound.evaluate(values));
              }
              return reaches(range * (jumps - steps * p), limits[steps]!);
            };
            const name = `jumps of ${range} with probability ${p}, eta = ${share}/R, rho ${rho}`;
            yield below(`${name}, stopped when ahead`, everAhead(p, Math.ceil(EXPECTED_JUMPS / p), ahead), rho);
            // Near-extremal: one step that is almost certain to go up.
            yield below(`${name}, one step`, aheadAtLast(p, 1, ahead), rho);
          }
        }
      }
    }
  },
  mutations: [
    { name: 'eta V made eta V / 2', formula: () => 'eta * variance / 2 + log(1 / rho) / eta' },
    { name: 'eta V dropped', formula: () => 'log(1 / rho) / eta' },
    { name: 'log(1/rho)/eta dropped', formula: () => 'eta * variance' },
    { name: 'the constant 1 of log(1/rho)/eta made 0.7', formula: () => 'eta * variance + 0.7 * log(1 / rho) / eta' },
    { name: 'log(1/rho) made 1', formula: () => 'eta * variance + 1 / eta' },
    { name: '1/eta dropped', formula: () => 'eta * variance + log(1 / rho)' },
    { name: 'eta of the variance squared', formula: () => 'eta^2 * variance + log(1 / rho) / eta' },
  ],
});
