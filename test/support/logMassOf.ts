import type { TokenLaw } from '../../src/access/queries/tokenLaw.ts';

/** The log mass of a token that a law lists. */
export function logMassOf({ tokens, logMasses }: TokenLaw, token: number): number {
  return logMasses[tokens.indexOf(token)]!;
}
