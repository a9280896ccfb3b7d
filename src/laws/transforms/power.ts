import { requirePositive } from '../../math/checks.ts';
import { requireExactLaw } from '../exactLaw.ts';
import type { ExactLaw } from '../exactLaw.ts';

/**
 * The law proportional to law^exponent on each outcome; at exponent 1 + 1/beta it is pi*_beta of the log-likelihood.
 *
 * @param exponent a finite number above 0
 * @see Huang et al. 2024, section 2 (RLHF-Sharpening)
 */
export function power<L extends ExactLaw>(law: L, exponent: number): L {
  requireExactLaw('power', 'law', law);
  requirePositive('power', 'exponent', exponent);
  let peak = -Infinity;
  for (let i = 0; i < law.size; i++) peak = Math.max(peak, law.logMasses[i]!);
  // Beside the largest, which so stays a number whatever the exponent.
  return law.withLogWeights(Float64Array.from(law.logMasses, (logMass) => exponent * (logMass - peak))) as L;
}
