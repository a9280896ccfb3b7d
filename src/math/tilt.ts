import { requireLength, requireNumbers, requirePositive } from './checks.ts';
import { DomainError } from './domainError.ts';
import { requireExactLaw } from './exactLaw.ts';
import type { ExactLaw } from './exactLaw.ts';

/**
 * The law proportional to law * exp(rewards / beta): pi*_beta, the optimum of E[r] - beta KL(. || law).
 *
 * @param rewards one number per outcome, or per level of a spectrum; minus infinity excludes an outcome
 * @param beta a finite number above 0
 * @throws DomainError where a reward is NaN or plus infinity, or excludes all that has mass
 */
export function tilt<L extends ExactLaw>(law: L, rewards: ArrayLike<number>, beta: number): L {
  requireExactLaw('tilt', 'law', law);
  requireNumbers('tilt', 'rewards', rewards);
  requireLength('tilt', 'rewards', rewards, law.size);
  requirePositive('tilt', 'beta', beta);
  const logWeights = Float64Array.from(law.logMasses, (logMass, i) => {
    if (rewards[i] === Infinity) throw new DomainError('tilt', `rewards[${i}]`, 'below plus infinity', rewards[i]);
    return logMass === -Infinity ? logMass : logMass + rewards[i]! / beta;
  });
  return law.withLogWeights(logWeights) as L;
}
