import type { QuadraticOnBall } from '../../math/linear/quadraticOnBall.ts';
import type { FeatureTable } from './featureTable.ts';
import type { SoftmaxLoss } from './softmaxLoss.ts';

/**
 * Where to search for the least loss of a fit with optimism, the most promising place first.
 *
 * As log Z >= <theta, phi(x, y)> for each y, the loss is at most what it is with <theta, phi(x, y_x)> in place of log Z_x, which is
 * quadratic: for a direction, y_x is the response furthest along it, and the quadratic's minimum on the ball a place from where to
 * search. The directions are both of each feature and of each eigenvector of the squares.
 *
 * One place is enough where the squares curve more than optimism can: along no direction does its Hessian exceed
 * F^2 sum |w_x|, F = max |phi|.
 *
 * @param last where the last fit to these pairs ended
 */
export function optimisticStarts(
  features: FeatureTable,
  loss: SoftmaxLoss,
  model: QuadraticOnBall,
  normBound: number,
  last: Float64Array | undefined,
): Float64Array[] {
  const { dimension: d, prompts, largestNorm } = features;
  const { partitionWeights } = loss;
  const regression = new Float64Array(d);
  model.take(loss.quadratic);
  model.minimise(loss.linear, normBound, 0, regression);
  let weight = 0;
  for (let x = 0; x < prompts; x++) weight -= partitionWeights[x]!;
  if (Math.min(...model.values) >= weight * largestNorm ** 2) return [last ?? regression];

  const starts = last ? [last, regression] : [regression];
  const slope = new Float64Array(d);
  const towards = (direction: ArrayLike<number>): void => {
    slope.set(loss.linear);
    for (let x = 0; x < prompts; x++) {
      if (partitionWeights[x] === 0) continue;
      const y = features.furthest(x, direction);
      for (let k = 0; k < d; k++) slope[k] = slope[k]! + partitionWeights[x]! * features.at(x, y, k);
    }
    const start = new Float64Array(d);
    model.minimise(slope, normBound, 0, start);
    starts.push(start);
  };
  const direction = new Float64Array(d);
  for (let k = 0; k < d; k++) {
    for (const sign of [1, -1]) {
      direction.fill(0);
      direction[k] = sign;
      towards(direction);
      for (let i = 0; i < d; i++) direction[i] = sign * model.vectors[k * d + i]!;
      towards(direction);
    }
  }
  const valued = starts.map((theta) => ({ theta, value: loss.valueAt(theta) }));
  return valued.sort((a, b) => a.value - b.value).map(({ theta }) => theta);
}
