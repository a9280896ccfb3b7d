import { LogTotal } from '../../math/logTotal.ts';
import { tied } from '../../math/tolerance.ts';

/** The law of the next token after a prefix: plain JSON, so that it can be logged. */
export interface TokenLaw {
  /** The tokens that are listed, in ascending order. */
  readonly tokens: readonly number[];
  /** log pi_base(token | prefix) of each of them, nats. */
  readonly logMasses: readonly number[];
  /**
   * The tokens that end a response after this prefix: end tokens, listed or not, which are the same after every prefix, and
   * of the listed ones those that complete a stop string.
   */
  readonly ends: readonly number[];
  /** Log of the mass of all tokens that are not listed together, nats; minus infinity where there are none. */
  readonly logRestMass: number;
  /** No token that is not listed has a larger log mass, nats. */
  readonly logRestCeiling: number;
}

/**
 * Lists a law that is known whole, as `nextTokenLaw` is answered: all tokens of positive mass whose log mass is at
 * least `leastLogMass`, and in any case the heaviest with those that tie with it.
 *
 * @param logMasses of the tokens 0, 1, ..., nats
 * @param ends the tokens that end a response
 */
export function tokenLaw(logMasses: ArrayLike<number>, ends: readonly number[], leastLogMass = -Infinity): TokenLaw {
  let heaviest = -Infinity;
  for (let token = 0; token < logMasses.length; token++) heaviest = Math.max(heaviest, logMasses[token]!);
  const tokens: number[] = [];
  const listed: number[] = [];
  const rest = new LogTotal();
  let logRestCeiling = -Infinity;
  for (let token = 0; token < logMasses.length; token++) {
    const logMass = logMasses[token]!;
    if (logMass === -Infinity) continue;
    if (logMass >= leastLogMass || tied(logMass, heaviest)) {
      tokens.push(token);
      listed.push(logMass);
    } else {
      rest.add(logMass);
      logRestCeiling = Math.max(logRestCeiling, logMass);
    }
  }
  return { tokens, logMasses: listed, ends, logRestMass: rest.value, logRestCeiling };
}
