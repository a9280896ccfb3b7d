import { DomainError } from '../../math/domainError.ts';

/**
 * Which responses a selection may choose, where a length limit cuts some.
 *
 * - `only`, the default: those that the policy ended. The likelihood of a cut response is that of all its continuations
 *   together, so a comparison by likelihood would favour what was cut. Where every response to a prompt was cut, none can
 *   be compared: the first one drawn is kept, and says of itself that it was cut.
 * - `all`: a cut response is a response like any other.
 *
 * A response was cut where it says so, by `ended: false`. Those of explicit worlds are numbers, and whole.
 */
export type EndedChoice = 'only' | 'all';

/** What a selection does that was not told. */
export const ENDED: EndedChoice = 'only';

/** Whether a response says that it was cut at a length limit. */
export function isCut(response: unknown): boolean {
  return typeof response === 'object' && response !== null && 'ended' in response && response.ended === false;
}

/** Whether a selection may choose the response. */
export function mayWin(response: unknown, ended: EndedChoice): boolean {
  return ended === 'all' || !isCut(response);
}

/** Refuses what is no such choice. */
export function requireEnded(where: string, ended: EndedChoice): void {
  if (ended === 'only' || ended === 'all') return;
  throw new DomainError(where, 'ended', "'only' or 'all'", ended);
}
