import { requireInteger } from '../../math/checks.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { ParametricPolicy } from '../classes/continuousClass.ts';
import type { LinearSoftmaxPolicy } from './linearSoftmaxPolicy.ts';
import type { PrefixFeatures } from './prefixFeatures.ts';

/**
 * pi_theta(y | x) = prod_h pi_h(y_h | x, y_1..y_{h-1}), each pi_h a linear softmax policy over the tokens; laws are made when
 * they are first asked for. Made by `AutoregressiveSoftmaxClass`.
 */
export class AutoregressiveSoftmaxPolicy implements ParametricPolicy {
  readonly prompts: number;
  readonly responses: number;
  /** theta_1..theta_H, one after the other. */
  readonly parameter: Float64Array;
  readonly #features: PrefixFeatures;
  readonly #layers: readonly LinearSoftmaxPolicy[];
  readonly #laws: FiniteLaw[] = [];

  /**
   * @param parameter kept, not copied
   * @param layers pi_h for each h, whose prompts are the prompts with their prefixes
   */
  constructor(features: PrefixFeatures, parameter: Float64Array, layers: readonly LinearSoftmaxPolicy[]) {
    this.prompts = features.prompts;
    this.responses = features.responses;
    this.parameter = parameter;
    this.#features = features;
    this.#layers = layers;
  }

  /** pi(. | prompt, tokens), the law of the next token, after fewer than H tokens. */
  nextTokenLaw(prompt: number, tokens: readonly number[]): FiniteLaw {
    const place = this.#features.placeOf('AutoregressiveSoftmaxPolicy.nextTokenLaw', prompt, tokens);
    return this.#layers[tokens.length]!.law(place);
  }

  law(prompt: number): FiniteLaw {
    requireInteger('AutoregressiveSoftmaxPolicy.law', 'prompt', prompt, 0, this.prompts - 1);
    return (this.#laws[prompt] ??= this.#listed(prompt));
  }

  #listed(prompt: number): FiniteLaw {
    const { vocabulary } = this.#features;
    let before = new Float64Array(1);
    for (const layer of this.#layers) {
      const logMasses = new Float64Array(before.length * vocabulary);
      for (let i = 0; i < before.length; i++) {
        const next = layer.law(prompt * before.length + i).logMasses;
        for (let token = 0; token < vocabulary; token++) logMasses[i * vocabulary + token] = before[i]! + next[token]!;
      }
      before = logMasses;
    }
    return FiniteLaw.fromLogMasses(before);
  }
}
