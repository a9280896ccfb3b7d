import { expect, it } from 'vitest';
import { aheadAtLast, everAhead } from '../../../src/claims/cases/everAhead.ts';

// Down by 1 or up by 1: the gambler's ruin.
const level = (steps: number, jumps: number): number => 2 * jumps - steps;

it('is the probability of ever reaching a level, as the ruin of a gambler has it', () => {
  for (const p of [0.2, 0.4]) {
    for (const goal of [1, 3]) {
      const ahead = (steps: number, jumps: number) => level(steps, jumps) >= goal;
      expect(everAhead(p, 3000, ahead)).toBeCloseTo((p / (1 - p)) ** goal, 12);
    }
  }
});

it('counts the last step only where no adversary stops', () => {
  const ahead = (steps: number, jumps: number) => level(steps, jumps) >= 2;
  // Of 4 tosses at least 3 heads: (4 + 1)/16.
  expect(aheadAtLast(0.5, 4, ahead)).toBeCloseTo(5 / 16, 14);
  // Reflection: P[max >= 2] = P[S_4 >= 2] + P[S_4 > 2] = 5/16 + 1/16.
  expect(everAhead(0.5, 4, ahead)).toBeCloseTo(6 / 16, 14);
});
