/** The claims app-h-risk and thm-3.1 on one hard family: the risk with m samples between what no learner can beat and what is proved, each line at its best plan. */
import { drawSandwich } from './drawSandwich.ts';

await drawSandwich('sandwich', {
  title: 'How far from the best possible is SFT-sharpening?',
  subtitle: [
    'Hard family: 4 hard prompts of mass Δ = 1/2 together, 16 responses to each.',
    'Sharpened: more than half of the mass on y*. Each line at its best n and N.',
    'Dashed: lower bounds. Dotted where a bound says no more than that the risk is at most Δ.',
    'Points: run 20,000 times; the intervals all hold with probability 0.999.',
  ],
  samples: 'samples m = nN  (prompts × responses per prompt)',
  leastRisk: 1e-9,
});
