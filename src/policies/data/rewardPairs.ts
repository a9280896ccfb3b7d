import { requireInteger } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';

/** One comparison (x, y, y'): a response of the current policy beside one of the base policy. */
export interface RewardPair<Prompt, Response> {
  readonly prompt: Prompt;
  readonly response: Response;
  readonly baseline: Response;
  /** r(y | x) - r(y' | x). */
  readonly rewardGap: number;
  /** log pi_base(y | x) - log pi_base(y' | x), nats. */
  readonly baseLogRatio: number;
}

/** Refuses what is no pair of numbered prompts and responses. */
export function requireExplicitPair(
  where: string,
  { prompt, response, baseline, rewardGap, baseLogRatio }: RewardPair<number, number>,
  { prompts, responses }: { readonly prompts: number; readonly responses: number },
): void {
  requireInteger(where, 'prompt of a pair', prompt, 0, prompts - 1);
  requireInteger(where, 'response of a pair', response, 0, responses - 1);
  requireInteger(where, 'baseline of a pair', baseline, 0, responses - 1);
  if (!Number.isFinite(rewardGap)) throw new DomainError(where, 'rewardGap of a pair', 'finite', rewardGap);
  if (!Number.isFinite(baseLogRatio)) throw new DomainError(where, 'baseLogRatio of a pair', 'finite', baseLogRatio);
}

/**
 * The data D of the algorithms on pairs: append-only, so that a fit can keep what it has summed up and a round costs
 * only what that round added.
 */
export class RewardPairs<Prompt, Response> {
  readonly #pairs: RewardPair<Prompt, Response>[] = [];

  get length(): number {
    return this.#pairs.length;
  }

  append(pair: RewardPair<Prompt, Response>): void {
    this.#pairs.push(pair);
  }

  /** The pairs from `start` on. */
  from(start: number): readonly RewardPair<Prompt, Response>[] {
    return this.#pairs.slice(start);
  }
}
