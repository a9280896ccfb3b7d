import { DomainError } from '../../math/domainError.ts';
import type { FiniteLaw } from '../../laws/finiteLaw.ts';

/**
 * A number for one response: log-likelihood, length-normalised log-likelihood, any function.
 *
 * Rewards are compared only with one another, with ties at a relative tolerance of 1e-12.
 */
export interface PointwiseReward<Prompt = unknown, Response = unknown> {
  readonly kind: 'pointwise';
  readonly name: string;
  /** @param logLikelihood log pi_base(response | prompt), nats */
  of(prompt: Prompt, response: Response, logLikelihood: number): number;
}

/** Judges the responses to one prompt together, as majority voting does: one number for each of them. */
export interface SetwiseReward<Prompt = unknown, Response = unknown> {
  readonly kind: 'setwise';
  readonly name: string;
  /** @param logLikelihoods log pi_base of each response, nats */
  of(prompt: Prompt, responses: ArrayLike<Response>, logLikelihoods: ArrayLike<number>): ArrayLike<number>;
  /** Where it is known: the exact law of the best of N draws from the law of responses to an explicit prompt. */
  bestOfNLaw?(law: FiniteLaw, prompt: number, N: number): FiniteLaw;
}

/** A reward derived from the base policy alone: r_self of the paper. */
export type SelfReward<Prompt = unknown, Response = unknown> =
  PointwiseReward<Prompt, Response> | SetwiseReward<Prompt, Response>;

/** Refuses what is not a self-reward of one of these kinds. */
export function requireReward(where: string, value: unknown, kinds: readonly SelfReward['kind'][]): void {
  const { kind, name, of } = Object(value) as Partial<SelfReward>;
  if (!kind || !kinds.includes(kind) || typeof name !== 'string' || typeof of !== 'function') {
    // Said apart, since it is a reward: it judges the responses to a prompt together, and there are none here to judge.
    if (kind === 'setwise' && !kinds.includes(kind) && typeof name === 'string') {
      const expected = 'a pointwise reward, which judges one response, such as answerMass where votes are meant';
      throw new DomainError(where, 'reward', expected, `${name} (set-wise)`);
    }
    throw new DomainError(where, 'reward', `a ${kinds.join(' or ')} reward: { kind, name, of }`, value);
  }
}
