import type { OwnPolicies } from '../../access/frameworks.ts';
import type { Program } from '../../access/query.ts';
import { basePolicy } from '../../access/queries/basePolicy.ts';
import { nextPrompts } from '../../access/queries/nextPrompts.ts';
import { objective } from '../../access/queries/objective.ts';
import { release } from '../../access/queries/release.ts';
import { sampleFrom } from '../../access/queries/sampleFrom.ts';
import type { Spaces } from '../../access/spaces.ts';
import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { RewardPairs } from '../../policies/data/rewardPairs.ts';
import { requireReward } from '../../policies/rewards/selfReward.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';
import { appendPairs } from './appendPairs.ts';

/** What a learner that explores in rounds needs, whatever it fits. */
export type OnlineOptions<S extends Spaces> = Rounds<S> & Returned;

interface Rounds<S extends Spaces> {
  /** T, an integer at least 1. */
  readonly rounds: number;
  /** Comparisons a round; 1 is the paper's, more spares a network most of its fits. */
  readonly pairsPerRound: number;
  /** Weight of the divergence from the base policy, above 0. */
  readonly beta: number;
  readonly reward: PointwiseReward<S['Prompt'], S['Response']>;
  /** Told after each round: its iterate, which may be released later on, and the pairs that it was fitted to. */
  readonly onRound?: (round: FinishedRound<S>) => void;
}

export interface FinishedRound<S extends Spaces> {
  /** 1 to T. */
  readonly round: number;
  readonly policy: S['Policy'];
  readonly pairs: RewardPairs<S['Prompt'], S['Response']>;
}

/**
 * Which iterate is returned: the one of the largest J_beta, the base policy among them, as in the last line of Alg. 1, known
 * exactly or estimated on `heldOut` prompts a round; or the last, for which no objective is asked.
 */
type Returned =
  { readonly returns?: 'best'; readonly heldOut: number } | { readonly returns: 'last'; readonly heldOut?: undefined };

/**
 * The loop of Alg. 1, whatever is fitted: pi^(1) = pi_base; in each round prompts, a response of the iterate and one of the
 * base policy to each of them, and the next iterate is a fit to the pairs.
 *
 * @param fit what makes the next iterate of the pairs
 * @param kept which pairs it is made of: those of all rounds, or of the last one alone
 */
export function* onlineRounds<S extends Spaces, Q>(
  where: string,
  options: OnlineOptions<S>,
  fit: (pairs: RewardPairs<S['Prompt'], S['Response']>) => Program<Q, S['Policy']>,
  kept: 'all' | 'last' = 'all',
): Program<OwnPolicies<S> | Q, S['Policy']> {
  requireObject(where, 'options', options);
  const { rounds, pairsPerRound, beta, reward, onRound, returns = 'best', heldOut } = options;
  requireInteger(where, 'rounds', rounds, 1);
  requireInteger(where, 'pairsPerRound', pairsPerRound, 1);
  requirePositive(where, 'beta', beta);
  requireReward(where, reward, ['pointwise']);
  if (returns !== 'best' && returns !== 'last') throw new DomainError(where, 'returns', "'best' or 'last'", returns);
  if (returns === 'best') requireInteger(where, 'heldOut', heldOut!, 1);
  else if (heldOut !== undefined) {
    throw new DomainError(where, 'heldOut', "left out where 'returns' is 'last': no objective is asked then", heldOut);
  }

  const base = yield* basePolicy<S>();
  const value = (policy: S['Policy']) => objective<S>({ policy, reward, beta, n: heldOut! });
  let pairs = new RewardPairs<S['Prompt'], S['Response']>();
  let policy = base;
  let best = { policy, value: returns === 'best' ? yield* value(policy) : -Infinity };

  for (let round = 1; round <= rounds; round++) {
    const prompts = yield* nextPrompts<S>(pairsPerRound);
    const explored = yield* sampleFrom<S>(policy, prompts, 1);
    const baseline = yield* sampleFrom<S>(base, prompts, 1);
    if (kept === 'last') pairs = new RewardPairs();
    appendPairs<S>(pairs, prompts, explored, baseline, reward);
    const previous = policy;
    policy = yield* fit(pairs);
    // Two policies are held at a time: the iterate and the best so far.
    if (previous !== base && previous !== best.policy && previous !== policy) yield* release<S>(previous);
    onRound?.({ round, policy, pairs });
    const reached = returns === 'best' ? yield* value(policy) : Infinity;
    if (reached > best.value || returns === 'last') {
      if (best.policy !== base && best.policy !== policy) yield* release<S>(best.policy);
      best = { policy, value: reached };
    }
  }
  if (policy !== base && policy !== best.policy) yield* release<S>(policy);
  return best.policy;
}
