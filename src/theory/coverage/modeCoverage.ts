import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireLawWorld } from './lawWorld.ts';
import type { LawWorld, ResponseLaw } from './lawWorld.ts';
import { fromLog, logNorm, negated } from './measured.ts';
import type { Measured } from './measured.ts';
import { logModeMass } from './modeMass.ts';

export interface ModeCoverageOptions {
  /** In [0, 1); 0 asks for the maximisers themselves. */
  readonly gamma?: number;
  /** The norm, above 0; 1 by default, and infinity is the worst prompt. */
  readonly p?: number;
}

/**
 * The coverage coefficient C_cov,gamma,p = ( E_x[ pi_base(y*_gamma(x) | x)^-p ] )^(1/p); at gamma = 0 and p = 1 it is
 * C_cov = E_x[ 1 / pi_base(y*(x) | x) ].
 *
 * @returns at least 1; where laws are known in part, the ends of what it can be
 * @throws DomainError where an option is not in its domain
 * @see Huang et al. 2024, section 3 and App. F
 */
export function modeCoverage<L extends ResponseLaw>(
  world: LawWorld<L>,
  options: ModeCoverageOptions = {},
): Measured<L> {
  requireLawWorld('modeCoverage', world);
  requireObject('modeCoverage', 'options', options);
  const { gamma = 0, p = 1 } = options;
  if (!(typeof p === 'number' && p > 0)) throw new DomainError('modeCoverage', 'p', 'a number above 0', p);
  const { promptLaw, base } = world;
  const log = logNorm(promptLaw, p, (prompt) => negated(logModeMass('modeCoverage', base.law(prompt), gamma)));
  return fromLog<L>('modeCoverage', log);
}
