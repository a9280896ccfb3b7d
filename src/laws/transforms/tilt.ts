import { requireLength, requireNumbers, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireExactLaw } from '../exactLaw.ts';
import type { ExactLaw } from '../exactLaw.ts';

/**
 * The law proportional to law * exp(rewards / beta): pi*_beta, the optimum of E[r] - beta KL(. || law).
 *
 * @param rewards one number per outcome, or per level of a spectrum; minus infinity excludes an outcome
 * @param beta a finite number above 0
 * @throws DomainError where a reward is NaN or plus infinity, or the rewards exclude all that has mass
 */
export function tilt<L extends ExactLaw>(law: L, rewards: ArrayLike<number>, beta: number): L {
  requireExactLaw('tilt', 'law', law);
  requireNumbers('tilt', 'rewards', rewards);
  requireLength('tilt', 'rewards', rewards, law.size);
  requirePositive('tilt', 'beta', beta);
  let best = -Infinity;
  for (let i = 0; i < law.size; i++) {
    if (rewards[i] === Infinity) throw new DomainError('tilt', `rewards[${i}]`, 'below plus infinity', rewards[i]);
    if (law.logMasses[i]! > -Infinity) best = Math.max(best, rewards[i]!);
  }
  if (best === -Infinity) throw new DomainError('tilt', 'rewards', 'finite for an outcome that can occur', rewards);
  // Beside the best, so that no beta makes a weight too large for a double.
  const logWeights = Float64Array.from(law.logMasses, (logMass, i) =>
    logMass === -Infinity ? logMass : logMass + (rewards[i]! - best) / beta,
  );
  return law.withLogWeights(logWeights) as L;
}
