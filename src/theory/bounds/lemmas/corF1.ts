import { Bound } from '../bound.ts';
import { positive, shared } from '../parameters.ts';

const quantity = 'sum of E[Z_t | F_{t-1}], Z_t adapted and in [0, R], with probability at least 1 - rho';
const parameters = {
  observed: {
    meaning: 'sum of Z_t',
    tex: '\\sum_t Z_t',
    domain: 'a finite number at least 0',
    allows: (v: number) => v >= 0 && v < Infinity,
  },
  range: { meaning: 'R, with Z_t in [0, R]', tex: 'R', ...positive },
  rho: shared.rho,
};

/** Cor F.1: what was to be expected is at most twice what came, and a little more. */
export const corF1 = new Bound({
  id: 'cor-f.1',
  statement: 'Cor F.1',
  source: 'Huang et al. 2024, Cor F.1, after Freedman 1975',
  quantity,
  kind: 'upper',
  formula: '2 * observed + 4 * range * log(1 / rho)',
  parameters,
});

/** Cor F.1 with the least constant that there is: 1.2550 in the place of 4. */
export const corF1Sharp = new Bound({
  id: 'cor-f.1-sharp',
  statement: 'Cor F.1, best constant',
  source: 'docs/derivations.md, beside Huang et al. 2024, Cor F.1',
  quantity,
  kind: 'upper',
  formula: '2 * observed + range * log(1 / rho) / rate',
  // The root above 0 of x = 1 - exp(-2x).
  where: { rate: { formula: '0.796812130020020046161520937937580', tex: 'c' } },
  parameters,
});
