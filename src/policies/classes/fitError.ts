import type { FitKind } from './fitRequest.ts';

/** A fit that did not reach an optimum: what it had is not returned as if it were one. */
export class FitError extends Error {
  override readonly name = 'FitError';

  /** @param reason what was reached, what was asked for, and what to change */
  constructor(kind: FitKind, reason: string) {
    super(`${kind}: did not converge: ${reason}`);
  }
}
