import { adaptiveBestOfNLaw } from '../../laws/transforms/adaptiveBestOfNLaw.ts';
import type { AdaptiveBestOfNLaw } from '../../laws/transforms/adaptiveBestOfNLaw.ts';
import { requireInteger, requireOpenUnit, requirePositive } from '../../math/checks.ts';
import { Spectrum } from '../../laws/spectrum.ts';
import { hardMasses, requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { majorityRiskOf } from './majorityRisk.ts';
import { modeRisk } from './modeRisk.ts';
import { sharpens } from './threshold.ts';
import type { Threshold } from './threshold.ts';

export interface AdaptivePlan {
  /** Prompts, an integer at least 1. */
  readonly n: number;
  /** The stopping constant of adaptive best-of-N, above 0. */
  readonly mu: number;
}

/**
 * The exact risk of adaptive SFT-sharpening on the hard family in the sense of Def 3.1: Delta while pi^AdaBoN_mu itself has
 * less than 1 - delta on y*, and otherwise Delta P[the mode of the responses that a prompt has got is wrong].
 *
 * @throws DomainError naming the parameter outside its domain, or where a thousand responses to a prompt do not tell the hidden one
 * @see docs/derivations.md, Exact risk of SFT-sharpening
 */
export function adaptiveSftRisk(parameters: HardFamilyParameters & AdaptivePlan & Threshold): number {
  checkPlan('adaptiveSftRisk', parameters);
  requireOpenUnit('adaptiveSftRisk', 'delta', parameters.delta);
  const { responses, hardMass, mu } = parameters;
  const missed = logMissedAt(responses, mu);
  return sharpens(missed, parameters) ? modeRisk('adaptiveSftRisk', parameters, missed, 'mu') : hardMass;
}

/**
 * The samples E[m] = n E_x[ E N_mu ] that adaptive SFT-sharpening draws on the hard family, those at the easy prompt, which
 * are at least mu each, included.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see Huang et al. 2024, Thm D.1
 */
export function adaptiveSftSamples(parameters: HardFamilyParameters & AdaptivePlan): number {
  checkPlan('adaptiveSftSamples', parameters);
  const { responses, hardMass, n, mu } = parameters;
  const easy = adaptiveBestOfNLaw(Spectrum.fromMasses([1], [1]), mu).draws.mean;
  return n * ((1 - hardMass) * easy + hardMass * atHardPrompt(responses, mu).draws.mean);
}

/**
 * The risk of majority voting among the responses of adaptive best-of-N: at least `adaptiveSftRisk` at delta = 1/2, and
 * quicker to get.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Bound (C)
 */
export function adaptiveMajorityRisk(parameters: HardFamilyParameters & AdaptivePlan): number {
  checkPlan('adaptiveMajorityRisk', parameters);
  const missed = logMissedAt(parameters.responses, parameters.mu);
  return missed < -Math.LN2 ? majorityRiskOf('adaptiveMajorityRisk', parameters, missed, 'mu') : parameters.hardMass;
}

let last: { responses: number; mu: number; laws: AdaptiveBestOfNLaw<Spectrum> } | undefined;

/** The hidden response is the first level. */
function atHardPrompt(responses: number, mu: number): AdaptiveBestOfNLaw<Spectrum> {
  if (last?.responses === responses && last.mu === mu) return last.laws;
  const { hidden, other } = hardMasses(responses);
  const laws = adaptiveBestOfNLaw(Spectrum.fromMasses([hidden, other], [1, responses - 1]), mu);
  last = { responses, mu, laws };
  return laws;
}

/** log of the mass that the rule leaves to the other responses, which are the second level. */
function logMissedAt(responses: number, mu: number): number {
  return atHardPrompt(responses, mu).law.levelLogMasses[1]!;
}

function checkPlan(where: string, parameters: HardFamilyParameters & AdaptivePlan): void {
  requireHardFamily(where, parameters);
  requireInteger(where, 'n', parameters.n, 1);
  requirePositive(where, 'mu', parameters.mu);
}
