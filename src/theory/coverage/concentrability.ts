import { requireLawWorld } from './lawWorld.ts';
import type { LawPolicy, LawWorld, ResponseLaw } from './lawWorld.ts';
import { fromLog } from './measured.ts';
import type { Measured } from './measured.ts';
import { logRatioMoment } from './ratioMoment.ts';

/**
 * The concentrability coefficient C_pi = E_x E_pi[ pi(y | x) / pi_base(y | x) ] = 1 + E_x chi^2(pi || pi_base).
 *
 * @param policy pi, over the responses of the base policy, or the levels of its spectrum
 * @returns at least 1; infinite where pi leaves the support of the base policy; the ends of what it can be on partial laws
 * @see Huang et al. 2024, section 4.2
 */
export function concentrability<L extends ResponseLaw>(policy: LawPolicy<L>, world: LawWorld<L>): Measured<L> {
  requireLawWorld('concentrability', world);
  const log = logRatioMoment('concentrability', policy, world.base, world.promptLaw, 1, 'world.base');
  return fromLog<L>('concentrability', log);
}
