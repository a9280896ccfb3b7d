import { DomainError } from '../../../../math/domainError.ts';

/**
 * How far apart the scores of one response lay that a model gave in different batches. A largest difference of those that
 * were compared: it bounds no other response.
 */
export interface Spread {
  /** The largest difference between two scores of one response, nats. */
  readonly nats: number;
  /** How many responses were scored again. */
  readonly responses: number;
  /** How many scores of each were compared: as drawn or found, alone, and in batches. */
  readonly scores: number;
}

/** A spread of this many nats or more changes what is read off a report: masses by a tenth, and the order of likely responses. */
export const LARGE_SPREAD = 0.1;

/**
 * The spread of some scores.
 *
 * @param scores of each response, nats, as many of each
 * @throws DomainError where there are none
 */
export function spreadOf(scores: readonly (readonly number[])[]): Spread {
  if (scores.length === 0) throw new DomainError('spreadOf', 'scores', 'those of one response or more', scores);
  return {
    nats: scores.reduce((most, each) => Math.max(most, rangeOf(each)), 0),
    responses: scores.length,
    scores: scores[0]!.length,
  };
}

/** The largest difference between two of the numbers. Equal ones differ by nothing, infinite ones too. */
function rangeOf(values: readonly number[]): number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? 0 : most - least;
}
