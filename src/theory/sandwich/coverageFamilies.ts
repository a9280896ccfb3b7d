import { requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { MOST_RESPONSES, requireHardFamily } from '../risk/hardFamilyParameters.ts';
import type { HardFamilyParameters } from '../risk/hardFamilyParameters.ts';

export interface CoverageFamiliesOptions {
  /** d, an integer at least 1. */
  readonly prompts: number;
  /** C_cov of every one of the families, at least 4: Thm 3.1' needs eight responses. */
  readonly coverage: number;
  /** M is at most this, an integer in [2 C_cov, 65536]. */
  readonly mostResponses: number;
}

/** Neighbouring families differ by this factor in M, so in Delta: between them the worst risk is off by a few per cent. */
const STEP = 1.1;

/**
 * Hard families of one coverage: C_cov = 1 - Delta + Delta M/2, so that Delta = 2 (C_cov - 1) / (M - 2) falls from 1 as M
 * grows from 2 C_cov. Among them the worst for m samples has Delta of the order of sqrt(d C_cov / m).
 *
 * Families with more responses than `mostResponses` weigh less than the last one here: where a risk exceeds its Delta, none of
 * them is worse.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, The worst case at one coverage
 */
export function coverageFamilies(options: CoverageFamiliesOptions): readonly HardFamilyParameters[] {
  const where = 'coverageFamilies';
  requireObject(where, 'options', options);
  const { prompts, coverage, mostResponses } = options;
  if (!(typeof coverage === 'number' && coverage >= 4 && coverage < Infinity)) {
    throw new DomainError(where, 'coverage', 'a finite number at least 4', coverage);
  }
  requireInteger(where, 'mostResponses', mostResponses, Math.ceil(2 * coverage), MOST_RESPONSES);
  const families: HardFamilyParameters[] = [];
  for (let M = Math.ceil(2 * coverage); M <= mostResponses; M = Math.ceil(M * STEP)) {
    families.push({ prompts, responses: M, hardMass: (2 * (coverage - 1)) / (M - 2) });
  }
  families.forEach((family) => requireHardFamily(where, family));
  return families;
}
