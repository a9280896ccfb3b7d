import { requireInteger, requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';

/** The numbers of the lower-bound construction of App. H at gamma = 1/2. */
export interface HardFamilyParameters {
  /** d: the number of hard prompts, an integer in [1, 1e9]. */
  readonly prompts: number;
  /** M: the number of responses to a hard prompt, an integer in [3, 65536]. */
  readonly responses: number;
  /** Delta: the mass of the hard prompts together, in (0, 1]. */
  readonly hardMass: number;
}

/** Beyond this many responses the exact risks would take more than seconds. */
export const MOST_RESPONSES = 65536;

/** Refuses parameters outside the domains above. */
export function requireHardFamily(where: string, parameters: HardFamilyParameters): void {
  requireObject(where, 'parameters', parameters);
  const { prompts, responses, hardMass } = parameters;
  requireInteger(where, 'prompts', prompts, 1, 1e9);
  requireInteger(where, 'responses', responses, 3, MOST_RESPONSES);
  if (!(typeof hardMass === 'number' && hardMass > 0 && hardMass <= 1)) {
    throw new DomainError(where, 'hardMass', 'a number in (0, 1]', hardMass);
  }
}

/** log (1 - 2/M)^N: how likely N draws at a hard prompt are to miss the hidden response. */
export function logMissed(responses: number, N: number): number {
  return N * Math.log1p(-2 / responses);
}

/** The masses of the hidden response, 2/M, and of each of the M - 1 others, at a hard prompt. */
export function hardMasses(responses: number): { readonly hidden: number; readonly other: number } {
  return { hidden: 2 / responses, other: (1 - 1 / (responses - 1)) / responses };
}
