import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import type { LawBracket } from '../../laws/lawBracket.ts';
import type { PartialLaw } from '../../laws/partialLaw.ts';
import type { Spectrum } from '../../laws/spectrum.ts';

/** A law of responses, known whole or in part, or what can be said of one that was made from a partial law. */
export type ResponseLaw = FiniteLaw | Spectrum | PartialLaw | LawBracket;

/** For each prompt a law of responses; an `ExplicitPolicy` is one. */
export interface LawPolicy<L extends ResponseLaw = ResponseLaw> {
  readonly prompts: number;
  law(prompt: number): L;
}

/** Prompts drawn from a law, and a base policy; an `ExplicitWorld` is one. */
export interface LawWorld<L extends ResponseLaw = ResponseLaw> {
  readonly promptLaw: FiniteLaw;
  readonly base: LawPolicy<L>;
}

/** The same law of responses to every prompt, or one law for each. */
export function lawPolicy<L extends ResponseLaw>(laws: readonly L[]): LawPolicy<L> {
  if (!Array.isArray(laws) || laws.length === 0) {
    throw new DomainError('lawPolicy', 'laws', 'a non-empty list of laws, one for each prompt', laws);
  }
  return {
    prompts: laws.length,
    law(prompt) {
      const law = laws[prompt];
      if (law === undefined) throw new DomainError('lawPolicy.law', 'prompt', `in [0, ${laws.length - 1}]`, prompt);
      return law;
    },
  };
}

/** Refuses what is not a world. */
export function requireLawWorld(where: string, world: LawWorld): void {
  requireObject(where, 'world', world);
  const { promptLaw, base } = world;
  if (!(promptLaw instanceof FiniteLaw)) throw new DomainError(where, 'world.promptLaw', 'a FiniteLaw', promptLaw);
  requireLawPolicy(where, 'world.base', base, promptLaw.size);
}

/** Refuses what is not a policy with a law for each prompt. */
export function requireLawPolicy(where: string, argument: string, policy: LawPolicy, prompts: number): void {
  if (typeof (policy as Partial<LawPolicy> | undefined)?.law !== 'function') {
    throw new DomainError(where, argument, 'a policy: { prompts, law(prompt) }', policy);
  }
  if (policy.prompts !== prompts) {
    throw new DomainError(where, `${argument}.prompts`, `${prompts}, as of the law of prompts`, policy.prompts);
  }
}
