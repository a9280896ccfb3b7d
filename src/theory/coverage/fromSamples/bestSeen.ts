import { requireInteger, requireNumbers } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';

/** The best of so many draws: all that they say about P*. What adaptive best-of-N keeps of a prompt. */
export interface BestSeen {
  /** log pi_base of the likeliest response drawn, nats; finite, at most 0. */
  readonly logBest: number;
  /** How many responses were drawn; an integer at least 1. */
  readonly draws: number;
}

/** The log-likelihoods of the responses drawn at a prompt, nats, or the best of them and their number. */
export type Pool = ArrayLike<number> | BestSeen;

/** The best of a pool, once it is checked. */
export function bestSeen(where: string, argument: string, pool: Pool): BestSeen {
  if (isBestSeen(pool)) {
    const { logBest, draws } = pool;
    requireInteger(where, `${argument}.draws`, draws, 1);
    requireLogLikelihood(where, `${argument}.logBest`, logBest);
    return pool;
  }
  requireLogLikelihoods(where, argument, pool);
  return bestOf(pool);
}

/** The best of a pool that has been checked. */
export function bestOf(pool: ArrayLike<number>): BestSeen {
  let logBest = -Infinity;
  for (let j = 0; j < pool.length; j++) logBest = Math.max(logBest, pool[j]!);
  return { logBest, draws: pool.length };
}

/** Refuses what is not a non-empty list of log-likelihoods of responses that were drawn. */
export function requireLogLikelihoods(where: string, argument: string, pool: ArrayLike<number>): void {
  requireNumbers(where, argument, pool);
  for (let j = 0; j < pool.length; j++) requireLogLikelihood(where, `${argument}[${j}]`, pool[j]!);
}

function requireLogLikelihood(where: string, argument: string, value: number): void {
  if (!(typeof value === 'number' && value <= 0 && value > -Infinity)) {
    throw new DomainError(
      where,
      argument,
      'the log-likelihood of a response that was drawn, finite and at most 0',
      value,
    );
  }
}

function isBestSeen(pool: Pool): pool is BestSeen {
  return typeof pool === 'object' && pool !== null && 'logBest' in pool;
}
