import { requireObject, requireOpenUnit } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { requireSameOutcomes } from '../../math/exactLaw.ts';
import type { ExactLaw } from '../../math/exactLaw.ts';
import { modes } from '../../math/levels.ts';
import { massOf } from '../../math/massOf.ts';
import { reaches } from '../../math/tolerance.ts';
import { requireLawPolicy, requireLawWorld } from './lawWorld.ts';
import type { LawPolicy, LawWorld } from './lawWorld.ts';

export interface Sharpness {
  /** In (0, 1). */
  readonly delta: number;
  /** In [0, 1); 0 asks for the maximisers themselves. */
  readonly gamma?: number;
  /** Whether the mass must exceed 1 - delta, as in Thm 4.1' and the lower bounds, or may equal it, as in Def 3.1. */
  readonly strict?: boolean;
}

/** Whether pi-hat(y*_gamma(x) | x) >= 1 - delta at one prompt; with `strict`, >. */
export function isSharpenedAt(
  policy: LawPolicy<ExactLaw>,
  base: LawPolicy<ExactLaw>,
  prompt: number,
  sharpness: Sharpness,
): boolean {
  requireObject('isSharpenedAt', 'sharpness', sharpness);
  requireObject('isSharpenedAt', 'base', base);
  requireLawPolicy('isSharpenedAt', 'base', base, base.prompts);
  requireLawPolicy('isSharpenedAt', 'policy', policy, base.prompts);
  const { delta, gamma = 0, strict = false } = sharpness;
  requireOpenUnit('isSharpenedAt', 'delta', delta);
  const [law, baseLaw] = [policy.law(prompt), base.law(prompt)];
  requireSameOutcomes('isSharpenedAt', law, baseLaw);
  const mass = massOf(law, modes(baseLaw, gamma));
  return strict ? !reaches(1 - delta, mass) : reaches(mass, 1 - delta);
}

/**
 * P_{x ~ mu}[ pi-hat(y*_gamma(x) | x) >= 1 - delta ]: a policy is (eps, delta, gamma)-sharpened iff this is at least 1 - eps.
 *
 * @see Huang et al. 2024, Def 3.1 and F.1
 */
export function sharpenedShare(policy: LawPolicy<ExactLaw>, world: LawWorld<ExactLaw>, sharpness: Sharpness): number {
  requireLawWorld('sharpenedShare', world);
  const { promptLaw, base } = world;
  return compensatedSum(
    Float64Array.from({ length: base.prompts }, (_, prompt) => {
      const weight = Math.exp(promptLaw.logMasses[prompt]!);
      return weight > 0 && isSharpenedAt(policy, base, prompt, sharpness) ? weight : 0;
    }),
  );
}
