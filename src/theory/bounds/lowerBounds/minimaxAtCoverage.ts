import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { prompts, coverage, m } = shared;
const source = 'docs/derivations.md, beside Huang et al. 2024, Thm 3.1 and Thm D.2';

/**
 * What the hard families of one coverage can show at most: their minimax risk with m samples, whatever Delta. Bound (L)
 * comes as near to it as C_cov - 1 to C_cov, so of the order of d C_cov / eps^2 samples is exactly what they ask for.
 */
export const minimaxAtCoverage = new Bound({
  id: 'minimax-at-coverage',
  statement: 'Minimax risk at one coverage',
  source,
  quantity: 'least risk that a learner of Def 3.2 can have on a hard family with d prompts and this C_cov',
  kind: 'upper',
  formula: 'sqrt(prompts * coverage / (2 * exp(1) * m))',
  parameters: { prompts, coverage, m },
});

/** The same in the adaptive framework: of the order of d C_cov / eps samples. */
export const adaptiveMinimaxAtCoverage = new Bound({
  id: 'adaptive-minimax-at-coverage',
  statement: 'Adaptive minimax risk at one coverage',
  source,
  quantity: 'least risk that an adaptive learner (Def D.1) can have on a hard family with d prompts and this C_cov',
  kind: 'upper',
  formula: 'prompts * coverage / (4 * m)',
  parameters: {
    prompts,
    coverage,
    m: { ...m, meaning: 'E[m], samples on average', tex: '\\mathbb{E}[m]' },
  },
});

/** The exponent of 1/eps in the samples of Thm 3.1, the coefficient C_cov,p and the number of prompts being fixed. */
export const samplesExponent = new Bound({
  id: 'thm-3.1-rate',
  statement: 'Thm 3.1, rate',
  source: 'Huang et al. 2024, Thm 3.1',
  quantity: 'exponent of 1/eps in the samples that the minimax learner needs at one C_cov,p',
  kind: 'lower',
  formula: '1 + 1 / p',
  parameters: { p: shared.p },
});

/** The exponent of 1/eps in the samples of Thm D.2. */
export const adaptiveSamplesExponent = new Bound({
  id: 'thm-d.2-rate',
  statement: 'Thm D.2, rate',
  source: 'Huang et al. 2024, Thm D.2',
  quantity: 'exponent of 1/eps in the samples that the adaptive minimax learner needs at one C_cov,p',
  kind: 'lower',
  formula: '1 / p',
  parameters: { p: shared.p },
});
