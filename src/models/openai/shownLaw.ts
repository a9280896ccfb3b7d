import type { TokenLaw } from '../../access/queries/tokenLaw.ts';
import { log1mexp, logSumExp } from '../../math/logSpace.ts';
import { LogTotal } from '../../math/logTotal.ts';
import { tied } from '../../math/tolerance.ts';

/** A token and its log-probability, nats. */
export type Shown = readonly [token: number, logMass: number];

/**
 * A next-token law as it is asked for, from the heaviest tokens that a server shows, or all of them.
 *
 * Of all of them the total is made 1, which single precision misses by some 1e-7. Of fewer the rest is what they leave.
 *
 * @param size of the vocabulary
 * @param ends the tokens that end a response
 * @returns undefined where tokens that were asked for may be among those not shown
 */
export function shownLaw(
  shown: readonly Shown[],
  { size, ends }: { size: number; ends: readonly number[] },
  leastLogMass = -Infinity,
): TokenLaw | undefined {
  const whole = shown.length >= size;
  const logTotal = logSumExp(shown.map(([, logMass]) => logMass));
  const [heaviest, lightest] = shown.reduce(
    ([most, least], [, logMass]) => [Math.max(most, logMass), Math.min(least, logMass)],
    [-Infinity, Infinity],
  );
  if (!whole && lightest >= leastLogMass) return undefined;
  const normaliser = whole ? logTotal : 0;
  const kept: Shown[] = [];
  const left = new LogTotal();
  let ceiling = -Infinity;
  for (const [token, logMass] of shown) {
    if (logMass >= leastLogMass || tied(logMass, heaviest)) kept.push([token, logMass - normaliser]);
    else {
      left.add(logMass - normaliser);
      ceiling = Math.max(ceiling, logMass - normaliser);
    }
  }
  kept.sort(([a], [b]) => a - b);
  const logKept = logSumExp(kept.map(([, logMass]) => logMass));
  const logRestMass = whole ? left.value : Math.max(left.value, log1mexp(Math.min(0, logKept)));
  return {
    tokens: kept.map(([token]) => token),
    logMasses: kept.map(([, logMass]) => logMass),
    ends,
    logRestMass,
    logRestCeiling: Math.min(ceiling, logRestMass),
  };
}
