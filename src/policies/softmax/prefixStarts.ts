import { QuadraticOnBalls } from '../../math/linear/quadraticOnBalls.ts';
import { symmetricEigen } from '../../math/linear/symmetricEigen.ts';
import { lossAt } from './lossAt.ts';
import type { PrefixLoss } from './prefixLoss.ts';

/** At how many places the loss is made linear, those where it is least, beside zero. */
const MOST_PLACES = 16;

/**
 * Where to search for the least loss of a fit to pairs, the most promising place first.
 *
 * With its log-partitions made linear somewhere the loss is a quadratic, whose minimum over all balls is a place from where to
 * search. They are made linear at zero, and at both ends of each axis and of each eigenvector of that quadratic. Where no
 * log-partition stays, the one at zero is the minimum.
 *
 * @param layers how many balls there are
 * @param last where the last fit to these pairs ended
 */
export function prefixStarts(
  loss: PrefixLoss,
  layers: number,
  normBound: number,
  last: Float64Array | undefined,
): Float64Array[] {
  const { parameters } = loss;
  const model = new QuadraticOnBalls(layers, parameters);
  const here = lossAt(parameters);
  const { gradient, hessian } = here;
  const slope = new Float64Array(parameters);
  const least = (theta: Float64Array): Float64Array => {
    loss.linearisedAt(theta, here);
    for (let i = 0; i < parameters; i++) {
      let product = 0;
      for (let k = 0; k < parameters; k++) product += hessian[i * parameters + k]! * theta[k]!;
      slope[i] = gradient[i]! - product;
    }
    model.take(hessian);
    const start = theta.slice();
    model.minimise(slope, normBound, 0, start);
    return start;
  };
  const starts = [least(new Float64Array(parameters))];
  if (loss.isQuadratic) return starts;

  const [values, vectors] = [new Float64Array(parameters), new Float64Array(parameters * parameters)];
  symmetricEigen(hessian.slice(), values, vectors);
  const ends: Float64Array[] = [];
  for (let k = 0; k < parameters; k++) {
    for (const end of [-normBound, normBound]) {
      ends.push(new Float64Array(parameters).fill(end, k, k + 1));
      ends.push(vectors.slice(k * parameters, (k + 1) * parameters).map((value) => end * value));
    }
  }
  starts.push(...leastFirst(loss, ends).slice(0, MOST_PLACES).map(least));
  return leastFirst(loss, last ? [last, ...starts] : starts);
}

/** Parameters in the order of their losses. */
function leastFirst(loss: PrefixLoss, parameters: readonly Float64Array[]): Float64Array[] {
  const valued = parameters.map((theta) => ({ theta, value: loss.valueAt(theta) }));
  return valued.sort((a, b) => a.value - b.value).map(({ theta }) => theta);
}
