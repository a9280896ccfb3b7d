import { requirePositive } from '../../math/checks.ts';
import { power } from '../../laws/transforms/power.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

/**
 * The policy proportional to base^exponent at each prompt.
 *
 * With exponent 1 + 1/beta it is pi*_beta, the optimum of RLHF-sharpening under the log-likelihood reward.
 *
 * @param exponent a finite number above 0
 * @see Huang et al. 2024, section 2 (RLHF-Sharpening)
 */
export function powerPolicy(base: ExplicitPolicy, exponent: number): ExplicitPolicy {
  requirePolicy('powerPolicy', 'base', base);
  requirePositive('powerPolicy', 'exponent', exponent);
  return new TransformedPolicy(base, (law) => power(law, exponent));
}
