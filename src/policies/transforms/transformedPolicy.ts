import { requireInteger } from '../../math/checks.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';

/** A policy made from another by a transform of each prompt's law, computed when first asked for and kept. */
export class TransformedPolicy implements ExplicitPolicy {
  readonly prompts: number;
  readonly responses: number;
  readonly #base: ExplicitPolicy;
  readonly #transform: (law: FiniteLaw, prompt: number) => FiniteLaw;
  readonly #laws: (FiniteLaw | undefined)[];

  constructor(base: ExplicitPolicy, transform: (law: FiniteLaw, prompt: number) => FiniteLaw) {
    this.prompts = base.prompts;
    this.responses = base.responses;
    this.#base = base;
    this.#transform = transform;
    this.#laws = Array.from({ length: base.prompts }, () => undefined);
  }

  law(prompt: number): FiniteLaw {
    requireInteger('TransformedPolicy.law', 'prompt', prompt, 0, this.prompts - 1);
    return (this.#laws[prompt] ??= this.#transform(this.#base.law(prompt), prompt));
  }
}
