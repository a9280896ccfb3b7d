import { requireInteger } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { FiniteLaw } from '../laws/finiteLaw.ts';
import type { ExplicitPolicy } from './explicitPolicy.ts';

/** A policy given as a table: one law per prompt, all over the same number of responses. */
export class TabularPolicy implements ExplicitPolicy {
  readonly prompts: number;
  readonly responses: number;
  readonly #laws: readonly FiniteLaw[];

  /** @throws DomainError where there is no law or the laws differ in size. */
  constructor(laws: readonly FiniteLaw[]) {
    if (!Array.isArray(laws) || laws.length === 0) {
      throw new DomainError('TabularPolicy', 'laws', 'a non-empty list of laws', laws);
    }
    // By index: a list with holes has entries that forEach would not see.
    for (let prompt = 0; prompt < laws.length; prompt++) {
      const law: unknown = laws[prompt];
      if (!(law instanceof FiniteLaw)) throw new DomainError('TabularPolicy', `laws[${prompt}]`, 'a FiniteLaw', law);
      if (law.size !== laws[0].size) {
        throw new DomainError('TabularPolicy', `size of laws[${prompt}]`, `${laws[0].size}, as of laws[0]`, law.size);
      }
    }
    this.prompts = laws.length;
    this.responses = laws[0].size;
    this.#laws = [...laws];
  }

  /** The policy with these masses, one row per prompt. */
  static fromMasses(rows: readonly ArrayLike<number>[]): TabularPolicy {
    if (!Array.isArray(rows))
      throw new DomainError('TabularPolicy.fromMasses', 'rows', 'a list of rows of masses', rows);
    return new TabularPolicy(rows.map((row) => FiniteLaw.fromMasses(row)));
  }

  law(prompt: number): FiniteLaw {
    requireInteger('TabularPolicy.law', 'prompt', prompt, 0, this.prompts - 1);
    return this.#laws[prompt]!;
  }
}
