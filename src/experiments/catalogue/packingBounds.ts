import { leastCount } from '../../math/leastCount.ts';
import { eliminationRounds } from '../../theory/bounds/rlhf/elimination.ts';
import { thmJ3 } from '../../theory/bounds/rlhf/thmJ2.ts';
import type { ExploringFamily } from './exploringFamily.ts';

interface PackingSetting {
  readonly family: ExploringFamily;
  readonly dimension: number;
  readonly beta: number;
  readonly delta: number;
  readonly failure: number;
}

/**
 * How many rounds theorems ask of XPO for one failure, null where no number is known: by elimination, and the least T, up to
 * 2^52, at which Thm J.3 bounds the risk at the one prompt, 0 or 1, below 1.
 */
export function packingBounds({ family, dimension, beta, delta, failure }: PackingSetting) {
  const { telling: q, margin, responses: support } = family;
  const norm = 1 + 1 / beta;
  const riskAfter = (rounds: number): number =>
    thmJ3.evaluate({ norm, dimension, rounds, delta, rho: failure, margin, support, beta });
  const thmJ3Rounds = leastCount((rounds) => riskAfter(rounds) < 1, 2 ** 52);
  return {
    // d in the place of |Pi| - 1: a pair that shows an error of what is played is no combination of those before it.
    elimination:
      q === undefined ? null : Math.ceil(eliminationRounds.evaluate({ members: dimension + 1, q, rho: failure })),
    thmJ3: Number.isFinite(thmJ3Rounds) ? thmJ3Rounds : null,
  };
}
