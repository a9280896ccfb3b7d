import { compensatedSum } from '../../math/compensatedSum.ts';
import { modes } from '../../math/levels.ts';
import { massOf } from '../../math/massOf.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';

/**
 * The coverage coefficient C_cov,gamma = E_x[ 1 / pi_base(y*_gamma(x) | x) ]; at gamma = 0 it is C_cov.
 *
 * @param gamma in [0, 1)
 * @returns at least 1
 * @see Huang et al. 2024, section 3 and App. F
 */
export function modeCoverage({ promptLaw, base }: ExplicitWorld, { gamma = 0 } = {}): number {
  const terms = Float64Array.from({ length: base.prompts }, (_, prompt) => {
    const weight = Math.exp(promptLaw.logMasses[prompt]!);
    const law = base.law(prompt);
    return weight === 0 ? 0 : weight / massOf(law, modes(law, gamma));
  });
  return compensatedSum(terms);
}
