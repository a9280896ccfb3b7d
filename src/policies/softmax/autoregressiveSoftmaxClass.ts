import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { ContinuousClass } from '../classes/continuousClass.ts';
import type { FitRequest, OptimisticRequest, RegressionRequest } from '../classes/fitRequest.ts';
import type { Observations } from '../data/observations.ts';
import type { RewardPairs } from '../data/rewardPairs.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { TabularPolicy } from '../tabularPolicy.ts';
import { AutoregressiveSoftmaxPolicy } from './autoregressiveSoftmaxPolicy.ts';
import { withinBall } from './ball.ts';
import { BallSearch, requireStationary } from './ballSearch.ts';
import type { Minimum } from './ballSearch.ts';
import { LinearSoftmaxClass } from './linearSoftmaxClass.ts';
import { PrefixFeatures } from './prefixFeatures.ts';
import type { PrefixFeature, PrefixShape } from './prefixFeatures.ts';
import { PrefixLoss } from './prefixLoss.ts';
import { prefixStarts } from './prefixStarts.ts';
import { PrefixStatistics } from './prefixStatistics.ts';

export interface AutoregressiveSoftmaxOptions extends PrefixShape {
  /** phi_h(x, y_1..y_h): asked once for each prompt and each prefix of 1 to H tokens, at most 2^22 of them. */
  readonly features: PrefixFeature;
  /** B: the largest norm of each layer's parameter, finite and above 0. */
  readonly normBound: number;
  /** How many steps of Newton's method a search may take, an integer at least 1; 200 by default, where some ten are usual. */
  readonly mostSteps?: number;
}

/** From how many places, the most promising ones, a fit to pairs searches. */
const SEARCHES = 16;

/**
 * The class of autoregressive linear softmax policies over responses of H tokens, with a parameter for each layer:
 *
 *   pi_theta(y | x) = prod_h pi_h(y_h | x, y_1..y_{h-1}),   pi_h proportional to exp<theta_h, phi_h(x, y_1..y_h)>,
 *
 * |theta_h| <= B for each h. Responses are numbered in the order of a dictionary (`tokensOf`).
 *
 * Each layer is a `LinearSoftmaxClass` whose prompts are the prompts with their prefixes and whose responses are the tokens.
 * Maximum likelihood is H convex fits, one a layer. The fits to pairs are not convex, reward regression neither, as the
 * log-partitions at prefixes that a pair's responses do not share stay in the log-ratio; with H = 1 none does. They search by
 * Newton's method from several places, the end of the last fit to the same pairs among them. A step costs V d^2 + H d^2 for each
 * distinct prefix and d for each two that some pair parts on, at most half their square: for many pairs as much as for few.
 * Of several minima of one loss the shortest parameter is taken where H = 1 alone.
 *
 * The base policy need not be of the class: pairs say its log-ratio. Nor does a member's power have to be, so that pi*_beta of a
 * base policy in the class need not be in it, at any B (Prop. E.2).
 *
 * @see Huang et al. 2024, App. E; docs/derivations.md
 */
export class AutoregressiveSoftmaxClass implements ContinuousClass {
  readonly prompts: number;
  /** V. */
  readonly vocabulary: number;
  /** H. */
  readonly length: number;
  /** V^H. */
  readonly responses: number;
  /** H d: theta_1..theta_H, one after the other. */
  readonly dimension: number;
  readonly normBound: number;
  readonly refusals = { bayesFit: 'a continuous class has no uniform prior' } as const;
  readonly #features: PrefixFeatures;
  readonly #layers: readonly LinearSoftmaxClass[];
  readonly #mostSteps: number;
  readonly #search: BallSearch;
  readonly #statistics = new WeakMap<RewardPairs<number, number>, PrefixStatistics>();

