import { requireObject, requirePositive } from '../../math/checks.ts';
import { power } from '../../laws/transforms/power.ts';
import type { FiniteClass } from './finiteClass.ts';
import type { ProductClass } from './productClass.ts';

/**
 * The class { pi*_beta = pi^(1 + 1/beta) normalised : pi in the given class of base policies }, of the same size.
 *
 * It holds pi*_beta of the true base policy whenever the given class holds the base policy: what Thms 4.2 and 4.3 assume.
 *
 * @param beta weight of the divergence from the base policy, above 0
 * @see Huang et al. 2024, section 4.2
 */
export function powerClass<C extends ProductClass | FiniteClass>(family: { readonly baseClass: C }, beta: number): C {
  requirePositive('powerClass', 'beta', beta);
  requireObject('powerClass', 'family.baseClass', family?.baseClass);
  return family.baseClass.map((law) => power(law, 1 + 1 / beta)) as C;
}
