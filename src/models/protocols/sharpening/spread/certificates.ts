import type { SearchedLaw } from '../../../../learners/decoding/tokenSearch.ts';

/** The scores of one response that a search has found. */
export interface ScoresOf {
  readonly tokens: readonly number[];
  /** In all batchings, the search's own among them, nats. */
  readonly scores: readonly number[];
}

/** More rivals than this are not scored again: a certificate that has so many does not survive. */
const MOST_RIVALS = 8;

/**
 * The responses that the certificate of y* depends on: y* first, and what is listed within 2 spreads of it, which another
 * batch might put above it. None where the search certifies nothing, y* alone where its rivals are too many.
 */
export function withinReach({ responses, mode }: SearchedLaw, spread: number): SearchedLaw['responses'] {
  if (!mode?.certified) return [];
  const close = responses.filter(({ logLikelihood }) => logLikelihood >= mode.logLikelihood - 2 * spread);
  return close.slice(0, close.length > 1 + MOST_RIVALS ? 1 : close.length);
}

/**
 * Whether the certificate of y* holds at the spread seen: in every batching it scored above each rival that was scored again
 * in any, and all others, listed or not, are more than 2 spreads below it.
 *
 * @param again the responses within reach that were scored again, y* among them
 * @param spread nats; at 0 the search's own certificate holds
 */
export function survives({ responses, mode, law }: SearchedLaw, again: readonly ScoresOf[], spread: number): boolean {
  if (!mode?.certified) return false;
  if (spread === 0) return true;
  const scoresOf = ({ tokens }: { tokens: readonly number[] }): readonly number[] | undefined =>
    again.find((each) => each.tokens.join() === tokens.join())?.scores;
  const surelyLess = mode.logLikelihood - 2 * spread;
  if (law.logRestCeiling >= surelyLess) return false;
  const lowest = Math.min(...(scoresOf(mode) ?? [-Infinity]));
  return responses.slice(1).every((rival) => {
    if (rival.logLikelihood < surelyLess) return true;
    const scores = scoresOf(rival);
    return scores !== undefined && Math.max(...scores) < lowest;
  });
}
