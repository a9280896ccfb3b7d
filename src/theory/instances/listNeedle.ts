import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';
import { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { TabularPolicy } from '../../policies/tabularPolicy.ts';

/** The log masses of all laws together: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;

export interface ListNeedleOptions {
  /** S: the number of responses, an integer at least 2. */
  readonly responses: number;
  /** K: how many of them, the first, may be y*: an integer in [2, S]. */
  readonly hypotheses: number;
  /** h: how much heavier y* is than any other response, as a share: a finite number above 0. */
  readonly bonus: number;
}

/** Worlds of one prompt; nature picks which response of a known list is y*. */
export interface ListNeedle {
  readonly parameters: ListNeedleOptions;
  /** The K base policies that nature picks from: `powerClass({ baseClass }, beta)` is what the RLHF learners fit in. */
  readonly baseClass: FiniteClass;
  /** C_cov = (S + h) / (1 + h), the same for every member. */
  readonly coverage: number;
  /** The world whose y* is the response `mode`, in 0..K-1. */
  at(mode: number): ExplicitWorld;
  /** A member picked uniformly. */
  instance(source: Source): ExplicitWorld;
}

/**
 * A needle with a short list: the base policy gives a mass of (1 + h) / (S + h) to y* and 1 / (S + h) to each of the S - 1
 * others, and y* is one of the first K responses.
 *
 * What is drawn from the base policy tells something only where it hits the list, which takes about S / K draws; who may
 * draw from policies of the class looks there at once. Its margin is h, its likelihoods are all positive.
 *
 * @throws DomainError outside the domains above, or where the K laws would not fit in memory
 * @see docs/derivations.md
 */
export function listNeedle(options: ListNeedleOptions): ListNeedle {
  requireObject('listNeedle', 'options', options);
  const { responses, hypotheses, bonus } = options;
  requireInteger('listNeedle', 'responses', responses, 2);
  requireInteger('listNeedle', 'hypotheses', hypotheses, 2, responses);
  requirePositive('listNeedle', 'bonus', bonus);
  if (hypotheses * responses > MOST_NUMBERS) {
    const most = Math.floor(MOST_NUMBERS / hypotheses);
    throw new DomainError('listNeedle', 'responses', `at most ${most} with ${hypotheses} hypotheses`, responses);
  }
  const members = Array.from({ length: hypotheses }, (_, mode) => {
    const logWeights = new Float64Array(responses);
    logWeights[mode] = Math.log1p(bonus);
    return new TabularPolicy([FiniteLaw.fromLogWeights(logWeights)]);
  });
  const baseClass = new FiniteClass(members);
  const at = (mode: number): ExplicitWorld => {
    requireInteger('listNeedle.at', 'mode', mode, 0, hypotheses - 1);
    return new ExplicitWorld(FiniteLaw.uniform(1), members[mode]!);
  };
  return {
    parameters: { responses, hypotheses, bonus },
    baseClass,
    coverage: (responses + bonus) / (1 + bonus),
    at,
    instance(source) {
      requireSource('listNeedle.instance', source);
      return at(source.index(hypotheses));
    },
  };
}
