import { requireObject, requirePositive } from '../../math/checks.ts';
import { keptAdaptiveLaw } from '../transforms/adaptiveBestOfNPolicy.ts';
import type { FiniteClass } from './finiteClass.ts';
import type { ProductClass } from './productClass.ts';

/**
 * The class { pi^AdaBoN_mu built from pi : pi in the given class of base policies }: what Thm D.1 assumes.
 *
 * @param mu above 0
 * @see Huang et al. 2024, Thm D.1
 */
export function adaptiveBestOfNClass<C extends ProductClass | FiniteClass>(
  family: { readonly baseClass: C },
  mu: number,
): C {
  requirePositive('adaptiveBestOfNClass', 'mu', mu);
  requireObject('adaptiveBestOfNClass', 'family.baseClass', family?.baseClass);
  return family.baseClass.map((law) => keptAdaptiveLaw(law, mu).law) as C;
}
