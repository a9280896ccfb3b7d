import { requireInteger } from '../../math/checks.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { ParametricPolicy } from '../classes/continuousClass.ts';
import type { FeatureTable } from './featureTable.ts';

/** pi_theta(y | x) proportional to exp<theta, phi(x, y)>; a law is made when it is first asked for. */
export class LinearSoftmaxPolicy implements ParametricPolicy {
  readonly prompts: number;
  readonly responses: number;
  /** theta. */
  readonly parameter: Float64Array;
  readonly #features: FeatureTable;
  readonly #laws: FiniteLaw[] = [];

  /** @param parameter kept, not copied */
  constructor(features: FeatureTable, parameter: Float64Array) {
    this.prompts = features.prompts;
    this.responses = features.responses;
    this.parameter = parameter;
    this.#features = features;
  }

  law(prompt: number): FiniteLaw {
    requireInteger('LinearSoftmaxPolicy.law', 'prompt', prompt, 0, this.prompts - 1);
    return (this.#laws[prompt] ??= this.#features.law(prompt, this.parameter));
  }
}
