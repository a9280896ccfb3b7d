import { requireInteger, requireObject } from '../../math/checks.ts';
import { likeliestOfN } from '../transforms/bestOfNPolicy.ts';
import type { FiniteClass } from './finiteClass.ts';
import type { ProductClass } from './productClass.ts';

/**
 * The class { pi^BoN_N built from pi : pi in the given class of base policies }, of the same size.
 *
 * It holds pi^BoN_N of the true base policy whenever the given class holds the base policy: what Thm 4.1' assumes.
 *
 * @param N draws a prompt, an integer at least 1; best by log-likelihood
 * @see Huang et al. 2024, Thm 4.1
 */
export function bestOfNClass<C extends ProductClass | FiniteClass>(family: { readonly baseClass: C }, N: number): C {
  requireInteger('bestOfNClass', 'N', N, 1);
  requireObject('bestOfNClass', 'family.baseClass', family?.baseClass);
  return family.baseClass.map((law) => likeliestOfN(law, N)) as C;
}
