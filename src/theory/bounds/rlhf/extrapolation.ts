import { Bound } from '../bound.ts';
import { positive } from '../parameters.ts';
import { rlhf } from './parameters.ts';

const { rounds, dimension, norm, range } = rlhf;
const lambda = { meaning: 'lambda of the coefficient', tex: '\\lambda', ...positive };

/** Lemma J.5: a linear softmax class extrapolates as far as its dimension, whatever its size. */
export const lemmaJ5 = new Bound({
  id: 'lemma-j.5',
  statement: 'Lemma J.5',
  source: 'docs/derivations.md, after Huang et al. 2024, Lemma J.5',
  quantity: 'SEC of linear softmax policies',
  kind: 'upper',
  formula: '2 * k / log1p(k) * dimension * log1p(k * rounds / dimension)',
  parameters: {
    k: {
      meaning: "k = max ||phi - phi'||^2 max ||beta (theta - theta*)||^2 / lambda: 4 at lambda = 4 beta^2 B^2",
      tex: 'k',
      ...positive,
    },
    dimension,
    rounds,
  },
});

/** Lemma J.5 with a weight of one's own: met by one round in one dimension as s grows; a little better at s = 2 for many rounds. */
export const lemmaJ5Weighted = new Bound({
  id: 'lemma-j.5-weighted',
  statement: 'Lemma J.5, any weight',
  source: 'docs/derivations.md, beside Huang et al. 2024, Lemma J.5',
  quantity: lemmaJ5.spec.quantity,
  kind: 'upper',
  formula: '(1 + s) * (k / s) / log1p(k / s) * dimension * log1p(k * rounds / (s * dimension))',
  parameters: {
    ...lemmaJ5.spec.parameters,
    s: { meaning: 's, the weight of lambda beside what was seen: 1 gives Lemma J.5', tex: 's', ...positive },
  },
});

/** A coefficient by coverability: a law that covers all policies of the class is enough, the base policy need not. */
export const coverabilityBound = new Bound({
  id: 'coverability',
  statement: 'SEC by coverability',
  source: 'docs/derivations.md, after Xie et al. 2023',
  quantity: 'SEC',
  kind: 'upper',
  formula: '4 * coverability * (range^2 / lambda + log1p(rounds) / log(2))',
  parameters: {
    coverability: {
      meaning: 'E_x sum_y max_pi pi(y | x)',
      tex: 'C_{\\mathrm{cov}}(\\Pi)',
      domain: 'a finite number at least 1',
      allows: (v) => v >= 1 - 1e-9 && v < Infinity,
    },
    range,
    lambda,
    rounds,
  },
});

/** Lemma J.4: so many parameters are enough for a net, whose policies come within e in max |log pi/pi'|; any e. */
export const lemmaJ4 = new Bound({
  id: 'lemma-j.4',
  statement: 'Lemma J.4',
  source: 'docs/derivations.md, after Huang et al. 2024, Lemma J.4',
  quantity: "size of a net of linear softmax policies, |phi| <= 1, in max |log pi/pi'|",
  kind: 'upper',
  formula: '(1 + 4 * norm / e)^dimension',
  parameters: { norm, e: { meaning: 'e, nats', tex: 'e', ...positive }, dimension },
});

/** Lemma J.4 as the paper has it: right while e is at most 2 B, where it is the larger of the two. */
export const lemmaJ4Paper = new Bound({
  id: 'lemma-j.4-paper',
  statement: 'Lemma J.4 in its printed form',
  source: 'Huang et al. 2024, Lemma J.4',
  quantity: lemmaJ4.spec.quantity,
  kind: 'upper',
  formula: '(6 * norm / e)^dimension',
  parameters: lemmaJ4.spec.parameters,
  assumptions: [{ name: 'at most 2 norm', about: 'e', holds: ({ e, norm }) => e <= 2 * norm }],
});
