import type { Arbitrary } from 'fast-check';
import { fc } from './fastCheck.ts';
import { requireInteger, requireObject } from '../../math/checks.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { PartialLaw } from '../../laws/partialLaw.ts';
import { showAs } from './showAs.ts';
import { codeOfLaw, fitTo, lawOf, weightsUpTo } from './weights.ts';

/** Nats by which a ceiling is looser than it need be. */
const SLACKS = [0, 0.1, 2, Infinity];

/** A law of which only the first outcomes are listed, beside the whole of it. */
export interface PartlyKnown {
  readonly partial: PartialLaw;
  /** What the partial law knows a part of: its outcomes begin with those listed. */
  readonly whole: FiniteLaw;
}

/**
 * Laws known in part beside the whole: what is listed is the likeliest outcomes, or any, perhaps all; the ceiling is the
 * mass of the likeliest one that is not, or looser. They shrink to few outcomes, equal masses, the likeliest ones listed
 * and a tight ceiling.
 */
export function partialLaws(options: { readonly maxOutcomes?: number } = {}): Arbitrary<PartlyKnown> {
  requireObject('partialLaws', 'options', options);
  const { maxOutcomes = 6 } = options;
  requireInteger('partialLaws', 'maxOutcomes', maxOutcomes, 1);
  const drawn = fc.tuple(weightsUpTo(maxOutcomes), fc.nat(), fc.boolean(), fc.nat(SLACKS.length - 1));
  return drawn.map(([weightsDrawn, unlisted, anyListed, loose]) => {
    const given = fitTo(weightsDrawn, weightsDrawn.length);
    const listed = given.length - (unlisted % given.length);
    // A list must have some mass.
    const asGiven = anyListed && given.slice(0, listed).some((weight) => weight > 0);
    const weights = asGiven ? given : given.toSorted((a, b) => b - a);
    const whole = lawOf(weights);
    const logMasses = Array.from(whole.logMasses);
    const rest = logMasses.splice(listed);
    const heaviest = rest.reduce((a, b) => Math.max(a, b), -Infinity);
    // Where nothing that is not listed has mass, a ceiling says no more than that.
    const logRestCeiling = heaviest === -Infinity ? heaviest : Math.min(0, heaviest + SLACKS[loose]!);
    // Given, not left to be what the list leaves: a rest below 1e-16 would be lost.
    const partial = PartialLaw.fromLogMasses(logMasses, {
      logRestCeiling,
      logRestMass: logSumExp(rest),
    });
    const slack = loose === 0 ? '' : `, the ceiling ${SLACKS[loose]} nats higher than need be`;
    return showAs({ partial, whole }, () => `the first ${listed} outcomes of ${codeOfLaw(weights)}${slack}`);
  });
}
