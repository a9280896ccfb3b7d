import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { QuadraticOnBall } from '../../math/linear/quadraticOnBall.ts';
import { sameLaw } from '../../laws/sameLaw.ts';
import type { ContinuousClass } from '../classes/continuousClass.ts';
import type { FitKind, FitRequest, OptimisticRequest, RegressionRequest } from '../classes/fitRequest.ts';
import type { Observations } from '../data/observations.ts';
import type { RewardPairs } from '../data/rewardPairs.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { BallSearch, requireStationary } from './ballSearch.ts';
import type { Minimum } from './ballSearch.ts';
import { requireInBall, withinBall } from './ball.ts';
import { FeatureTable } from './featureTable.ts';
import { LinearSoftmaxPolicy } from './linearSoftmaxPolicy.ts';
import { optimisticStarts } from './optimisticStarts.ts';
import { PairStatistics } from './pairStatistics.ts';
import { SoftmaxLoss } from './softmaxLoss.ts';

export interface LinearSoftmaxOptions {
  /** phi: for each prompt the features of its responses, lists of d finite numbers each; all prompts have as many responses. */
  readonly features: readonly (readonly ArrayLike<number>[])[];
  /** B: the largest norm of a parameter, finite and above 0. */
  readonly normBound: number;
  /** How many steps of Newton's method a search may take, an integer at least 1; 200 by default, where some ten are usual. */
  readonly mostSteps?: number;
}

/** From how many places, the most promising ones, a fit with optimism searches where its loss may have several minima. */
const SEARCHES = 8;

/**
 * The class { pi_theta(y | x) proportional to exp<theta, phi(x, y)> : |theta| <= B }.
 *
 * Maximum likelihood is convex. Reward regression is a linear regression in theta: of several minima it takes the one of least
 * norm. The fit with optimism is not convex, as log-likelihoods are concave and here they are minimised: it searches from where
 * the last fit to the same pairs ended, from the regression, and from a minimum of the loss's upper bound in each direction;
 * from one of them where the loss is seen to be convex. The fits to pairs cost as much for many pairs as for few; while pairs are
 * appended one by one, a convex fit is mostly one step from the last one, by covariances that were kept (`SoftmaxLoss`). Whatever
 * was kept, it ends where the gradient itself is stationary.
 *
 * The base policy need not be of the class: pairs say its log-ratio.
 *
 * @see Huang et al. 2024, Lemma J.4 and Thm J.3; docs/derivations.md
 */
export class LinearSoftmaxClass implements ContinuousClass {
  readonly prompts: number;
  readonly responses: number;
  readonly dimension: number;
  readonly normBound: number;
  readonly refusals = { bayesFit: 'a continuous class has no uniform prior' } as const;
  readonly #features: FeatureTable;
  readonly #mostSteps: number;
  readonly #search: BallSearch;
  readonly #model: QuadraticOnBall;
  readonly #loss: SoftmaxLoss;
  readonly #statistics = new WeakMap<RewardPairs<number, number>, PairStatistics>();

  /** @throws DomainError where features differ in shape or are not finite, or B is not above 0 */
  constructor(options: LinearSoftmaxOptions) {
    const where = 'LinearSoftmaxClass';
    requireObject(where, 'options', options);
    const { features, normBound, mostSteps = 200 } = options;
    requirePositive(where, 'normBound', normBound);
    requireInteger(where, 'mostSteps', mostSteps, 1);
    this.#features = new FeatureTable(where, features);
    const { prompts, responses, dimension } = this.#features;
    this.prompts = prompts;
    this.responses = responses;
    this.dimension = dimension;
    this.normBound = normBound;
    this.#mostSteps = mostSteps;
    this.#search = new BallSearch(dimension, normBound);
    this.#model = new QuadraticOnBall(dimension);
    this.#loss = new SoftmaxLoss(this.#features);
  }

