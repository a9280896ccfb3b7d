import { requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';
import { listNeedle } from './listNeedle.ts';
import type { ListNeedleOptions } from './listNeedle.ts';

/** As many prompts at most. */
const MOST_PROMPTS = 1e6;

export interface SharedNeedleOptions extends ListNeedleOptions {
  /** d: the number of prompts, all equally likely, an integer at least 1. */
  readonly prompts: number;
}

/** Worlds of d prompts whose y* are all given by one hidden number in 0..K-1. */
export interface SharedNeedle {
  readonly parameters: SharedNeedleOptions;
  /** The K base policies that nature picks from. */
  readonly baseClass: FiniteClass;
  /** C_cov = (S + h) / (1 + h), the same for every member. */
  readonly coverage: number;
  /** The world whose y* at prompt x is the response (hidden + x) mod K. */
  at(hidden: number): ExplicitWorld;
  /** A member picked uniformly. */
  instance(source: Source): ExplicitWorld;
}

/**
 * Needles with a short list at d prompts that share one parameter: y*(x) = (hidden + x) mod K, so that what is learnt at one
 * prompt is known at all of them.
 *
 * SFT-sharpening needs best-of-N responses that hit y* as at one prompt; who explores pays for the search once, however many
 * prompts there are. At one prompt it is `listNeedle`.
 *
 * @throws DomainError outside the domains above
 * @see docs/derivations.md
 */
export function sharedNeedle(options: SharedNeedleOptions): SharedNeedle {
  requireObject('sharedNeedle', 'options', options);
  const { prompts, responses, hypotheses, bonus } = options;
  requireInteger('sharedNeedle', 'prompts', prompts, 1, MOST_PROMPTS);
  const one = listNeedle({ responses, hypotheses, bonus });
  if (prompts * hypotheses > 2 ** 24) {
    const most = Math.floor(2 ** 24 / hypotheses);
    throw new DomainError('sharedNeedle', 'prompts', `at most ${most} with ${hypotheses} hypotheses`, prompts);
  }
  // The laws are those of the one needle, shared by all prompts.
  const laws = one.baseClass.members.map((member) => member.law(0));
  const members = laws.map(
    (_, hidden) => new TabularPolicy(Array.from({ length: prompts }, (__, x) => laws[(hidden + x) % hypotheses]!)),
  );
  const promptLaw = FiniteLaw.uniform(prompts);
  const at = (hidden: number): ExplicitWorld => {
    requireInteger('sharedNeedle.at', 'hidden', hidden, 0, hypotheses - 1);
    return new ExplicitWorld(promptLaw, members[hidden]!);
  };
  return {
    parameters: { prompts, responses, hypotheses, bonus },
    baseClass: new FiniteClass(members),
    coverage: one.coverage,
    at,
    instance(source) {
      requireSource('sharedNeedle.instance', source);
      return at(source.index(hypotheses));
    },
  };
}
