import { requireInteger, requireLength, requireNumbers, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { log1mexp, logAddExp, logSumExp } from '../../math/logSpace.ts';
import type { FiniteLaw } from '../finiteLaw.ts';
import { tilt } from './tilt.ts';

/** What rejection sampling does at one prompt. */
export interface RejectionLaw {
  /** The law of what is returned. */
  readonly law: FiniteLaw;
  /** The law of what is accepted: proportional to law exp(rewards / beta), pi*_beta. */
  readonly accepted: FiniteLaw;
  /** A = sum_y law(y) exp((rewards[y] - ceiling) / beta): the chance that a try is accepted; and its log. */
  readonly acceptance: number;
  readonly logAcceptance: number;
  /** (1 - A)^N: the chance that no try is. It is the total variation of `law` from `accepted` over that of the base law. */
  readonly missed: number;
  /** How many responses are drawn on average: (1 - (1 - A)^N) / A tries, and one more where none was accepted. */
  readonly samples: number;
}

/**
 * The exact law of rejection sampling with N tries at most: (1 - rho) pi*_beta + rho law, rho = (1 - A)^N.
 *
 * @param rewards one number per outcome, at most the ceiling where the outcome can occur; minus infinity is never accepted
 * @param beta a finite number above 0
 * @param ceiling a finite number
 * @param N tries, an integer at least 1
 * @throws DomainError where a reward is above the ceiling, or where so little is accepted that its log is no double
 * @see docs/derivations.md
 */
export function rejectionLaw(
  law: FiniteLaw,
  rewards: ArrayLike<number>,
  beta: number,
  ceiling: number,
  N: number,
): RejectionLaw {
  const where = 'rejectionLaw';
  requireNumbers(where, 'rewards', rewards);
  requireLength(where, 'rewards', rewards, law.size);
  requirePositive(where, 'beta', beta);
  if (!Number.isFinite(ceiling)) throw new DomainError(where, 'ceiling', 'a finite number', ceiling);
  requireInteger(where, 'N', N, 1);
  const logTaken = Float64Array.from(law.logMasses, (logMass, y) => {
    if (logMass === -Infinity) return logMass;
    if (!(rewards[y]! <= ceiling)) {
      throw new DomainError(where, `rewards[${y}]`, `at most the ceiling ${ceiling}`, rewards[y]);
    }
    return logMass + (rewards[y]! - ceiling) / beta;
  });
  const accepted = tilt(law, rewards, beta);
  // Rounding may lift it above 1 where everything is accepted.
  const logAcceptance = Math.min(0, logSumExp(logTaken));
  const acceptance = Math.exp(logAcceptance);
  const logMissed = N * log1mexp(logAcceptance);
  const missed = Math.exp(logMissed);
  // Of a chance that is no double N tries are all but N draws.
  const tries = acceptance > 0 ? Math.min(N, -Math.expm1(logMissed) / acceptance) : N;
  const logHit = log1mexp(logMissed);
  const logMasses = Float64Array.from(law.logMasses, (logMass, y) =>
    logAddExp(logHit + accepted.logMasses[y]!, logMissed + logMass),
  );
  return {
    law: law.withLogMasses(logMasses),
    accepted,
    acceptance,
    logAcceptance,
    missed,
    samples: tries + missed,
  };
}
