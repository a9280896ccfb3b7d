import { Bound } from '../bound.ts';
import { positive, shared } from '../parameters.ts';
import { betaAtMostOne, rlhf } from './parameters.ts';

const { beta } = shared;
const { lossCoverage } = rlhf;
const source = 'docs/derivations.md, after Huang et al. 2024';

/**
 * Lemma J.1: tails of the difference of beta log pi/pi_base between two responses of the base policy.
 *
 * As we have it, the paper prints log(2 C + s): docs/deviations.md.
 */
export const lemmaJ1 = new Bound({
  id: 'lemma-j.1',
  statement: 'Lemma J.1',
  source: `${source}, Lemma J.1`,
  quantity:
    "least z with P[ |beta log pi/pi_base(y) - beta log pi/pi_base(y')| > z ] <= exp(-s), y and y' from pi_base",
  kind: 'upper',
  formula: 'log(2 * lossCoverage) + s',
  parameters: { lossCoverage, s: { meaning: 's, minus the log of the probability', tex: 's', ...positive }, beta },
  assumptions: [betaAtMostOne],
});

/** Lemma J.2: the fourth moment of that difference. */
export const lemmaJ2 = new Bound({
  id: 'lemma-j.2',
  statement: 'Lemma J.2',
  source: `${source}, Lemma J.2`,
  quantity: "E[ (beta log pi/pi_base(y) - beta log pi/pi_base(y'))^4 ], y and y' from pi_base",
  kind: 'upper',
  formula: 'q^4 + 4 * q^3 + 12 * q^2 + 24 * q + 24',
  where: { q: { formula: 'log(2 * lossCoverage)', tex: 'q' } },
  parameters: { lossCoverage, beta },
  assumptions: [betaAtMostOne],
});
