import type { OwnPolicies } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { basePolicy } from '../../access/queries/basePolicy.ts';
import { nextPrompts } from '../../access/queries/nextPrompts.ts';
import { objective } from '../../access/queries/objective.ts';
import { optimisticFit } from '../../access/queries/optimisticFit.ts';
import type { OptimisticFit } from '../../access/queries/optimisticFit.ts';
import { release } from '../../access/queries/release.ts';
import { sampleFrom } from '../../access/queries/sampleFrom.ts';
import type { Spaces } from '../../access/spaces.ts';
import { requireInteger, requireNonNegative, requirePositive } from '../../math/checks.ts';
import { RewardPairs } from '../../policies/data/rewardPairs.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';

export interface XpoOptions<S extends Spaces> {
  /** T, an integer at least 1. */
  readonly rounds: number;
  /** Comparisons a round; 1 is the paper's, more spares a network most of its fits. */
  readonly pairsPerRound: number;
  /** Weight of optimism in Alg. 1 (the proof writes alpha (V + R)^2 for it), at least 0; 0 switches it off. */
  readonly alpha: number;
  /** Weight of the divergence from the base policy, above 0. */
  readonly beta: number;
  readonly reward: PointwiseReward<S['Prompt'], S['Response']>;
  /** Prompts on which an iterate's objective is estimated where it is not known exactly. */
  readonly heldOut: number;
}

/**
 * XPO with rewards (Alg. 1): explore with the current policy, compare with the base policy, fit with optimism.
 *
 * Alg. 1 prints a minus before the squared loss; the fit uses the plus of the proof.
 *
 * @see Huang et al. 2024, Alg. 1 and Thm J.1
 */
export function* xpo<S extends Spaces>({
  rounds,
  pairsPerRound,
  alpha,
  beta,
  reward,
  heldOut,
}: XpoOptions<S>): Program<OwnPolicies<S> | OptimisticFit<S>, S['Policy']> {
  requireInteger('xpo', 'rounds', rounds, 1);
  requireInteger('xpo', 'pairsPerRound', pairsPerRound, 1);
  requireNonNegative('xpo', 'alpha', alpha);
  requirePositive('xpo', 'beta', beta);
  requireInteger('xpo', 'heldOut', heldOut, 1);

  const base = yield* basePolicy<S>();
  const value = (policy: S['Policy']) => objective<S>({ policy, reward, beta, n: heldOut });
  const pairs = new RewardPairs<S['Prompt'], S['Response']>();
  let policy = base;
  let best = { policy, value: yield* value(policy) };

  for (let t = 1; t <= rounds; t++) {
    const prompts = yield* nextPrompts<S>(pairsPerRound);
    const explored = yield* sampleFrom<S>(policy, prompts, 1);
    const baseline = yield* sampleFrom<S>(base, prompts, 1);
    for (let i = 0; i < pairsPerRound; i++) {
      const [x, y, z] = [prompts[i]!, explored.responses[i]!, baseline.responses[i]!];
      const [logY, logZ] = [explored.baseLogLikelihoods[i]!, baseline.baseLogLikelihoods[i]!];
      pairs.append({
        prompt: x,
        response: y,
        baseline: z,
        rewardGap: reward.of(x, y, logY) - reward.of(x, z, logZ),
        baseLogRatio: logY - logZ,
      });
    }
    const previous = policy;
    policy = yield* optimisticFit<S>(pairs, alpha, beta);
    // Two policies are held at a time: the iterate and the best so far.
    if (previous !== base && previous !== best.policy && previous !== policy) yield* release<S>(previous);
    const reached = yield* value(policy);
    if (reached > best.value) {
      if (best.policy !== base && best.policy !== policy) yield* release<S>(best.policy);
      best = { policy, value: reached };
    }
  }
  if (policy !== base && policy !== best.policy) yield* release<S>(policy);
  return best.policy;
}
