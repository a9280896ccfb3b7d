import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { ExplicitPolicy } from '../explicitPolicy.ts';
import type { FitKind, FitRequest } from './fitRequest.ts';

/**
 * A class Pi of explicit policies with its own fits: what nature may pick, and what a learner's fit returns.
 *
 * Which one for a base policy of one's own is a question of what the learner does not know of it: where at each prompt y* may
 * be any response, `hiddenModeClass`; where each prompt has one of a few laws, whatever the others have, a `ProductClass`,
 * whose fits split and whose risk `productSftRisk` knows; where it is one of a few policies as a whole, a `FiniteClass`;
 * where it has parameters, a `ContinuousClass`. What SFT fits in has to hold pi^BoN_N for the theorems to speak of it:
 * `bestOfNClass({ baseClass }, N)` of a class of base policies does. Ties go to the member listed first, which decides at
 * prompts that were not seen.
 *
 * @see docs/your-own.md
 */
export interface PolicyClass {
  readonly prompts: number;
  readonly responses: number;
  /** log |Pi|, nats, of a finite class. */
  readonly logSize?: number;
  /**
   * log N(Pi, epsilon), nats, or an upper end of it, of a class that is not finite: so many members, that each policy of
   * the class is within epsilon of one of them in max |log pi/pi'|.
   */
  logCoveringNumber?(epsilon: number): number;
  /** Whether some member has these laws, up to rounding. */
  contains(policy: ExplicitPolicy): boolean;
  /** Which fits it does not offer, and why in plain words. */
  readonly refusals?: Readonly<Partial<Record<FitKind, string>>>;
  /**
   * The member that a request asks for.
   *
   * Of a finite class ties go to the member listed first: log-likelihoods that differ from the highest by at most 1e-12
   * nats an observation, losses that differ from the lowest by at most 1e-12 of their size.
   *
   * @throws DomainError where no member allows the data, because each gives some observation mass zero; FitError where
   *   no optimum was reached
   */
  fit(request: FitRequest<number, number>): ExplicitPolicy;
}

/** Refuses what is not a policy class. */
export function requirePolicyClass(where: string, argument: string, value: unknown): asserts value is PolicyClass {
  requireObject(where, argument, value);
  const { fit, contains, logSize, logCoveringNumber } = value as Partial<PolicyClass>;
  for (const [name, method] of Object.entries({ fit, contains })) {
    if (typeof method !== 'function') throw new DomainError(where, `${argument}.${name}`, 'a function', method);
  }
  if (typeof logSize !== 'number' && typeof logCoveringNumber !== 'function') {
    const expected = 'log |Pi| of a finite class, or logCoveringNumber(epsilon) in its place';
    throw new DomainError(where, `${argument}.logSize`, expected, logSize);
  }
}
