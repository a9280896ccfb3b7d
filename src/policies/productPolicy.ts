import { requireInteger } from '../math/checks.ts';
import type { FiniteLaw } from '../laws/finiteLaw.ts';
import type { ExplicitPolicy } from './explicitPolicy.ts';

/** A member of a product class: law choices[x] of the candidates at each prompt x. Made by `ProductClass`. */
export class ProductPolicy implements ExplicitPolicy {
  readonly prompts: number;
  readonly responses: number;
  /** Which candidate it chose at each prompt. */
  readonly choices: Int32Array;
  readonly #candidates: readonly (readonly FiniteLaw[])[];

  constructor(candidates: readonly (readonly FiniteLaw[])[], choices: Int32Array) {
    this.prompts = candidates.length;
    this.responses = candidates[0]![0]!.size;
    this.choices = choices;
    this.#candidates = candidates;
  }

  law(prompt: number): FiniteLaw {
    requireInteger('ProductPolicy.law', 'prompt', prompt, 0, this.prompts - 1);
    return this.#candidates[prompt]![this.choices[prompt]!]!;
  }
}
