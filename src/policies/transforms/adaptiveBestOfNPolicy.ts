import { adaptiveBestOfNLaw } from '../../laws/transforms/adaptiveBestOfNLaw.ts';
import type { AdaptiveBestOfNLaw } from '../../laws/transforms/adaptiveBestOfNLaw.ts';
import { requirePositive } from '../../math/checks.ts';
import { rememberLast } from '../../math/rememberLast.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

/** `adaptiveBestOfNLaw`, the last one of each law kept: as for best-of-N, replications ask for the same again and again. */
export const keptAdaptiveLaw = rememberLast((law: FiniteLaw, mu: number): AdaptiveBestOfNLaw<FiniteLaw> =>
  adaptiveBestOfNLaw(law, mu),
);

/**
 * The policy pi^AdaBoN_mu: at each prompt the exact law of the response of adaptive best-of-N.
 *
 * @param mu above 0
 * @see Huang et al. 2024, App. D
 */
export function adaptiveBestOfNPolicy(base: ExplicitPolicy, mu: number): ExplicitPolicy {
  requirePolicy('adaptiveBestOfNPolicy', 'base', base);
  requirePositive('adaptiveBestOfNPolicy', 'mu', mu);
  return new TransformedPolicy(base, (law) => keptAdaptiveLaw(law, mu).law);
}
