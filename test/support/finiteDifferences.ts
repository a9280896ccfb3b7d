import { lossAt } from '../../src/policies/softmax/lossAt.ts';
import type { SmoothLoss } from '../../src/policies/softmax/ballSearch.ts';

/** How far gradient and Hessian are from finite differences of the value and of the gradient, as shares of their largest entries. */
export function differencesFrom(loss: SmoothLoss, theta: Float64Array): { gradient: number; hessian: number } {
  const d = theta.length;
  const here = lossAt(d);
  const beside = lossAt(d);
  loss.at(theta, here);
  const [gradient, hessian] = [new Float64Array(d), new Float64Array(d * d)];
  // Five points: the error of the formula is of fourth order.
  const h = 1e-3;
  for (const [step, weight] of [
    [-2, 1],
    [-1, -8],
    [1, 8],
    [2, -1],
  ] as const) {
    for (let k = 0; k < d; k++) {
      const moved = theta.map((value, i) => value + (i === k ? step * h : 0));
      loss.at(moved, beside);
      gradient[k] = gradient[k]! + (weight * beside.value) / (12 * h);
      for (let i = 0; i < d; i++) hessian[k * d + i] = hessian[k * d + i]! + (weight * beside.gradient[i]!) / (12 * h);
    }
  }
  return { gradient: distance(gradient, here.gradient), hessian: distance(hessian, here.hessian) };
}

function distance(values: Float64Array, exact: Float64Array): number {
  const largest = (each: Float64Array): number => each.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const most = largest(values.map((value, i) => value - exact[i]!));
  return most === 0 ? 0 : most / largest(exact);
}
