/**
 * How far the mean of independent draws may lie from its expectation: further on either side with at most the given
 * probability, whatever the law of the draws (Bernstein's inequality).
 *
 * @param variance of one draw
 * @param range how far a draw may lie from its expectation
 */
export function deviationBound(draws: number, variance: number, range: number, probability: number): number {
  const log = Math.log(2 / probability);
  return Math.sqrt((2 * variance * log) / draws) + (2 * range * log) / (3 * draws);
}
