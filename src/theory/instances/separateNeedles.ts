import { requireInteger, requireLength, requireObject } from '../../math/checks.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { ProductClass } from '../../policies/classes/productClass.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { listNeedle } from './listNeedle.ts';
import type { SharedNeedleOptions } from './sharedNeedle.ts';

/** Worlds of d prompts, each with a y* of its own among the first K responses. */
export interface SeparateNeedles {
  readonly parameters: SharedNeedleOptions;
  /** The K^d base policies that nature picks from. */
  readonly baseClass: ProductClass;
  /** C_cov = (S + h) / (1 + h), the same for every member. */
  readonly coverage: number;
  /** The world whose y* at prompt x is the response modes[x], in 0..K-1. */
  at(modes: ArrayLike<number>): ExplicitWorld;
  /** A member picked uniformly. */
  instance(source: Source): ExplicitWorld;
}

/**
 * Needles with a short list at d prompts that share nothing: log |Pi| = d log K, and what is learnt at one prompt says nothing of
 * another. At one prompt it is `listNeedle`; where they share one parameter, `sharedNeedle`.
 *
 * @throws DomainError outside of the domains of the options
 * @see docs/derivations.md
 */
export function separateNeedles(options: SharedNeedleOptions): SeparateNeedles {
  requireObject('separateNeedles', 'options', options);
  const { prompts, responses, hypotheses, bonus } = options;
  requireInteger('separateNeedles', 'prompts', prompts, 1, 1e6);
  const one = listNeedle({ responses, hypotheses, bonus });
  const laws = one.baseClass.members.map((member) => member.law(0));
  const baseClass = new ProductClass(Array<readonly FiniteLaw[]>(prompts).fill(laws));
  const promptLaw = FiniteLaw.uniform(prompts);
  const at = (modes: ArrayLike<number>): ExplicitWorld => {
    requireLength('separateNeedles.at', 'modes', modes, prompts);
    for (let x = 0; x < prompts; x++) {
      requireInteger('separateNeedles.at', `modes[${x}]`, modes[x]!, 0, hypotheses - 1);
    }
    return new ExplicitWorld(promptLaw, baseClass.member(modes));
  };
  return {
    parameters: { prompts, responses, hypotheses, bonus },
    baseClass,
    coverage: one.coverage,
    at,
    instance(source) {
      requireSource('separateNeedles.instance', source);
      return at(Array.from({ length: prompts }, () => source.index(hypotheses)));
    },
  };
}
