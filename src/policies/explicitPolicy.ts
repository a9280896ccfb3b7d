import { DomainError } from '../math/domainError.ts';
import type { FiniteLaw } from '../laws/finiteLaw.ts';

/**
 * A policy over finite spaces: for each prompt 0..prompts-1 a law over the responses 0..responses-1. Where there are more
 * than 2^53 - 1 of them, `responses` is Infinity, and the laws cannot be listed.
 */
export interface ExplicitPolicy {
  readonly prompts: number;
  readonly responses: number;
  law(prompt: number): FiniteLaw;
}

/** Refuses what is not a policy. */
export function requirePolicy(where: string, argument: string, value: unknown): asserts value is ExplicitPolicy {
  const { prompts, responses, law } = Object(value) as Partial<ExplicitPolicy>;
  const sized =
    Number.isSafeInteger(prompts) &&
    prompts! >= 1 &&
    (Number.isSafeInteger(responses) || responses === Infinity) &&
    responses! >= 1;
  if (!sized || typeof law !== 'function') {
    throw new DomainError(where, argument, 'a policy: { prompts, responses, law(prompt) }', value);
  }
}
