import { requireLength, requireNumbers, requireObject, requireSize } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { drawLogGamma } from '../../math/random/logGamma.ts';
import { requireSource } from '../../math/random/source.ts';
import type { Source } from '../../math/random/source.ts';

/**
 * A law drawn from Dirichlet's: density proportional to prod_i p_i^(alpha_i - 1).
 *
 * Small concentrations put nearly all mass on few outcomes; masses below the smallest double keep their logarithms.
 *
 * @param options.outcomes an integer in [1, 2^31 - 1]
 * @param options.concentration alpha, in [1e-300, 1e9]: one number for all outcomes, or one for each
 */
export function dirichletLaw(
  options: { readonly outcomes: number; readonly concentration: number | ArrayLike<number> },
  source: Source,
): FiniteLaw {
  requireObject('dirichletLaw', 'options', options);
  requireSource('dirichletLaw', source);
  const { outcomes, concentration } = options;
  requireSize('dirichletLaw', 'outcomes', outcomes);
  if (typeof concentration === 'number') {
    requireConcentration('concentration', concentration);
    return FiniteLaw.fromLogWeights(Float64Array.from({ length: outcomes }, () => drawLogGamma(concentration, source)));
  }
  requireNumbers('dirichletLaw', 'concentration', concentration);
  requireLength('dirichletLaw', 'concentration', concentration, outcomes);
  return FiniteLaw.fromLogWeights(
    Float64Array.from(concentration, (alpha, i) => {
      requireConcentration(`concentration[${i}]`, alpha);
      return drawLogGamma(alpha, source);
    }),
  );
}

function requireConcentration(argument: string, value: number): void {
  if (!(value >= 1e-300 && value <= 1e9)) {
    throw new DomainError('dirichletLaw', argument, 'a number in [1e-300, 1e9]', value);
  }
}
