import { DomainError } from '../../math/domainError.ts';
import { requireHardFamily } from './hardFamilyParameters.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { minimaxRisk } from './minimaxRisk.ts';

/** Failures below 1e-45 are left out of the exact risks: down to here they have nine digits. */
const LEAST_SHARE = 1e-36;

export interface RiskTarget {
  /** The risk to reach, in [1e-36 Delta, Delta): without any sample it is Delta (1 - 1/M). */
  readonly risk: number;
}

/**
 * The least number of samples with which a learner of Def 3.2 reaches a risk on the hard family, exactly: the least m with
 * `minimaxRisk` at most `risk` at n = m, N = 1, which is the best split.
 *
 * @returns an integer, 0 where a guess is good enough, infinite where 2^53 are too few
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exact minimax risk
 */
export function minimaxSamples(parameters: HardFamilyParameters & RiskTarget): number {
  requireRiskTarget('minimaxSamples', parameters);
  const { prompts, responses, hardMass, risk } = parameters;
  if (risk >= hardMass * (1 - 1 / responses)) return 0;
  const logRatio = (n: number) => Math.log(minimaxRisk({ prompts, responses, hardMass, n, N: 1 }) / risk);
  let [few, tooHigh] = [0, Math.log((hardMass * (1 - 1 / responses)) / risk)];
  let [enough, low] = [1, logRatio(1)];
  while (low > 0) {
    [few, tooHigh] = [enough, low];
    if (enough > Number.MAX_SAFE_INTEGER / 2) return Infinity;
    [enough, low] = [enough * 2, logRatio(enough * 2)];
  }
  // The logarithm of the risk is nearly straight, so the chord mostly lands beside the answer; halving makes it certain.
  for (let step = 0; enough - few > 1; step++) {
    const share = step % 3 === 2 ? 1 / 2 : tooHigh / (tooHigh - low);
    const middle = Math.min(enough - 1, Math.max(few + 1, few + Math.round((enough - few) * share)));
    const value = logRatio(middle);
    if (value > 0) [few, tooHigh] = [middle, value];
    else [enough, low] = [middle, value];
  }
  return enough;
}

/** Refuses parameters of the hard family, or a risk, outside their domains. */
export function requireRiskTarget(where: string, parameters: HardFamilyParameters & RiskTarget): void {
  requireHardFamily(where, parameters);
  const { hardMass, risk } = parameters;
  if (!(typeof risk === 'number' && risk >= LEAST_SHARE * hardMass && risk < hardMass)) {
    throw new DomainError(where, 'risk', `a number from 1e-36 hardMass to below hardMass = ${hardMass}`, risk);
  }
}
