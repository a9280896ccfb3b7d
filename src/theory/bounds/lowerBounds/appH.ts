import { Bound } from '../bound.ts';
import { count, shared } from '../parameters.ts';

const source = 'Huang et al. 2024, App. H, with gamma = 1/2';
const responses = {
  meaning: 'M, responses to a hard prompt',
  tex: 'M',
  domain: 'an integer at least 3',
  allows: (v: number) => Number.isInteger(v) && v >= 3,
};

/** The coverage of the hard family, the same for every member: an equality, C_cov at p = 1. */
export const appHCoverage = new Bound({
  id: 'app-h-coverage',
  statement: 'App. H, coverage',
  source,
  quantity: 'C_cov,gamma,p of the hard family, equal to the formula for gamma in [0, 1/2]',
  kind: 'upper',
  formula: '(1 - hardMass + hardMass * (responses / 2)^p)^(1 / p)',
  parameters: {
    responses,
    hardMass: {
      meaning: 'Delta, mass of the hard prompts together',
      tex: '\\Delta',
      domain: 'in (0, 1]',
      allows: (v) => v > 0 && v <= 1,
    },
    p: shared.p,
  },
});

/** The size of the class that nature picks from: an equality. */
export const appHClass = new Bound({
  id: 'app-h-class',
  statement: 'App. H, size of the class',
  source,
  quantity: 'log |Pi|, nats, equal to the formula',
  kind: 'upper',
  formula: 'prompts * log(responses)',
  parameters: {
    prompts: { meaning: 'd, hard prompts', tex: 'd', ...count },
    responses,
  },
});
