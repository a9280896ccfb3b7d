import { Bound } from '../bound.ts';
import { count, positive } from '../parameters.ts';

const parameters = {
  dimension: { meaning: 'd, of the matrices', tex: 'd', ...count },
  rounds: { meaning: 'T', tex: 'T', ...count },
  trace: { meaning: 'K, with Tr A_t <= K', tex: 'K', ...positive },
  lambda: { meaning: 'weight of the identity in Gamma_t = lambda I + A_1 + ... + A_t', tex: '\\lambda', ...positive },
};
const quantity = 'sum over t <= T of Tr(Gamma_{t-1}^-1 A_t), A_t positive semidefinite with Tr A_t <= K';

/** Lemma F.2, the elliptic potential lemma. For K below lambda it does not hold as it stands (docs/deviations.md). */
export const lemmaF2 = new Bound({
  id: 'lemma-f.2',
  statement: 'Lemma F.2',
  source: 'Huang et al. 2024, Lemma F.2 (proof in docs/derivations.md)',
  quantity,
  kind: 'upper',
  formula: 'dimension * trace * log((rounds + 1) * trace / lambda) / (lambda * log(1 + trace / lambda))',
  parameters,
  assumptions: [{ name: 'at least lambda', about: 'trace', holds: ({ trace, lambda }) => trace >= lambda }],
});

/** Lemma F.2 before its last step: sharper, and right for every K and lambda. */
export const lemmaF2Sharp = new Bound({
  id: 'lemma-f.2-sharp',
  statement: 'Lemma F.2, sharper',
  source: 'docs/derivations.md, beside Huang et al. 2024, Lemma F.2',
  quantity,
  kind: 'upper',
  formula: 'dimension * trace * log(1 + rounds * trace / (dimension * lambda)) / (lambda * log(1 + trace / lambda))',
  parameters,
});
