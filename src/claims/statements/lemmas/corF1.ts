import { reaches } from '../../../math/tolerance.ts';
import { corF1, corF1Sharp } from '../../../theory/bounds/lemmas/corF1.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { aheadAtLast, everAhead } from '../../cases/everAhead.ts';

/** Expected jumps by the end: an adversary that has not won by then hardly ever does. */
const EXPECTED_JUMPS = 100;

/**
 * How likely sum E[Z_t | F_{t-1}] reaches the bound, exactly, for Z_t that are R with probability p and 0 otherwise: with an
 * adversary that sets all further Z_t to 0 as soon as it is ahead, near-extremal for small p, and without one.
 */
function* cases(bound: typeof corF1, grid: Grid) {
  for (const range of [0.1, 20]) {
    for (const rho of [0.9, 0.5, 0.1, 1e-6]) {
      for (const p of grid === 'full' ? [0.9, 0.5, 0.1, 0.01, 1e-3] : [0.5, 0.1, 0.01]) {
        const limits: number[] = [];
        const ahead = (steps: number, jumps: number): boolean => {
          while (limits.length <= jumps) {
            limits.push(bound.evaluate({ observed: limits.length * range, range, rho }));
          }
          return reaches(steps * p * range, limits[jumps]!);
        };
        const name = `jumps of ${range} with probability ${p}, rho ${rho}`;
        yield below(`${name}, stopped when ahead`, everAhead(p, EXPECTED_JUMPS / p, ahead), rho);
        for (const expected of [1, 20]) {
          const horizon = Math.ceil(expected / p);
          yield below(`${name}, ${horizon} steps`, aheadAtLast(p, horizon, ahead), rho);
        }
      }
    }
  }
}

const compares = 'probability, exact, that sum E[Z_t | F_{t-1}] reaches the bound, with rho';
const SLACK = 'the printed constant 4 is 3.19 times the best one, 1.255 (claim cor-f.1-sharp)';

/** Twice what came, and 4 R log(1/rho), are exceeded by what was to be expected with probability at most rho. */
export const claimCorF1 = claimOf(corF1, {
  compares,
  cases,
  mutations: [
    { name: 'the 2 made 1', formula: () => 'observed + 4 * range * log(1 / rho)' },
    { name: 'R dropped', formula: () => '2 * observed + 4 * log(1 / rho)' },
    { name: 'log(1/rho) dropped', formula: () => '2 * observed + 4 * range' },
    { name: 'the second term dropped', formula: () => '2 * observed' },
    { name: 'the exponent of R made 1/2', formula: () => '2 * observed + 4 * range^(1 / 2) * log(1 / rho)' },
    {
      name: 'the constant 4 made 3.9',
      formula: (factor) => `2 * observed + 3.9 / ${factor} * range * log(1 / rho)`,
      hiddenBecause: SLACK,
    },
    {
      name: 'the 2 made 1.9',
      formula: (factor) => `1.9 / ${factor} * observed + 4 * range * log(1 / rho)`,
      hiddenBecause: 'beside the printed 4 any factor down to 4 log(4/3) = 1.151 holds',
    },
  ],
});

/** With 1.255 in the place of 4 it holds still, and is attained in the limit. */
export const claimCorF1Sharp = claimOf(corF1Sharp, {
  compares,
  cases,
  mutations: [
    { name: 'the constant 1/c made 0.97 of it', formula: () => '2 * observed + 0.97 * range * log(1 / rho) / rate' },
    { name: '1/c made 1', formula: () => '2 * observed + range * log(1 / rho)' },
    { name: 'the 2 made 1.95', formula: () => '1.95 * observed + range * log(1 / rho) / rate' },
    { name: 'R dropped', formula: () => '2 * observed + log(1 / rho) / rate' },
    { name: 'log(1/rho) dropped', formula: () => '2 * observed + range / rate' },
  ],
});
