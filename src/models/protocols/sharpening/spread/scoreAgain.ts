import type { Program } from '../../../../access/query.ts';
import { evaluate } from '../../../../access/queries/evaluate.ts';
import type { Evaluate } from '../../../../access/queries/evaluate.ts';
import type { Spaces } from '../../../../access/spaces.ts';

/** A response with the log-likelihood that it was drawn or found with, nats. */
export interface Scored<S extends Spaces> {
  readonly prompt: S['Prompt'];
  readonly response: S['Response'];
  readonly logLikelihood: number;
}

/** How many responses are scored together, one batching after the other; the first scores each alone. */
export const BATCH_SIZES: readonly number[] = [1, 3, 16];

/**
 * Scores each response again, alone and in batches of several sizes: what a model answers should depend on none of them, and
 * on real runtimes does. A batch is what one query asks, as far as the backend takes so many at once.
 *
 * @returns for each response all of its scores, nats: as it was given, and from each batching
 */
export function* scoreAgain<S extends Spaces>(
  scored: readonly Scored<S>[],
  sizes: readonly number[] = BATCH_SIZES,
): Program<Evaluate<S>, readonly (readonly number[])[]> {
  const scores = scored.map(({ logLikelihood }) => [logLikelihood]);
  for (const size of sizes) {
    for (let first = 0; first < scored.length; first += size) {
      const batch = scored.slice(first, first + size);
      const answers = yield* evaluate<S>(
        batch.map(({ prompt }) => prompt),
        batch.map(({ response }) => response),
      );
      batch.forEach((_, i) => scores[first + i]!.push(answers[i]!));
    }
  }
  return scores;
}
