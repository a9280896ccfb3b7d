import { ModelError } from '../modelError.ts';

/** Some servers write minus infinity so; no model that can be sampled gives a token less. */
const STANDS_FOR_NONE = -9998;
/** Single precision rounds a probability of 1 to a little more. */
const ROUNDING = 1e-3;

/**
 * A log-probability as a server has said it, nats.
 *
 * @throws ModelError where it is none: missing, NaN, more than 0, or a number that stands for minus infinity
 */
export function requireLogProbability(server: string, what: string, value: unknown): number {
  const isOne = typeof value === 'number' && value <= ROUNDING && value > STANDS_FOR_NONE;
  if (isOne) return Math.min(0, value);
  const said = value === undefined ? 'none' : JSON.stringify(value);
  throw new ModelError(
    `${server}: ${what} must have a log-probability, in nats; the server says ${said}: is it told to return log-probabilities, unprocessed?`,
  );
}
