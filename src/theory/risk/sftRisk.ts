import { requireInteger, requireOpenUnit } from '../../math/checks.ts';
import { logMissed, requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import type { SamplePlan } from './minimaxRisk.ts';
import { modeRisk } from './modeRisk.ts';
import { sharpens } from './threshold.ts';
import type { Threshold } from './threshold.ts';

/**
 * The exact identification risk of SFT-sharpening on the hard family: Delta P[the fit picks a wrong response].
 *
 * Best-of-N gives the hidden response mass s = 1 - (1 - a)^N and each other r = (1 - s)/(M - 1), so the fit picks the mode
 * of the best-of-N responses that a prompt has got; ties split evenly, as they do on average over the family. Failures
 * are summed from the miss 1 - s, so small risks keep their digits, down to 1e-45.
 *
 * @throws DomainError naming the parameter outside its domain, or where N is so small, and n so large, that a thousand
 *   responses to a prompt do not tell it
 * @see docs/derivations.md, Exact risk of SFT-sharpening
 */
export function sftIdentificationRisk(parameters: HardFamilyParameters & SamplePlan): number {
  checkPlan('sftIdentificationRisk', parameters);
  return modeRisk('sftIdentificationRisk', parameters, logMissed(parameters.responses, parameters.N), 'N');
}

/**
 * The exact risk of SFT-sharpening on the hard family in the sense of Def 3.1: the share of prompts at which the fit has
 * less than 1 - delta on y*. It is Delta while best-of-N itself has less, and the identification risk otherwise.
 *
 * @throws DomainError as `sftIdentificationRisk`
 * @see docs/derivations.md, Exact risk of SFT-sharpening
 */
export function sftRisk(parameters: HardFamilyParameters & SamplePlan & Threshold): number {
  checkPlan('sftRisk', parameters);
  requireOpenUnit('sftRisk', 'delta', parameters.delta);
  const missed = logMissed(parameters.responses, parameters.N);
  return sharpens(missed, parameters) ? modeRisk('sftRisk', parameters, missed, 'N') : parameters.hardMass;
}

function checkPlan(where: string, parameters: HardFamilyParameters & SamplePlan): void {
  requireHardFamily(where, parameters);
  requireInteger(where, 'n', parameters.n, 1);
  requireInteger(where, 'N', parameters.N, 1);
}
