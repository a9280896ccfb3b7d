import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { FiniteLaw } from '../../laws/finiteLaw.ts';
import { requireSource } from '../../math/random/source.ts';
import { ExplicitWorld } from '../../policies/explicitWorld.ts';
import { hardFamily } from './hardFamily.ts';
import type { HardFamily, HardFamilyOptions } from './hardFamily.ts';

export interface SmoothedHardFamilyOptions extends HardFamilyOptions {
  /** s: the share of the uniform law in every law, in (0, 1). */
  readonly smoothing: number;
}

/** The hard family with rewards that are bounded. */
export interface SmoothedHardFamily extends HardFamily {
  readonly parameters: SmoothedHardFamilyOptions;
  /** R: no |log pi_base(y | x)| exceeds it; log((M + 1) / s). */
  readonly rewardBound: number;
}

/**
 * The lower-bound construction mixed with the uniform law: (1 - s) pi + s / (M + 1) at each prompt.
 *
 * In the construction itself y_0 cannot occur at a hard prompt, so that the reward log pi_base is unbounded and the bounds for
 * DPO and XPO do not speak of it. Smoothed it keeps its y*, of mass a' = 2 (1 - s) / M + s / (M + 1) at a hard prompt, and the
 * bounds hold with R = log((M + 1) / s), V = beta log of the largest ratio and C_cov = (1 - Delta) / (1 - s M / (M + 1)) +
 * Delta / a'. What is said of the minimax risk holds up to that mass: a learner sees y* at a hard prompt with a' for 2/M.
 *
 * @throws DomainError outside the domains above
 * @see Huang et al. 2024, App. H and section 4.2
 */
export function smoothedHardFamily(options: SmoothedHardFamilyOptions): SmoothedHardFamily {
  requireObject('smoothedHardFamily', 'options', options);
  const { smoothing, ...parameters } = options;
  if (!(typeof smoothing === 'number' && smoothing > 0 && smoothing < 1)) {
    throw new DomainError('smoothedHardFamily', 'smoothing', 'a number in (0, 1)', smoothing);
  }
  const sharp = hardFamily(parameters);
  const { prompts, responses, hardMass } = parameters;
  const uniform = smoothing / (responses + 1);
  const baseClass = sharp.baseClass.map((law) =>
    FiniteLaw.fromMasses(Float64Array.from(law.logMasses, (logMass) => (1 - smoothing) * Math.exp(logMass) + uniform)),
  );
  const at = (choices: ArrayLike<number>): ExplicitWorld => {
    const { promptLaw } = sharp.at(choices);
    return new ExplicitWorld(promptLaw, baseClass.member([0, ...Array.from(choices)]));
  };
  return {
    parameters: options,
    baseClass,
    coverage: compensatedSum([
      (1 - hardMass) / (1 - smoothing + uniform),
      hardMass / ((2 * (1 - smoothing)) / responses + uniform),
    ]),
    rewardBound: Math.log((responses + 1) / smoothing),
    at,
    instance(source) {
      requireSource('smoothedHardFamily.instance', source);
      return at(Array.from({ length: prompts }, () => source.index(responses)));
    },
  };
}
