import { DomainError } from '../../src/math/domainError.ts';
import type { Source } from '../../src/math/random/source.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { sameLaw } from '../../src/laws/sameLaw.ts';
import { FitError } from '../../src/policies/classes/fitError.ts';
import type { ContinuousClass, ParametricPolicy } from '../../src/policies/classes/continuousClass.ts';
import type { FitRequest } from '../../src/policies/classes/fitRequest.ts';
import type { ExplicitPolicy } from '../../src/policies/explicitPolicy.ts';
import { TabularPolicy } from '../../src/policies/tabularPolicy.ts';
import { lossOf } from '../../src/testing/contracts/fitData.ts';

class TwoFeaturePolicy extends TabularPolicy implements ParametricPolicy {
  readonly parameter: Float64Array;

  constructor(laws: readonly FiniteLaw[], parameter: Float64Array) {
    super(laws);
    this.parameter = parameter;
  }
}

/** One prompt, four responses with two features each, pi_theta(y) proportional to exp(theta . phi(y)), |theta| <= B. */
export class TwoFeatures implements ContinuousClass {
  readonly prompts = 1;
  readonly responses = 4;
  readonly dimension = 2;
  readonly normBound: number;
  readonly refusals = { bayesFit: 'a continuous class has no uniform prior' };
  readonly #steps: number;

  static readonly features = [
    [1, 0],
    [-0.6, 0.8],
    [-0.6, -0.8],
    [0.1, 0.3],
  ] as const;

  /** @param steps of a search from one start, at most */
  constructor(normBound: number, steps = 2000) {
    this.normBound = normBound;
    this.#steps = steps;
  }

  /** |phi| <= 1, so log pi moves by at most 2 |theta - theta'|: nets of the ball of mesh epsilon / 2. */
  logCoveringNumber(epsilon: number): number {
    if (!(epsilon > 0)) throw new DomainError('TwoFeatures', 'epsilon', 'above 0', epsilon);
    return 2 * Math.log(1 + (4 * this.normBound) / epsilon);
  }

  at(parameter: ArrayLike<number>): ParametricPolicy {
    if (!(parameter.length === 2 && Math.hypot(parameter[0]!, parameter[1]!) <= this.normBound * (1 + 1e-9))) {
      throw new DomainError('TwoFeatures.at', 'parameter', `two numbers of norm at most ${this.normBound}`, parameter);
    }
    const theta = Float64Array.from(parameter);
    const weights = TwoFeatures.features.map(([a, b]) => a * theta[0]! + b * theta[1]!);
    return new TwoFeaturePolicy([FiniteLaw.fromLogWeights(weights)], theta);
  }

  contains(policy: ExplicitPolicy): boolean {
    if (policy.prompts !== 1 || policy.responses !== 4) return false;
    // log pi(0) - log pi(1) and log pi(1) - log pi(2) give theta back.
    const log = policy.law(0).logMasses;
    const second = (log[1]! - log[2]!) / 1.6;
    const theta = [(log[0]! - log[1]! + 0.8 * second) / 1.6, second];
    if (!(Math.hypot(...theta) <= this.normBound * (1 + 1e-9))) return false;
    return sameLaw(this.at(theta).law(0), policy.law(0));
  }

  fit(request: FitRequest<number, number>): ParametricPolicy {
    const [best] = this.minima(request);
    return this.at(best!.theta);
  }

  /** Where searches from a grid of starts end, the best first. */
  minima(request: FitRequest<number, number>): { theta: number[]; loss: number }[] {
    if (request.kind === 'bayesFit') throw new DomainError('TwoFeatures', 'kind', 'another fit', request.kind);
    const loss = (theta: readonly number[]): number => lossOf(this.at(theta), request);
    const starts = [[0, 0]];
    for (let k = 0; k < 7; k++) {
      const angle = (k * 2 * Math.PI) / 7;
      starts.push([this.normBound * Math.cos(angle), this.normBound * Math.sin(angle)]);
    }
    const ended = starts.map((start) => this.#descend(start, loss, request));
    return ended.sort((a, b) => a.loss - b.loss);
  }

  #descend(
    start: readonly number[],
    loss: (theta: readonly number[]) => number,
    { kind }: FitRequest,
  ): { theta: number[]; loss: number } {
    let here = { theta: [...start], loss: loss(start) };
    let step = this.normBound / 4;
    for (let i = 0; step > 1e-8; i++) {
      if (i === this.#steps) {
        throw new FitError(kind, `after ${i} steps of a search they are still ${step} long; allow more steps`);
      }
      let best = here;
      for (let k = 0; k < 4; k++) {
        const angle = (k * Math.PI) / 2 + i;
        const moved = [here.theta[0]! + step * Math.cos(angle), here.theta[1]! + step * Math.sin(angle)];
        const norm = Math.hypot(...moved);
        const inside = norm > this.normBound ? moved.map((value) => (value * this.normBound) / norm) : moved;
        const there = loss(inside);
        if (there < best.loss) best = { theta: inside, loss: there };
      }
      if (best === here) step /= 2;
      here = best;
    }
    return here;
  }

  /** A parameter of the ball, one time in four on its border. */
  parameter(source: Source): Float64Array {
    const radius = this.normBound * (source.uniform() < 0.25 ? 1 : Math.sqrt(source.uniform()));
    const angle = 2 * Math.PI * source.uniform();
    return Float64Array.of(radius * Math.cos(angle), radius * Math.sin(angle));
  }
}
