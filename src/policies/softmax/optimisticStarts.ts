import { choleskyFactor } from '../../math/linear/cholesky.ts';
import type { QuadraticOnBall } from '../../math/linear/quadraticOnBall.ts';
import type { FeatureTable } from './featureTable.ts';
import type { SoftmaxLoss } from './softmaxLoss.ts';

/** How many of the bounds' minima are valued: those with the least bounds. */
const VALUED = 32;

/**
 * Where to search for the least loss of a fit with optimism, the most promising place first.
 *
 * As log Z >= <theta, phi(x, y)> for each y, the loss is at most what it is with <theta, phi(x, y_x)> in place of log Z_x, which is
 * quadratic: for a direction, y_x is the response furthest along it, and the quadratic's minimum on the ball a place from where to
 * search. The directions are both of each feature and of each eigenvector of the squares. Of the minima those with the least
 * bounds are taken, and ordered by their loss: a bound costs nothing, a loss a sum over all responses.
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
  let weight = 0;
  for (let x = 0; x < prompts; x++) weight -= partitionWeights[x]!;
  const convex = choleskyFactor(loss.quadratic, -weight * largestNorm ** 2, 0, new Float64Array(d * d), d);
  if (convex && last) return [last];
  const regression = new Float64Array(d);
  model.take(loss.quadratic);
  model.minimise(loss.linear, normBound, 0, regression);
  if (convex) return [regression];

  const minima: { theta: Float64Array; bound: number }[] = [];
  const slope = new Float64Array(d);
  const tried = new Set<string>();
  const asked = Array.from(partitionWeights.keys()).filter((x) => partitionWeights[x] !== 0);
  for (let k = 0; k < 2 * d; k++) {
    const vector = k < d ? undefined : model.vectors.subarray((k - d) * d, (k - d + 1) * d);
    const ends = asked.map((x) => (vector ? features.furthest(x, vector) : features.furthestAlongAxes[k]![x]!));
    for (const side of [0, 1] as const) {
      const key = ends.map((each) => each[side]).join(' ');
      if (tried.has(key)) continue;
      tried.add(key);
      slope.set(loss.linear);
      for (const [i, x] of asked.entries()) {
        for (let j = 0; j < d; j++) slope[j] = slope[j]! + partitionWeights[x]! * features.at(x, ends[i]![side], j);
      }
      const theta = new Float64Array(d);
      model.minimise(slope, normBound, 0, theta);
      let bound = loss.polynomialAt(theta);
      for (let j = 0; j < d; j++) bound += (slope[j]! - loss.linear[j]!) * theta[j]!;
      minima.push({ theta, bound });
    }
  }
  const promising = minima.sort((a, b) => a.bound - b.bound).slice(0, VALUED);
  return [...(last ? [last] : []), regression, ...promising.map(({ theta }) => theta)]
    .map((theta) => ({ theta, value: loss.valueAt(theta) }))
    .sort((a, b) => a.value - b.value)
    .map(({ theta }) => theta);
}
