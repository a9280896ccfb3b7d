import { giveUpPoints } from './giveUpPoints.ts';
import type { HardFamilyParameters } from './hardFamilyParameters.ts';
import { requireRiskTarget } from './minimaxSamples.ts';
import type { RiskTarget } from './minimaxSamples.ts';

/**
 * The least E[m] with which an adaptive learner (Def D.1) reaches a risk on the hard family, exactly, prompts being free:
 * the inverse of `adaptiveMinimaxRisk` at n = infinity.
 *
 * @returns a number below d M / 2, 0 where a guess is good enough
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exact adaptive minimax risk
 */
export function adaptiveMinimaxSamples(parameters: HardFamilyParameters & RiskTarget): number {
  requireRiskTarget('adaptiveMinimaxSamples', parameters);
  const { prompts, responses, hardMass, risk } = parameters;
  const target = risk / hardMass;
  let before = { cost: 0, failure: 1 };
  for (const point of giveUpPoints(responses)) {
    if (point.failure <= target) {
      const share = (before.failure - target) / (before.failure - point.failure);
      return prompts * (point.cost === 0 ? 0 : before.cost + (point.cost - before.cost) * share);
    }
    before = point;
  }
  return prompts * before.cost;
}
