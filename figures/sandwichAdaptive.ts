/** One hard family in the adaptive framework: the risk with m samples on average. */
import { drawSandwich } from './drawSandwich.ts';

await drawSandwich('sandwichAdaptive', {
  title: 'Adaptive sampling: the same hard family',
  subtitle: [
    'Hard family of App. H: 4 hard prompts of mass Δ = 1/2 together, 16 responses to each. Sharpened: more than half on y*.',
    'The minimax learner looks at prompts for free and is never wrong from dM/2 = 32 samples on.',
    'Points: adaptive SFT-sharpening run 20,000 times, intervals that all hold with probability 0.999.',
  ],
  samples: 'samples on average, E[m]',
  leastRisk: 1e-9,
});
