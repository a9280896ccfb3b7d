import { requireObject, requireSize } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { dirichletLaw } from './dirichletLaw.ts';

export interface RandomWorldOptions {
  /** An integer in [1, 2^31 - 1]. */
  readonly prompts: number;
  /** Draws pi_base(. | prompt) from a stream of the prompt's own; all of one size. */
  readonly law: (source: Source, prompt: number) => FiniteLaw;
  /** Of the Dirichlet law that the law of prompts is drawn from; 1, the default, makes all laws equally likely. */
  readonly promptConcentration?: number;
}

/** A world whose law of prompts is drawn from Dirichlet's, with a base policy drawn prompt by prompt. */
export function randomWorld(options: RandomWorldOptions, source: Source): ExplicitWorld {
  requireObject('randomWorld', 'options', options);
  requireSource('randomWorld', source);
  const { prompts, law, promptConcentration = 1 } = options;
  requireSize('randomWorld', 'prompts', prompts);
  if (typeof law !== 'function') throw new DomainError('randomWorld', 'law', 'a function of source and prompt', law);
  const promptLaw = dirichletLaw({ outcomes: prompts, concentration: promptConcentration }, source.split('prompts'));
  const laws = Array.from({ length: prompts }, (_, prompt) => law(source.split(prompt), prompt));
  return new ExplicitWorld(promptLaw, new TabularPolicy(laws));
}
