import type { Arbitrary } from 'fast-check';
import { requireInteger, requireObject } from '../../math/checks.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { showAs } from './showAs.ts';
import { codeOfLaw, fitTo, lawOf, weightsUpTo } from './weights.ts';

/**
 * Laws with ties, impossible outcomes, point masses and masses down to 1e-300. They shrink to few outcomes and equal
 * masses.
 */
export function finiteLaws(
  options: { readonly minOutcomes?: number; readonly maxOutcomes?: number } = {},
): Arbitrary<FiniteLaw> {
  requireObject('finiteLaws', 'options', options);
  const { minOutcomes = 1, maxOutcomes = 6 } = options;
  requireInteger('finiteLaws', 'minOutcomes', minOutcomes, 1);
  requireInteger('finiteLaws', 'maxOutcomes', maxOutcomes, minOutcomes);
  return weightsUpTo(maxOutcomes, minOutcomes).map((drawn) => {
    const weights = fitTo(drawn, drawn.length);
    return showAs(lawOf(weights), () => codeOfLaw(weights));
  });
}