  /** @throws DomainError where features differ in length or are not finite, there are too many, or B is not above 0 */
  constructor(options: AutoregressiveSoftmaxOptions) {
    const where = 'AutoregressiveSoftmaxClass';
    requireObject(where, 'options', options);
    const { features, normBound, mostSteps = 200 } = options;
    requirePositive(where, 'normBound', normBound);
    requireInteger(where, 'mostSteps', mostSteps, 1);
    this.#features = new PrefixFeatures(where, options, features);
    const { prompts, vocabulary, length, responses, parameters } = this.#features;
    this.prompts = prompts;
    this.vocabulary = vocabulary;
    this.length = length;
    this.responses = responses;
    this.dimension = parameters;
    this.normBound = normBound;
    this.#layers = this.#features.layers.map((layer) => {
      return new LinearSoftmaxClass({ features: layer, normBound, mostSteps });
    });
    this.#mostSteps = mostSteps;
    this.#search = new BallSearch(parameters, normBound, length);
  }

  /** The H tokens of a response. */
  tokensOf(response: number): number[] {
    return this.#features.tokensOf('AutoregressiveSoftmaxClass.tokensOf', response);
  }

  /** The number of a response: the inverse of `tokensOf`. */
  responseOf(tokens: readonly number[]): number {
    return this.#features.responseOf('AutoregressiveSoftmaxClass.responseOf', tokens);
  }

  /**
   * The sum of the layers' at epsilon / H, d log(1 + 4 B H F_h / epsilon) with F_h = max |phi_h|: a log-likelihood is a sum over
   * layers.
   *
   * @param epsilon the mesh in max |log pi/pi'|, nats, above 0
   */
  logCoveringNumber(epsilon: number): number {
    requirePositive('AutoregressiveSoftmaxClass.logCoveringNumber', 'epsilon', epsilon);
    return this.#layers.reduce((sum, layer) => sum + layer.logCoveringNumber(epsilon / this.length), 0);
  }

  at(parameter: ArrayLike<number>): AutoregressiveSoftmaxPolicy {
    const where = 'AutoregressiveSoftmaxClass.at';
    if (parameter?.length !== this.dimension) {
      const layers = `${this.dimension / this.length} for each of ${this.length} layers`;
      throw new DomainError(where, 'parameter', `${this.dimension} numbers, ${layers}`, parameter);
    }
    const theta = Float64Array.from(parameter);
    this.#blocksOf(theta).forEach((block, h) => {
      if (withinBall(block, this.normBound)) return;
      throw new DomainError(where, `layer ${h + 1} of parameter`, `of norm at most ${this.normBound}`, block);
    });
    return this.#policyOf(theta);
  }

  /** Whether each layer contains the laws of the next token. */
  contains(policy: ExplicitPolicy): boolean {
    const { prompts, responses, vocabulary } = this;
    if (policy.prompts !== prompts || policy.responses !== responses) return false;
    const laws: FiniteLaw[][] = this.#layers.map(() => []);
    for (let x = 0; x < prompts; x++) {
      let logMasses = Float64Array.from(policy.law(x).logMasses);
      if (logMasses.includes(-Infinity)) return false;
      for (let h = this.length - 1; h >= 0; h--) {
        const children = Array.from({ length: logMasses.length / vocabulary }, (_, i) => {
          return logMasses.subarray(i * vocabulary, (i + 1) * vocabulary);
        });
        laws[h]!.push(...children.map((each) => FiniteLaw.fromLogWeights(each)));
        logMasses = Float64Array.from(children, logSumExp);
      }
    }
    return this.#layers.every((layer, h) => layer.contains(new TabularPolicy(laws[h]!)));
  }

  fit(request: FitRequest<number, number>): AutoregressiveSoftmaxPolicy {
    if (request.kind === 'bayesFit') {
      const expected = `another fit: ${this.refusals.bayesFit}`;
      throw new DomainError('AutoregressiveSoftmaxClass', 'kind', expected, request.kind);
    }
    return request.kind === 'maximumLikelihood' ? this.#maximumLikelihood(request.data) : this.#fitToPairs(request);
  }

  /** Of each layer by itself: the log-likelihood is the sum of theirs. */
  #maximumLikelihood({ prompts, perPrompt, responses, counts }: Observations<number, number>) {
    const where = 'maximumLikelihood';
    const rows = this.#layers.map(() => ({ prompts: [] as number[], tokens: [] as number[] }));
    const kept: number[] = [];
    for (let row = 0; row < responses.length; row++) {
      const count = counts === undefined ? 1 : counts[row]!;
      if (count === 0) continue;
      const prompt = prompts[Math.floor(row / perPrompt)]!;
      const response = responses[row]!;
      requireInteger(where, `prompt of row ${row}`, prompt, 0, this.prompts - 1);
      requireInteger(where, `responses[${row}]`, response, 0, this.responses - 1);
      kept.push(count);
      let prefix = response;
      for (let h = this.length - 1; h >= 0; h--) {
        rows[h]!.tokens.push(prefix % this.vocabulary);
        prefix = Math.floor(prefix / this.vocabulary);
        rows[h]!.prompts.push(prompt * this.vocabulary ** h + prefix);
      }
    }
    const fitted = this.#layers.map((layer, h) => {
      const { prompts: prefixes, tokens } = rows[h]!;
      const data = { prompts: prefixes, perPrompt: 1, responses: tokens, logLikelihoods: [], counts: kept };
      return layer.fit({ kind: where, data }).parameter;
    });
    return this.#policyOf(Float64Array.from(fitted.flatMap((theta) => Array.from(theta))));
  }

  #fitToPairs(request: RegressionRequest<number, number> | OptimisticRequest<number, number>) {
    const { kind, pairs, beta } = request;
    let statistics = this.#statistics.get(pairs);
    if (!statistics) this.#statistics.set(pairs, (statistics = new PrefixStatistics(this.#features)));
    statistics.update(kind, pairs);
    const loss = new PrefixLoss(statistics, request.kind === 'optimisticFit' ? request.alpha : 0, beta);
    const starts = prefixStarts(loss, this.length, this.normBound, statistics.last);
    let best: Minimum | undefined;
    for (const start of starts.slice(0, SEARCHES)) {
      const ended = this.#search.from(start, loss, this.#mostSteps);
      if (best === undefined || ended.value < best.value) best = ended;
    }
    requireStationary(kind, best!);
    statistics.last = best!.theta;
    return this.#policyOf(best!.theta);
  }

  #policyOf(theta: Float64Array): AutoregressiveSoftmaxPolicy {
    const layers = this.#blocksOf(theta).map((block, h) => this.#layers[h]!.at(block));
    return new AutoregressiveSoftmaxPolicy(this.#features, theta, layers);
  }

  #blocksOf(theta: Float64Array): Float64Array[] {
    const d = this.dimension / this.length;
    return this.#layers.map((_, h) => theta.subarray(h * d, (h + 1) * d));
  }
}
