import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { mu, peak, maximisers } = shared;
const source = 'Huang et al. 2024, Lemma I.1';

/** Lemma I.1: the draws that the stopping rule takes at most, on average. */
export const lemmaI1 = new Bound({
  id: 'lemma-i.1',
  statement: 'Lemma I.1',
  source,
  quantity: 'E[N_mu]',
  kind: 'upper',
  formula: '(mu + 1 / maximisers) / peak',
  parameters: { mu, peak, maximisers },
});

/** The draws that the stopping rule takes at least: no likelihood exceeds P*. */
export const lemmaI1Lower = new Bound({
  id: 'lemma-i.1-lower',
  statement: 'Lemma I.1, lower side',
  source: 'docs/derivations.md, beside Huang et al. 2024, Lemma I.1',
  quantity: 'E[N_mu]',
  kind: 'lower',
  // The stopping rule's own tolerance: mu / P* is an integer or is missed by rounding.
  formula: 'ceil(mu / peak * (1 - 1e-12))',
  parameters: { mu, peak },
});

/** Lemma I.1: how likely the rule is to stop at a response that is no maximiser. */
export const lemmaI1Failure = new Bound({
  id: 'lemma-i.1-failure',
  statement: 'Lemma I.1, failure',
  source,
  quantity: 'P[ best of N_mu draws is not a maximiser ]',
  kind: 'upper',
  formula: 'exp(-maximisers * mu)',
  parameters: { mu, maximisers },
});

/**
 * A step of the proof of Lemma I.1: k draws find no maximiser. The proof writes |y*| / P* for the mass |y*| P* of y*.
 */
export const lemmaI1Step = new Bound({
  id: 'lemma-i.1-step',
  statement: 'Lemma I.1, its proof',
  source,
  quantity: 'P[ none of k draws is a maximiser ]',
  kind: 'upper',
  formula: 'exp(-draws * maximisers * peak)',
  parameters: { draws: shared.draws, maximisers, peak },
});

/**
 * Lemma I.1 at later stopping times: the rule of N_mu never stops before ceil(mu / P*) draws, so at any stopping time that
 * comes `later` draws after it, or still later, so many draws and `later` more have found no maximiser.
 */
export const lemmaI1Later = new Bound({
  id: 'lemma-i.1-later',
  statement: 'Lemma I.1, failure at later stopping times',
  source: 'Huang et al. 2024, Lemma I.1 (docs/derivations.md)',
  quantity: 'P[ best of tau draws is not a maximiser ], tau >= N_mu + k a stopping time',
  kind: 'upper',
  formula: 'exp(-maximisers * (mu + later * peak))',
  parameters: {
    mu,
    peak,
    maximisers,
    later: {
      meaning: 'draws that are made after N_mu at least',
      tex: 'k',
      domain: 'an integer at least 0',
      allows: (v) => Number.isInteger(v) && v >= 0,
    },
  },
});
