import { rejectionLaw } from '../../laws/transforms/rejectionLaw.ts';
import { requireObject } from '../../math/checks.ts';
import { requirePolicy } from '../explicitPolicy.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import { rewardsOf } from '../rewards/rewardsOf.ts';
import { requireReward } from '../rewards/selfReward.ts';
import type { PointwiseReward } from '../rewards/selfReward.ts';
import { TransformedPolicy } from './transformedPolicy.ts';

export interface RejectionSamplingPolicyOptions {
  /** Tries at most, an integer at least 1. */
  readonly N: number;
  /** Weight of the divergence from the base policy, above 0. */
  readonly beta: number;
  readonly reward: PointwiseReward<number, number>;
  /** What no reward exceeds, a finite number. */
  readonly ceiling: number;
}

/**
 * The policy of rejection sampling at temperature beta: at each prompt the exact law of what it returns.
 *
 * @throws DomainError where an option is outside of its domain; where a law is asked, if a reward is above the ceiling
 * @see docs/derivations.md
 */
export function rejectionSamplingPolicy(base: ExplicitPolicy, options: RejectionSamplingPolicyOptions): ExplicitPolicy {
  const where = 'rejectionSamplingPolicy';
  requirePolicy(where, 'base', base);
  requireObject(where, 'options', options);
  const { N, beta, reward, ceiling } = options;
  requireReward(where, reward, ['pointwise']);
  return new TransformedPolicy(
    base,
    (law, prompt) => rejectionLaw(law, rewardsOf(law, prompt, reward), beta, ceiling, N).law,
  );
}
