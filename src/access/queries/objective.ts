import { requireInteger, requireNonNegative, requireObject } from '../../math/checks.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { requireReward } from '../../policies/rewards/selfReward.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Spaces } from '../spaces.ts';
import { nextPrompts } from './nextPrompts.ts';
import type { NextPrompts } from './nextPrompts.ts';
import { sampleFrom } from './sampleFrom.ts';
import type { SampleFrom } from './sampleFrom.ts';

export interface ObjectiveOptions<S extends Spaces> {
  readonly policy: S['Policy'];
  readonly reward: PointwiseReward<S['Prompt'], S['Response']>;
  /** Weight of the divergence from the base policy, at least 0. */
  readonly beta: number;
  /** Held-out prompts to estimate it on, one response each, where the policy is not explicit. */
  readonly n: number;
}

/** J_beta(pi) = E_pi[r] - beta KL(pi || pi_base), nats: exact on explicit worlds, estimated on held-out samples otherwise. */
export interface Objective<S extends Spaces> extends Query<number>, ObjectiveOptions<S> {
  readonly kind: 'objective';
  definition(): Program<NextPrompts<S> | SampleFrom<S>, number>;
}

/**
 * The regularised reward of a policy.
 *
 * @see Huang et al. 2024, section 2 (RLHF-Sharpening) and the last line of Alg. 1
 */
export function* objective<S extends Spaces>(options: ObjectiveOptions<S>): Program<Objective<S>, number> {
  requireObject('objective', 'options', options);
  const { policy, reward, beta, n } = options;
  requireReward('objective', reward, ['pointwise']);
  requireNonNegative('objective', 'beta', beta);
  requireInteger('objective', 'n', n, 1);
  return yield* ask<Objective<S>>({
    kind: 'objective',
    ...options,
    *definition() {
      const prompts = yield* nextPrompts<S>(n);
      const { responses, logLikelihoods, baseLogLikelihoods } = yield* sampleFrom<S>(policy, prompts, 1);
      const terms = Float64Array.from(
        { length: n },
        (_, i) =>
          reward.of(prompts[i]!, responses[i]!, baseLogLikelihoods[i]!) -
          beta * (logLikelihoods[i]! - baseLogLikelihoods[i]!),
      );
      return compensatedSum(terms) / n;
    },
  });
}
