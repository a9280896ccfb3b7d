import { requireHalfOpenUnit, requireObject } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { DomainError } from '../../math/domainError.ts';
import { reaches } from '../../math/tolerance.ts';
import { requireLawWorld } from './lawWorld.ts';
import type { LawWorld, ResponseLaw } from './lawWorld.ts';
import { endsOf } from './measured.ts';
import type { Ends, Measured } from './measured.ts';
import { logModeMass } from './modeMass.ts';

/**
 * The coverage profile P_{x ~ mu}[ pi_base(y*_gamma(x) | x) <= 1/N ]: the share of prompts whose mode N draws may miss.
 *
 * By Markov it is at most C_cov,gamma / N. Decided with the relative tolerance of ties.
 *
 * @param N a number at least 1; need not be an integer
 * @param options.gamma in [0, 1)
 * @returns a share; on partial laws the ends of what it can be
 * @see Huang et al. 2024, proof of Thm 4.1
 */
export function coverageProfile<L extends ResponseLaw>(
  world: LawWorld<L>,
  N: number,
  options: { readonly gamma?: number } = {},
): Measured<L> {
  requireLawWorld('coverageProfile', world);
  requireObject('coverageProfile', 'options', options);
  const { gamma = 0 } = options;
  requireHalfOpenUnit('coverageProfile', 'gamma', gamma);
  if (!(typeof N === 'number' && N >= 1 && N < Infinity)) {
    throw new DomainError('coverageProfile', 'N', 'a finite number at least 1', N);
  }
  const { promptLaw, base } = world;
  const [surely, perhaps]: [number[], number[]] = [[], []];
  let exact = true;
  const missed = (logMass: number): boolean => reaches(1, N * Math.exp(logMass));
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    const weight = Math.exp(promptLaw.logMasses[prompt]!);
    if (weight === 0) continue;
    const logMass: Ends = logModeMass('coverageProfile', base.law(prompt), gamma);
    exact &&= typeof logMass === 'number';
    if (missed(endsOf(logMass).upper)) surely.push(weight);
    if (missed(endsOf(logMass).lower)) perhaps.push(weight);
  }
  const share = { lower: compensatedSum(surely), upper: compensatedSum(perhaps) };
  return (exact ? share.upper : share) as Measured<L>;
}
