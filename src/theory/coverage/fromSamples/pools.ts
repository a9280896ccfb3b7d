import { requireInteger, requireLength, requireList, requireObject } from '../../../math/checks.ts';
import { DomainError } from '../../../math/domainError.ts';
import type { Interval } from '../../../math/interval.ts';
import type { Observations } from '../../../policies/data/observations.ts';
import { requireLogLikelihoods } from './bestSeen.ts';

/** What is said of the prompts that were drawn, and of the population that they were drawn from: each statement by itself. */
export interface FromSamples {
  /** The mean over the prompts that were drawn. */
  readonly sampled: Interval;
  /** The mean over the law of prompts. */
  readonly population: Interval;
}

/**
 * Log-likelihoods of the responses drawn for each prompt, one list a prompt, from the answer to a plan of n prompts and N
 * responses (Def 3.2).
 *
 * @param batch with `perPrompt` responses a prompt; not one with counts, which does not say what was drawn together
 */
export function poolsOf(batch: Observations<unknown, unknown>): Float64Array[] {
  const where = 'poolsOf';
  requireObject(where, 'batch', batch);
  const { prompts, perPrompt, logLikelihoods, counts } = batch;
  if (counts !== undefined) throw new DomainError(where, 'batch.counts', 'left out: a pool is a row of draws', counts);
  requireInteger(where, 'batch.perPrompt', perPrompt, 1);
  requireList(where, 'batch.prompts', prompts);
  requireLength(where, 'batch.logLikelihoods', logLikelihoods, prompts.length * perPrompt);
  return Array.from(prompts, (_, i) =>
    Float64Array.from({ length: perPrompt }, (_, j) => logLikelihoods[i * perPrompt + j]!),
  );
}

/** Refuses what is not a list of pools of one size, and returns that size. */
export function requirePools(where: string, pools: readonly ArrayLike<number>[]): number {
  const size = requireSameSize(where, 'pools', pools);
  pools.forEach((pool, i) => requireLogLikelihoods(where, `pools[${i}]`, pool));
  return size;
}

/** Refuses what is not a non-empty list of lists of one size above 0, and returns that size. */
export function requireSameSize(where: string, argument: string, pools: readonly ArrayLike<number>[]): number {
  if (!Array.isArray(pools) || pools.length === 0) {
    throw new DomainError(where, argument, 'a non-empty list of lists, one for each prompt', pools);
  }
  pools.forEach((pool: ArrayLike<number>, i) => {
    requireList(where, `${argument}[${i}]`, pool);
    if (pool.length === 0) throw new DomainError(where, `${argument}[${i}]`, 'a non-empty list of numbers', pool);
    const [first] = pools as readonly ArrayLike<number>[];
    if (pool.length !== first!.length) {
      throw new DomainError(where, `${argument}[${i}]`, `of length ${first!.length}, as ${argument}[0]`, pool);
    }
  });
  return (pools as readonly ArrayLike<number>[])[0]!.length;
}
