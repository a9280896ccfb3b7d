import fc from 'fast-check';
import { requireInteger } from '../../math/checks.ts';
import type { FiniteLaw } from '../../math/finiteLaw.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { PartialLaw } from '../../math/partialLaw.ts';
import { showAs } from './showAs.ts';
import { codeOfLaw, fitTo, lawOf, weightsUpTo } from './weights.ts';

/** A law of which only the first outcomes are listed, beside the whole of it. */
export interface PartlyKnown {
  readonly partial: PartialLaw;
  /** What the partial law knows a part of: its outcomes begin with those listed. */
  readonly whole: FiniteLaw;
}

/**
 * Laws known in part beside the whole: the likeliest outcomes are listed, perhaps all, and the ceiling is the mass of
 * the likeliest one that is not. They shrink to few outcomes and equal masses.
 */
export function partialLaws({ maxOutcomes = 6 } = {}): fc.Arbitrary<PartlyKnown> {
  requireInteger('partialLaws', 'maxOutcomes', maxOutcomes, 1);
  return fc.tuple(weightsUpTo(maxOutcomes), fc.nat()).map(([drawn, unlisted]) => {
    const weights = fitTo(drawn, drawn.length).toSorted((a, b) => b - a);
    const whole = lawOf(weights);
    const listed = weights.length - (unlisted % weights.length);
    const logMasses = Array.from(whole.logMasses);
    const rest = logMasses.splice(listed);
    // Given, not left to be what the list leaves: a rest below 1e-16 would be lost.
    const partial = PartialLaw.fromLogMasses(logMasses, {
      logRestCeiling: rest[0] ?? -Infinity,
      logRestMass: logSumExp(rest),
    });
    return showAs({ partial, whole }, () => `the first ${listed} outcomes of ${codeOfLaw(weights)}`);
  });
}