  /**
   * d log(1 + 4 B F / epsilon), F = max |phi|: log pi moves by at most 2 F |theta - theta'|, and a ball has a net of that size.
   *
   * @param epsilon the mesh in max |log pi/pi'|, nats, above 0
   * @see Huang et al. 2024, Lemma J.4, which has (6 B / epsilon)^d for F = 1 and epsilon <= 2 B
   */
  logCoveringNumber(epsilon: number): number {
    requirePositive('LinearSoftmaxClass.logCoveringNumber', 'epsilon', epsilon);
    return this.dimension * Math.log1p((4 * this.normBound * this.#features.largestNorm) / epsilon);
  }

  at(parameter: ArrayLike<number>): LinearSoftmaxPolicy {
    requireInBall('LinearSoftmaxClass.at', parameter, this.dimension, this.normBound);
    return new LinearSoftmaxPolicy(this.#features, Float64Array.from(parameter));
  }

  /** By the parameter of least norm that comes nearest to the policy's log-ratios. */
  contains(policy: ExplicitPolicy): boolean {
    if (policy.prompts !== this.prompts || policy.responses !== this.responses) return false;
    const d = this.dimension;
    const theta = new Float64Array(d);
    const step = new Float64Array(d);
    // Twice: what is left after the first solution is solved for again, which gives back the digits that squares cost.
    for (let pass = 0; pass < 2; pass++) {
      const slope = this.#unexplained(policy, theta, pass === 0);
      if (!slope) return false;
      this.#model.minimise(slope, Infinity, 0, step);
      for (let k = 0; k < d; k++) theta[k] = theta[k]! + step[k]!;
    }
    if (!withinBall(theta, this.normBound)) return false;
    const nearest = new LinearSoftmaxPolicy(this.#features, theta);
    for (let x = 0; x < this.prompts; x++) if (!sameLaw(nearest.law(x), policy.law(x))) return false;
    return true;
  }

  fit(request: FitRequest<number, number>): LinearSoftmaxPolicy {
    if (request.kind === 'bayesFit') {
      throw new DomainError('LinearSoftmaxClass', 'kind', `another fit: ${this.refusals.bayesFit}`, request.kind);
    }
    if (request.kind === 'maximumLikelihood') return this.#maximumLikelihood(request.data);
    // An optimism of weight 0 is none.
    if (request.kind === 'regressRewards' || request.alpha === 0) return this.#regression(request);
    return this.#optimistic(request);
  }

  #maximumLikelihood({ prompts, perPrompt, responses, counts }: Observations<number, number>): LinearSoftmaxPolicy {
    const where = 'maximumLikelihood';
    const features = this.#features;
    const { quadratic, linear, partitionWeights } = this.#loss;
    quadratic.fill(0);
    linear.fill(0);
    partitionWeights.fill(0);
    this.#loss.constant = 0;
    this.#loss.kept = [];
    for (let row = 0; row < responses.length; row++) {
      const count = counts === undefined ? 1 : counts[row]!;
      if (count === 0) continue;
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      const response = responses[row]!;
      requireInteger(where, `prompt of row ${row}`, prompt, 0, this.prompts - 1);
      requireInteger(where, `responses[${row}]`, response, 0, this.responses - 1);
      for (let k = 0; k < linear.length; k++) linear[k] = linear[k]! - count * features.at(prompt, response, k);
      partitionWeights[prompt] = partitionWeights[prompt]! + count;
    }
    const start = new Float64Array(this.dimension);
    return this.#reached(where, this.#search.from(start, this.#loss, this.#mostSteps));
  }

  #regression({ pairs, beta, kind }: RegressionRequest<number, number> | OptimisticRequest<number, number>) {
    const statistics = this.#statisticsOf(kind, pairs);
    statistics.writeLoss(0, beta, this.#loss);
    const theta = new Float64Array(this.dimension);
    this.#model.take(this.#loss.quadratic);
    this.#model.minimise(this.#loss.linear, this.normBound, 0, theta);
    statistics.last = theta;
    return new LinearSoftmaxPolicy(this.#features, theta);
  }

  #optimistic({ pairs, alpha, beta, kind }: OptimisticRequest<number, number>): LinearSoftmaxPolicy {
    const statistics = this.#statisticsOf(kind, pairs);
    const loss = this.#loss;
    statistics.writeLoss(alpha, beta, loss);
    const starts = optimisticStarts(this.#features, loss, this.#model, this.normBound, statistics.last);
    let best: Minimum | undefined;
    for (const start of starts.slice(0, SEARCHES)) {
      const ended = this.#search.from(start, loss, this.#mostSteps);
      const better = best === undefined || ended.value < best.value;
      if (better) best = ended;
    }
    const policy = this.#reached(kind, best!);
    statistics.last = policy.parameter;
    return policy;
  }

  #reached(kind: FitKind, minimum: Minimum): LinearSoftmaxPolicy {
    requireStationary(kind, minimum);
    return new LinearSoftmaxPolicy(this.#features, minimum.theta);
  }

  #statisticsOf(where: string, pairs: RewardPairs<number, number>): PairStatistics {
    let statistics = this.#statistics.get(pairs);
    if (!statistics) this.#statistics.set(pairs, (statistics = new PairStatistics(this.#features)));
    statistics.update(where, pairs);
    return statistics;
  }

  /**
   * The gradient at theta of half the squares of what it leaves of log pi(y|x) - log pi(0|x); the first time the model takes
   * their Hessian as well. Undefined where a mass is zero.
   */
  #unexplained(policy: ExplicitPolicy, theta: Float64Array, first: boolean): Float64Array | undefined {
    const features = this.#features;
    const d = this.dimension;
    const slope = new Float64Array(d);
    const gram = new Float64Array(d * d);
    const u = new Float64Array(d);
    for (let x = 0; x < this.prompts; x++) {
      const { logMasses } = policy.law(x);
      for (let y = 0; y < this.responses; y++) {
        let left = logMasses[y]! - logMasses[0]!;
        if (!Number.isFinite(left)) return undefined;
        for (let k = 0; k < d; k++) {
          u[k] = features.at(x, y, k) - features.at(x, 0, k);
          left -= theta[k]! * u[k]!;
        }
        for (let i = 0; i < d; i++) {
          slope[i] = slope[i]! - left * u[i]!;
          if (first) for (let k = 0; k < d; k++) gram[i * d + k] = gram[i * d + k]! + u[i]! * u[k]!;
        }
      }
    }
    if (first) this.#model.take(gram);
    return slope;
  }
}
