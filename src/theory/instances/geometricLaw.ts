import { requireObject, requireSize } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';

/**
 * The geometric law cut at `outcomes`: the mass of outcome i = 0..outcomes-1 is proportional to ratio^i.
 *
 * @param options.outcomes an integer in [1, 2^31 - 1]
 * @param options.ratio in (0, 1]; 1 gives the uniform law
 */
export function geometricLaw(options: { readonly outcomes: number; readonly ratio: number }): FiniteLaw {
  requireObject('geometricLaw', 'options', options);
  const { outcomes, ratio } = options;
  requireSize('geometricLaw', 'outcomes', outcomes);
  if (!(typeof ratio === 'number' && ratio > 0 && ratio <= 1)) {
    throw new DomainError('geometricLaw', 'ratio', 'a number in (0, 1]', ratio);
  }
  const logRatio = Math.log(ratio);
  return FiniteLaw.fromLogWeights(Float64Array.from({ length: outcomes }, (_, i) => i * logRatio));
}
