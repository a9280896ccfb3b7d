import { requireNonNegative, requireObject, requireSize } from '../../math/checks.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';

/**
 * Zipf's law: the mass of outcome i = 0..outcomes-1 is proportional to (i + 1)^-exponent.
 *
 * @param options.outcomes an integer in [1, 2^31 - 1]
 * @param options.exponent a finite number at least 0; 0 gives the uniform law
 */
export function zipfLaw(options: { readonly outcomes: number; readonly exponent: number }): FiniteLaw {
  requireObject('zipfLaw', 'options', options);
  const { outcomes, exponent } = options;
  requireSize('zipfLaw', 'outcomes', outcomes);
  requireNonNegative('zipfLaw', 'exponent', exponent);
  return FiniteLaw.fromLogWeights(Float64Array.from({ length: outcomes }, (_, i) => -exponent * Math.log(i + 1)));
}
