import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const { prompts, responses, hardMass, m } = shared;

/**
 * The risk of any learner of Def 3.2 on the hard family, on average over the family and so in the worst case.
 *
 *   Delta (1 - p a)^m (M - 1) q / (2 + (M - 2) q),  p = Delta/d,  a = 2/M,  b = (1 - 1/(M - 1))/M,  q = (1 - p b/(1 - p a))^m
 *
 * At a risk of Delta/16 it asks for all but 3 % of the samples that the best learner needs, Thm 3.1' for a seventh.
 */
export const hardFamilyLowerBound = new Bound({
  id: 'bound-l',
  statement: 'Bound (L)',
  source: 'docs/derivations.md, beside Huang et al. 2024, Thm 3.1 and App. H',
  quantity: 'E P_x[ pi-hat(y*(x) | x) <= 1/2 ] with m = nN samples, on average over the hard family',
  kind: 'lower',
  formula: 'hardMass * exp(m * log1p(-p * a)) * (responses - 1) * q / (2 + (responses - 2) * q)',
  where: {
    p: { formula: 'hardMass / prompts', tex: 'p' },
    a: { formula: '2 / responses', tex: 'a' },
    b: { formula: '(responses - 2) / (responses - 1) / responses', tex: 'b' },
    q: { formula: 'exp(m * log1p(-p * b / (1 - p * a)))', tex: 'q' },
  },
  parameters: { prompts, responses, hardMass, m },
});
