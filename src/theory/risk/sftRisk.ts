import { requireInteger, requireOpenUnit } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { logHit } from '../../math/logSpace.ts';
import { reaches } from '../../math/tolerance.ts';
import { binomialMasses } from './binomialMasses.ts';
import { requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { LOG_NEGLIGIBLE, likelyVisits } from './likelyVisits.ts';
import type { SamplePlan } from './minimaxRisk.ts';
import { modeFailure } from './modeFailure.ts';

/** The visits to one prompt that are followed exactly. */
const MOST_VISITS = 600;

/**
 * The exact identification risk of SFT-sharpening on the hard family: Delta P[the fit picks a wrong response].
 *
 * Best-of-N gives the hidden response mass s = 1 - (1 - a)^N and each other r = (1 - s)/(M - 1), so the fit picks the mode
 * of the best-of-N responses that a prompt has got; ties split evenly, as they do on average over the family.
 *
 * @throws DomainError naming the parameter outside its domain, or where N is so small, and n so large, that thousands of
 *   responses to a prompt do not tell it
 * @see docs/derivations.md, Exact risk of SFT-sharpening
 */
export function sftIdentificationRisk(parameters: HardFamilyParameters & SamplePlan): number {
  const { prompts, responses, hardMass, n, N } = checked('sftIdentificationRisk', parameters);
  const share = bestOfNShare(responses, N);
  const p = hardMass / prompts;
  const telling = tellingVisits(responses, share);
  const visits = binomialMasses(n, p, likelyVisits('sftIdentificationRisk', { n, p, telling, most: MOST_VISITS }));
  const failures = modeFailure(responses, share, visits.length - 1);
  return hardMass * compensatedSum(visits.map((mass, k) => mass * failures[k]!));
}

/**
 * The exact risk of SFT-sharpening on the hard family in the sense of Def 3.1: the share of prompts at which the fit has
 * less than 1 - delta on y*. It is Delta while best-of-N itself has less, and the identification risk otherwise.
 *
 * @param parameters.delta in (0, 1)
 * @throws DomainError as `sftIdentificationRisk`
 * @see docs/derivations.md, Exact risk of SFT-sharpening
 */
export function sftRisk(parameters: HardFamilyParameters & SamplePlan & { readonly delta: number }): number {
  const { responses, hardMass, N } = checked('sftRisk', parameters);
  requireOpenUnit('sftRisk', 'delta', parameters.delta);
  if (!reaches(bestOfNShare(responses, N), 1 - parameters.delta)) return hardMass;
  return sftIdentificationRisk(parameters);
}

function checked(where: string, parameters: HardFamilyParameters & SamplePlan): HardFamilyParameters & SamplePlan {
  requireHardFamily(where, parameters);
  requireInteger(where, 'n', parameters.n, 1);
  requireInteger(where, 'N', parameters.N, 1);
  return parameters;
}

/** s = 1 - (1 - 2/M)^N, the mass that best-of-N gives the hidden response. */
function bestOfNShare(responses: number, N: number): number {
  return Math.exp(logHit(N, Math.log(2 / responses)));
}

/** So many visits tell: beyond, the failure, at most (M - 1) (1 - g)^k with g = (sqrt s - sqrt r)^2, is negligible. */
function tellingVisits(responses: number, share: number): number {
  const other = (1 - share) / (responses - 1);
  return (Math.log(responses) - LOG_NEGLIGIBLE) / -Math.log1p(-((Math.sqrt(share) - Math.sqrt(other)) ** 2));
}
