import { requireInteger, requireObject, requireSize } from '../../math/checks.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { randomPermutation } from '../../math/random/randomPermutation.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';

export interface TiedLawOptions {
  /** An integer in [1, 2^31 - 1]. */
  readonly outcomes: number;
  /** How many different masses there are, an integer in [1, outcomes]; each is that of at least one outcome. */
  readonly groups: number;
  /**
   * Each mass is proportional to a product of so many probabilities, multiplied in an order of its own, as those of tokens are. An
   * integer in [1, 64]; at 1, the default, equal masses are equal to the last bit, from 3 on they are equal but for
   * rounding, which stays within the tolerance of ties.
   */
  readonly factors?: number;
}

/**
 * A law with planted ties: outcomes fall at random into groups of equal mass. The masses of neighbouring groups differ
 * by a factor between e^0.1 and e, drawn at random.
 */
export function tiedLaw(options: TiedLawOptions, source: Source): FiniteLaw {
  requireObject('tiedLaw', 'options', options);
  requireSource('tiedLaw', source);
  const { outcomes, groups, factors = 1 } = options;
  requireSize('tiedLaw', 'outcomes', outcomes);
  requireInteger('tiedLaw', 'groups', groups, 1, outcomes);
  requireInteger('tiedLaw', 'factors', factors, 1, 64);
  // Deep enough that to normalise does not round the differences in the last bits off.
  let depth = 16;
  const logFactors = Array.from({ length: groups }, () => {
    depth += 0.1 + 0.9 * source.uniform();
    const parts = Float64Array.from({ length: factors }, () => 0.1 + source.uniform());
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => (-depth * part) / total);
  });
  const logWeights = new Float64Array(outcomes);
  randomPermutation(outcomes, source).forEach((outcome, rank) => {
    // The first of the shuffled outcomes make sure that no group is empty.
    const parts = logFactors[rank < groups ? rank : source.index(groups)]!;
    logWeights[outcome] = randomPermutation(factors, source).reduce((sum, factor) => sum + parts[factor]!, 0);
  });
  return FiniteLaw.fromLogWeights(logWeights);
}
