import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { coverage, gamma, beta, support } = shared;

/** Lemma 4.1: the optimum of RLHF-sharpening is covered as well as y* is. */
export const lemma41 = new Bound({
  id: 'lemma-4.1',
  statement: 'Lemma 4.1',
  source: 'Huang et al. 2024, Lemma 4.1',
  quantity: 'C_pi of pi*_beta',
  kind: 'upper',
  formula: 'coverage',
  parameters: { coverage },
});

/**
 * Lemma 4.1 by near maximisers: C_pi of pi*_beta is at most C_cov,gamma / (1 - gamma)^(1/beta).
 *
 * With 1 / (1 - gamma) in its place it holds for beta >= 1 only.
 */
export const lemma41Gamma = new Bound({
  id: 'lemma-4.1-gamma',
  statement: 'Lemma 4.1 with gamma',
  source: 'docs/derivations.md, beside Huang et al. 2024, Lemma 4.1',
  quantity: 'C_pi of pi*_beta',
  kind: 'upper',
  formula: 'coverage / (1 - gamma)^(1 / beta)',
  parameters: { coverage, gamma, beta },
});

/** Lemma 4.1: the second coefficient is at most the number of responses. */
export const lemma41Loss = new Bound({
  id: 'lemma-4.1-loss',
  statement: 'Lemma 4.1, second part',
  source: 'Huang et al. 2024, Lemma 4.1',
  quantity: 'C_{pi_base/pi*_beta; beta}',
  kind: 'upper',
  formula: 'support',
  parameters: { support },
});

/** Lemma 4.1 exactly, at one prompt: an equality. */
export const lemma41Exact = new Bound({
  id: 'lemma-4.1-exact',
  statement: 'Lemma 4.1, exact form',
  source: 'docs/derivations.md, beside Huang et al. 2024, Lemma 4.1',
  quantity: 'C_{pi_base/pi*_beta; beta} at one prompt, equal to the formula',
  kind: 'upper',
  formula: 'support * powerSum^beta',
  parameters: {
    support,
    powerSum: {
      meaning: 'sum of pi_base^(1 + 1/beta) over the responses',
      tex: 'Z_\\beta',
      domain: 'in (0, 1]',
      // A sum of exact ones comes out a rounding error above 1.
      allows: (v) => v > 0 && v <= 1 + 1e-9,
    },
    beta,
  },
});
