import { QuadraticOnBalls } from '../../math/linear/quadraticOnBalls.ts';
import { FitError } from '../classes/fitError.ts';
import type { FitKind } from '../classes/fitRequest.ts';
import { lossAt } from './lossAt.ts';
import type { LossAt } from './lossAt.ts';

/** A loss that can be differentiated twice. */
export interface SmoothLoss {
  valueAt(theta: Float64Array): number;
  /**
   * The value, the gradient and the Hessian, written to `out`.
   *
   * @param mayBeKept whether parts of the Hessian may be those of a parameter nearby, where that is cheaper; `out.kept` then says
   * that they were
   */
  at(theta: Float64Array, out: LossAt, mayBeKept?: boolean): void;
}

/** Where a search ended. */
export interface Minimum {
  readonly theta: Float64Array;
  readonly value: number;
  /** |gradient + lambda theta| at the best multiplier of each ball, as a share of what the gradient is the sum of: 0 where it is stationary. */
  readonly residual: number;
  readonly steps: number;
}

/** A share of the gradient's terms that rounding may leave. */
export const STATIONARY = 1e-9;
/** A change by this share of the loss's terms may be one of rounding. */
const ROUNDING = 1e-14;
/** The share of what a model promises that a step has to bring. */
const SUFFICIENT = 0.1;
/** A step by a Hessian that was kept has to leave at most this share of the residual: else the next one goes by a fresh one. */
const SLOW = 0.1;

/**
 * Newton's method for a loss on the ball |theta| <= B, or on a product of such balls, one for each of several blocks of theta,
 * from one start: each step goes to the minimum over the whole set of the second-order model, plus a ridge around where it stands
 * that grows until the loss falls as the model says.
 *
 * On one ball the model's minimum is exact also where the Hessian has negative eigenvalues, so that it ends at no saddle from
 * which a model sees a way down. It ends where the gradient is zero, or points outwards on the border (KKT), to `STATIONARY`; or after
 * `mostSteps`, with what is left in `residual`.
 *
 * A Hessian that the loss has kept from nearby only says where to step. The value and the gradient by which a step is judged, and
 * by which the search ends, are exact; and where such a step does not fall or wins too little, the next goes by a fresh Hessian.
 */
export class BallSearch {
  readonly #radius: number;
  readonly #balls: number;
  readonly #model: QuadraticOnBalls;
  readonly #here: LossAt;
  readonly #slope: Float64Array;
  readonly #next: Float64Array;

  /** @param dimension of theta, a multiple of the number of balls */
  constructor(dimension: number, radius: number, balls = 1) {
    this.#radius = radius;
    this.#balls = balls;
    this.#model = new QuadraticOnBalls(balls, dimension);
    this.#here = lossAt(dimension);
    this.#slope = new Float64Array(dimension);
    this.#next = new Float64Array(dimension);
  }

  /** @param start each block of norm at most B */
  from(start: Float64Array, loss: SmoothLoss, mostSteps: number): Minimum {
    const radius = this.#radius;
    const size = start.length / this.#balls;
    const model = this.#model;
    const slope = this.#slope;
    const next = this.#next;
    const here = this.#here;
    const { gradient, hessian } = here;
    const theta = Float64Array.from(start);
    const d = theta.length;
    let ridge = 0;
    let steps = 0;
    loss.at(theta, here, true);
    let residual = residualOf(theta, here, radius, size);
    for (; steps < mostSteps && residual > STATIONARY; steps++) {
      model.take(hessian);
      const { value } = here;
      const rounding = ROUNDING * here.valueScale;
      let fell = false;
      // Each failure multiplies the ridge: a step becomes one down the gradient, too short to be seen in the loss.
      for (let tries = 0; tries < 60 && !fell; tries++) {
        for (let i = 0; i < d; i++) {
          let product = ridge * theta[i]!;
          for (let k = 0; k < d; k++) product += hessian[i * d + k]! * theta[k]!;
          slope[i] = gradient[i]! - product;
        }
        next.set(theta);
        model.minimise(slope, radius, ridge, next, multiplierOf(theta, here, radius, 0, size));
        const promised = decreaseOf(theta, next, here, ridge);
        const there = loss.valueAt(next);
        // Where a decrease would be lost in rounding, the gradient says whether it was one.
        fell = value - there >= SUFFICIENT * promised - (promised <= rounding ? rounding : 0);
        if (!fell && here.kept) {
          loss.at(theta, here);
          model.take(hessian);
          continue;
        }
        if (!fell) ridge = Math.max(4 * ridge, 1e-3 * model.scale, 1e-300);
        if (!fell && promised <= rounding) break;
      }
      if (!fell) break;
      const before = residual;
      const byKept = here.kept;
      slope.set(theta);
      theta.set(next);
      loss.at(theta, here, true);
      residual = residualOf(theta, here, radius, size);
      if (byKept) {
        if (here.kept && residual > Math.max(STATIONARY, SLOW * before)) loss.at(theta, here);
      } else if (value - here.value <= rounding && residual >= before) {
        // Nothing to be won: the last step only moved what rounding leaves.
        theta.set(slope);
        loss.at(theta, here);
        residual = before;
        break;
      }
      if (ridge > 0) ridge = ridge < 1e-6 * model.scale ? 0 : ridge / 8;
    }
    return { theta, value: here.value, residual, steps };
  }
}

/** Refuses what is not stationary. */
export function requireStationary(kind: FitKind, { residual, steps, value }: Minimum): void {
  if (residual <= STATIONARY) return;
  const reached = `after ${steps} steps the loss is ${value} and its gradient on the ball ${residual} of its terms`;
  const change = 'allow more steps (mostSteps), or scale features to norms about 1';
  throw new FitError(kind, `${reached}, where ${STATIONARY} counts as stationary; ${change}`);
}

/** Of how much the model with its ridge falls from theta to next. */
function decreaseOf(theta: Float64Array, next: Float64Array, { gradient, hessian }: LossAt, ridge: number): number {
  const d = theta.length;
  let decrease = 0;
  for (let i = 0; i < d; i++) {
    const step = next[i]! - theta[i]!;
    let product = ridge * step;
    for (let k = 0; k < d; k++) product += hessian[i * d + k]! * (next[k]! - theta[k]!);
    decrease -= step * (gradient[i]! + product / 2);
  }
  return decrease;
}

/** lambda of KKT for the block in [from, to): how strongly the border holds it back, 0 inside the ball. */
function multiplierOf(theta: Float64Array, { gradient }: LossAt, radius: number, from: number, to: number): number {
  let inner = 0;
  let square = 0;
  for (let k = from; k < to; k++) {
    inner += gradient[k]! * theta[k]!;
    square += theta[k]! * theta[k]!;
  }
  return square >= radius * radius * (1 - 1e-12) ? Math.max(0, -inner / square) : 0;
}

/** How far a parameter is from being stationary on the balls, as a share of the gradient's terms. */
function residualOf(theta: Float64Array, here: LossAt, radius: number, size: number): number {
  const { gradient, gradientScale } = here;
  let left = 0;
  for (let from = 0; from < theta.length; from += size) {
    const multiplier = multiplierOf(theta, here, radius, from, from + size);
    for (let k = from; k < from + size; k++) left += (gradient[k]! + multiplier * theta[k]!) ** 2;
  }
  return left === 0 ? 0 : Math.sqrt(left) / gradientScale;
}
