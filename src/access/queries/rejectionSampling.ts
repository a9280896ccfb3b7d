import { requireInteger, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { requireReward } from '../../policies/rewards/selfReward.ts';
import type { PointwiseReward } from '../../policies/rewards/selfReward.ts';
import { ask } from '../query.ts';
import type { Program, Query } from '../query.ts';
import type { Batch, Spaces } from '../spaces.ts';
import { draw } from './draw.ts';
import type { Draw } from './draw.ts';
import { eachPrompt } from './eachPrompt.ts';
import type { EachPrompt } from './eachPrompt.ts';
import { ENDED, mayWin, requireEnded } from './ended.ts';
import type { EndedChoice } from './ended.ts';
import { uniforms } from './uniforms.ts';
import type { Uniforms } from './uniforms.ts';

export interface RejectionSamplingOptions<S extends Spaces> {
  /** Number of prompts, an integer at least 1. */
  readonly n: number;
  /** Tries at each prompt at most, an integer at least 1. */
  readonly N: number;
  /** Weight of the divergence from the base policy, above 0: the temperature of the acceptance. */
  readonly beta: number;
  readonly reward: PointwiseReward<S['Prompt'], S['Response']>;
  /**
   * What no reward exceeds, a finite number: of the log-likelihood 0 is one. The nearer to the largest reward, the more is
   * accepted; a response beyond it is refused, as the law would be another.
   */
  readonly ceiling: number;
  /** Whether a response that a length limit cut may be accepted: by default `only` one that ended, see `EndedChoice`. */
  readonly ended?: EndedChoice;
}

/** Rejection sampling at temperature beta: n prompts, one response each. */
export interface RejectionSampling<S extends Spaces> extends Query<Batch<S>>, RejectionSamplingOptions<S> {
  readonly kind: 'rejectionSampling';
  definition(): Program<EachPrompt<S, Draw<S> | Uniforms, Tried<S>>, Batch<S>>;
}

interface Tried<S extends Spaces> {
  readonly prompt: S['Prompt'];
  readonly response: S['Response'];
  readonly logLikelihood: number;
}

/**
 * At each prompt draws y ~ pi_base(. | x) and accepts it with probability exp((r(y | x) - ceiling) / beta), up to N times; where
 * none was accepted, one more draw stands for the prompt.
 *
 * What is accepted has the law pi*_beta exactly; what is returned has it but for the chance (1 - A)^N that none was, A the
 * acceptance (`rejectionLaw`).
 *
 * @throws DomainError where a reward is above the ceiling, or is no number
 * @see Huang et al. 2024, section 2 (RLHF-Sharpening), for pi*_beta; docs/derivations.md
 */
export function* rejectionSampling<S extends Spaces>(
  options: RejectionSamplingOptions<S>,
): Program<RejectionSampling<S>, Batch<S>> {
  const where = 'rejectionSampling';
  requireObject(where, 'options', options);
  const { n, N, beta, reward, ceiling, ended = ENDED } = options;
  requireInteger(where, 'n', n, 1);
  requireInteger(where, 'N', N, 1);
  requirePositive(where, 'beta', beta);
  requireReward(where, reward, ['pointwise']);
  if (!Number.isFinite(ceiling)) throw new DomainError(where, 'ceiling', 'a finite number', ceiling);
  requireEnded(where, ended);
  const asked = { n, N, beta, reward, ceiling, ended };
  return yield* ask<RejectionSampling<S>>({
    kind: 'rejectionSampling',
    ...asked,
    *definition() {
      const kept = yield* eachPrompt<S, Draw<S> | Uniforms, Tried<S>>(n, (prompt) => untilAccepted<S>(prompt, asked));
      return {
        prompts: kept.map(({ prompt }) => prompt),
        perPrompt: 1,
        responses: kept.map(({ response }) => response),
        logLikelihoods: Float64Array.from(kept, ({ logLikelihood }) => logLikelihood),
      };
    },
  });
}

function* untilAccepted<S extends Spaces>(
  prompt: S['Prompt'],
  { N, beta, reward, ceiling, ended = ENDED }: RejectionSamplingOptions<S>,
): Program<Draw<S> | Uniforms, Tried<S>> {
  for (let tries = 0; ; tries++) {
    const { responses, logLikelihoods } = yield* draw<S>(1);
    const [response, logLikelihood] = [responses[0]!, logLikelihoods[0]!];
    // The draw after the last try is not judged.
    if (tries === N) return { prompt, response, logLikelihood };
    const value = reward.of(prompt, response, logLikelihood);
    requireBelow(reward, value, ceiling);
    const [coin] = yield* uniforms(1);
    if (mayWin(response, ended) && coin! < Math.exp((value - ceiling) / beta)) {
      return { prompt, response, logLikelihood };
    }
  }
}

/** Refuses a reward above the ceiling, and what is no number. */
function requireBelow({ name }: PointwiseReward<any, any>, value: number, ceiling: number): void {
  if (typeof value === 'number' && value <= ceiling) return;
  throw new DomainError('rejectionSampling', `reward '${name}' of a response`, `at most the ceiling ${ceiling}`, value);
}
