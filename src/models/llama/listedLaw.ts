import type { TokenLaw } from '../../access/queries/tokenLaw.ts';
import { LogTotal } from '../../math/logTotal.ts';
import { logSumExp } from '../../math/logSpace.ts';
import { tied } from '../../math/tolerance.ts';

/** What is known of the tokens of a model. */
export interface Vocabulary {
  readonly size: number;
  /** The tokens that end a response. */
  readonly ends: readonly number[];
}

/** So many logits, the largest, are asked for of a larger vocabulary: to hand over all 262,144 takes the runtime longer than to compute them. */
export const MOST_SHOWN = 65_536;

/** The most mass that tokens which are not shown may have, where the law is normalised without them. */
const MOST_LEFT_OUT = 1e-3;

/**
 * A next-token law as it is asked for, from the logits that llama.cpp shows: all of them, or the largest. What is then left out
 * of the total is at most a thousandth of it (of Gemma-3's 262,144 tokens it was measured as 2e-5), below what the single precision of
 * llama.cpp's own total loses.
 *
 * @param logits of distinct tokens
 * @returns undefined where that is not enough: tokens that were asked for, or too much mass, may be among what is not shown
 */
export function listedLaw(
  logits: ReadonlyMap<number, number>,
  { size, ends }: Vocabulary,
  leastLogMass = -Infinity,
): TokenLaw | undefined {
  const tokens = Int32Array.from(logits.keys());
  const logMasses = Float64Array.from(logits.values());
  const normaliser = logSumExp(logMasses);
  let [heaviest, lightest] = [-Infinity, Infinity];
  for (let i = 0; i < logMasses.length; i++) {
    const logMass = (logMasses[i]! -= normaliser);
    if (logMass > heaviest) heaviest = logMass;
    if (logMass < lightest) lightest = logMass;
  }
  const hidden = size - tokens.length;
  if (hidden > 0 && (lightest >= leastLogMass || Math.log(hidden) + lightest > Math.log(MOST_LEFT_OUT)))
    return undefined;

  const listed: number[] = [];
  const rest = new LogTotal();
  let logRestCeiling = -Infinity;
  for (let i = 0; i < logMasses.length; i++) {
    const logMass = logMasses[i]!;
    if (logMass >= leastLogMass || tied(logMass, heaviest)) listed.push(i);
    else {
      rest.add(logMass);
      if (logMass > logRestCeiling) logRestCeiling = logMass;
    }
  }
  listed.sort((i, j) => tokens[i]! - tokens[j]!);
  return {
    tokens: listed.map((i) => tokens[i]!),
    logMasses: listed.map((i) => logMasses[i]!),
    ends,
    logRestMass: rest.value,
    logRestCeiling,
  };
}
