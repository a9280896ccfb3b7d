/** The worst hard family of one coverage: the risk falls as 1 / sqrt(m). The claims minimax-at-coverage, thm-3.1-coverage and thm-3.1-rate. */
import { drawSandwich } from './drawSandwich.ts';

await drawSandwich('sandwichWorstCase', {
  title: 'At one coverage, the worst case takes of the order of 1/ε² samples',
  subtitle: [
    'The worst of the hard families with 4 hard prompts and C_cov = 8:',
    'few responses and much mass, or many and little; M in steps of 10 %.',
    'Each line at the n and N that are best for its worst family; dotted where vacuous, lower bounds dashed.',
    'Points: run 20,000 times in the worst family, where that has at most 4,096 responses.',
  ],
  samples: 'samples m = nN  (prompts × responses per prompt)',
  leastRisk: 1e-5,
});
