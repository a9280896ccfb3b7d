/** The claims thm-3.1-rate, thm-d.2-rate, minimax-at-coverage and adaptive-minimax-at-coverage: the saving of adaptivity: samples of the order of 1/eps in place of 1/eps^2, at one coverage. */
import { drawSandwich } from './drawSandwich.ts';

await drawSandwich('sandwichSaving', {
  title: 'What adaptivity saves: 1/ε samples in place of 1/ε²',
  subtitle: [
    'The worst of the hard families with 4 hard prompts and C_cov = 8, each line at its best plan; lower bounds dashed.',
    'With the same number of responses for every prompt the risk falls as 1/√m,',
    'with one that is chosen as it goes as 1/m.',
  ],
  samples: 'samples m, on average where they are adaptive',
  leastRisk: 1e-4,
});
