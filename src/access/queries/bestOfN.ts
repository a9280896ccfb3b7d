import { requireInteger, requireLength, requireNumbers, requireObject } from '../../math/checks.ts';
import { firstBest } from '../../math/firstBest.ts';
import { requireReward } from '../../policies/rewards/selfReward.ts';
import type { SelfReward } from '../../policies/rewards/selfReward.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, Spaces } from '../spaces.ts';
import { ENDED, mayWin, requireEnded } from './ended.ts';
import type { EndedChoice } from './ended.ts';
import { plan } from './plan.ts';
import type { Plan } from './plan.ts';

export interface BestOfNOptions<S extends Spaces> {
  /** Number of prompts, an integer at least 1. */
  readonly n: number;
  /** Responses drawn for each prompt, an integer at least 1. */
  readonly N: number;
  readonly reward: SelfReward<S['Prompt'], S['Response']>;
  /** Whether a response that a length limit cut may be chosen: by default `only` one that ended, see `EndedChoice`. */
  readonly ended?: EndedChoice;
}

/** Inference-time best-of-N: n prompts, one best-of-N response each. A plan of Def 3.2, so a run may ask it once. */
export interface BestOfN<S extends Spaces> extends Query<Batch<S>>, BestOfNOptions<S> {
  readonly kind: 'bestOfN';
  /** Whether the asker reads `counts` of the answer, so that it need not come as one row per prompt. */
  readonly countsWelcome: boolean;
  definition(): Program<Plan<S>, Batch<S>>;
}

/**
 * Draws y_1..y_N ~ pi_base(. | x) at each of n prompts and keeps argmax_j r_self(y_j | x), the first one of ties; of those
 * that ended, unless `ended` is `all`.
 *
 * @see Huang et al. 2024, section 2 (best-of-N)
 */
export function* bestOfN<S extends Spaces>(
  options: BestOfNOptions<S>,
  { countsWelcome = false } = {},
): Program<BestOfN<S>, Batch<S>> {
  requireObject('bestOfN', 'options', options);
  const { n, N, reward, ended = ENDED } = options;
  requireInteger('bestOfN', 'n', n, 1);
  requireInteger('bestOfN', 'N', N, 1);
  requireReward('bestOfN', reward, ['pointwise', 'setwise']);
  requireEnded('bestOfN', ended);
  return yield* ask<BestOfN<S>>({
    kind: 'bestOfN',
    n,
    N,
    reward,
    ended,
    countsWelcome,
    *definition() {
      return keepBest(yield* plan<S>({ n, N }), reward, ended);
    },
  });
}

/**
 * The best response to each prompt by the reward, the first of ties: what best-of-N makes of a plan's answer.
 *
 * @param ended which of them may be chosen; a set-wise reward judges those alone
 */
export function keepBest<S extends Spaces>(
  drawn: Batch<S>,
  reward: BestOfNOptions<S>['reward'],
  ended: EndedChoice = ENDED,
): Batch<S> {
  const { prompts, perPrompt } = drawn;
  const responses: S['Response'][] = [];
  const logLikelihoods = new Float64Array(prompts.length);
  for (let i = 0; i < prompts.length; i++) {
    const start = i * perPrompt;
    const rows = Array.from({ length: perPrompt }, (_, j) => start + j);
    const running = rows.filter((row) => mayWin(drawn.responses[row], ended));
    const candidates = running.map((row) => drawn.responses[row]!);
    const likelihoods = Float64Array.from(running, (row) => drawn.logLikelihoods[row]!);
    // Where all were cut there is nothing to compare: the first of them stands for the prompt.
    const best =
      running.length === 0 ? start : running[firstBest(scoresOf(reward, prompts[i]!, candidates, likelihoods))]!;
    responses.push(drawn.responses[best]!);
    logLikelihoods[i] = drawn.logLikelihoods[best]!;
  }
  return { prompts, perPrompt: 1, responses, logLikelihoods };
}

function scoresOf<S extends Spaces>(
  reward: BestOfNOptions<S>['reward'],
  prompt: S['Prompt'],
  responses: S['Response'][],
  logLikelihoods: Float64Array,
): ArrayLike<number> {
  const scores =
    reward.kind === 'setwise'
      ? reward.of(prompt, responses, logLikelihoods)
      : responses.map((response, j) => reward.of(prompt, response, logLikelihoods[j]!));
  requireNumbers('bestOfN', `scores of reward '${reward.name}'`, scores);
  requireLength('bestOfN', `scores of reward '${reward.name}'`, scores, responses.length);
  return scores;
}
