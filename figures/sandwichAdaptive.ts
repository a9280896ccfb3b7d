/** One hard family in the adaptive framework: the risk with m samples on average. */
import { drawSandwich } from './drawSandwich.ts';

await drawSandwich('sandwichAdaptive', {
  title: 'Adaptive sampling: the same hard family',
  subtitle: [
    'Hard family: 4 hard prompts of mass Δ = 1/2 together, 16 responses to each.',
    'The minimax learner looks at prompts for free and needs no draw at the easy one: with',
    'dM/2 = 32 samples it is always right. SFT-sharpening draws at the easy prompt as well.',
    'Dashed: lower bounds. Dotted where a bound says no more than that the risk is at most Δ.',
    'Points: run 20,000 times; the intervals all hold with probability 0.999.',
  ],
  samples: 'samples on average, E[m]',
  leastRisk: 1e-9,
});
