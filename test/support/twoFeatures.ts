import { LinearSoftmaxClass } from '../../src/policies/softmax/linearSoftmaxClass.ts';
import type { FitRequest } from '../../src/policies/classes/fitRequest.ts';
import { lossOf } from '../../src/testing/contracts/fitData.ts';

const features = [
  [
    [1, 0],
    [-0.6, 0.8],
    [-0.6, -0.8],
    [0.1, 0.3],
  ],
];

/** The linear softmax policies at one prompt with four responses of two features each, |theta| <= B. */
export const twoFeatures = (normBound: number): LinearSoftmaxClass => new LinearSoftmaxClass({ features, normBound });

/** Where searches from a grid of starts end in such a class, the best first: by steps that know nothing of how it fits. */
export function minimaOf(
  policyClass: LinearSoftmaxClass,
  request: FitRequest<number, number>,
): { theta: number[]; loss: number }[] {
  const { normBound } = policyClass;
  const starts = [[0, 0]];
  for (let k = 0; k < 7; k++) {
    const angle = (k * 2 * Math.PI) / 7;
    starts.push([normBound * Math.cos(angle), normBound * Math.sin(angle)]);
  }
  const ended = starts.map((start) => downhill(policyClass, request, start));
  return ended.sort((a, b) => a.loss - b.loss);
}

function downhill(
  policyClass: LinearSoftmaxClass,
  request: FitRequest<number, number>,
  start: readonly number[],
): { theta: number[]; loss: number } {
  const { normBound } = policyClass;
  const loss = (theta: readonly number[]): number => lossOf(policyClass.at(theta), request);
  let here = { theta: [...start], loss: loss(start) };
  let step = normBound / 4;
  for (let i = 0; step > 1e-8; i++) {
    let best = here;
    for (let k = 0; k < 4; k++) {
      const angle = (k * Math.PI) / 2 + i;
      const moved = [here.theta[0]! + step * Math.cos(angle), here.theta[1]! + step * Math.sin(angle)];
      const norm = Math.hypot(...moved);
      const inside = norm > normBound ? moved.map((value) => (value * normBound) / norm) : moved;
      const there = loss(inside);
      if (there < best.loss) best = { theta: inside, loss: there };
    }
    if (best === here) step /= 2;
    here = best;
  }
  return here;
}
