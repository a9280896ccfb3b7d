import { requireLawWorld } from './lawWorld.ts';
import type { LawWorld, ResponseLaw } from './lawWorld.ts';
import { fromLog, logNorm, negated } from './measured.ts';
import type { Measured } from './measured.ts';
import { logPeak } from './modeMass.ts';

/**
 * The coverage coefficient of adaptive sampling, Cbar_cov = E_x[ 1 / max_y pi_base(y | x) ]: C_cov where ties are not
 * counted together.
 *
 * @returns at least C_cov; where laws are known in part, the ends of what it can be
 * @see Huang et al. 2024, App. D
 */
export function peakCoverage<L extends ResponseLaw>(world: LawWorld<L>): Measured<L> {
  requireLawWorld('peakCoverage', world);
  const { promptLaw, base } = world;
  return fromLog<L>(
    'peakCoverage',
    logNorm(promptLaw, 1, (prompt) => negated(logPeak('peakCoverage', base.law(prompt)))),
  );
}
