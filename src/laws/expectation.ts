import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import { requireExactLaw } from './exactLaw.ts';
import type { ExactLaw } from './exactLaw.ts';
import { expectationEnds, requireValues } from './expectationEnds.ts';
import type { Interval } from '../math/interval.ts';
import { LawBracket } from './lawBracket.ts';
import { PartialLaw } from './partialLaw.ts';

/**
 * The expectation of a function of the outcome: sum_i q_i values[i]; an outcome of mass zero adds nothing.
 *
 * Of a law that is known in part: the ends of what it can be, up to rounding.
 *
 * @param values of the function at each outcome, each level of a spectrum, or each listed outcome; finite where the law,
 * or of a bracket the upper end, has mass
 * @param restValues ends of what it may be at an unlisted outcome, for laws known in part; infinite where nothing bounds it
 * @throws DomainError where an argument is not in its domain
 */
export function expectation(law: ExactLaw, values: ArrayLike<number>): number;
export function expectation(law: PartialLaw | LawBracket, values: ArrayLike<number>, restValues: Interval): Interval;
export function expectation(
  law: ExactLaw | PartialLaw | LawBracket,
  values: ArrayLike<number>,
  restValues?: Interval,
): number | Interval {
  const where = 'expectation';
  if (law instanceof LawBracket) return expectationEnds(where, law, values, restValues!);
  if (law instanceof PartialLaw) {
    const { logMasses, logRestMass } = law;
    const logRest = { lower: logRestMass, upper: logRestMass };
    return expectationEnds(where, { logLower: logMasses, logUpper: logMasses, logRest }, values, restValues!);
  }
  requireExactLaw(where, 'law', law);
  if (restValues !== undefined) {
    throw new DomainError(where, 'restValues', 'left out, as the law is known whole', restValues);
  }
  requireValues(where, values, law.logMasses);
  const terms = Float64Array.from(law.levelLogMasses, (logMass, i) =>
    logMass === -Infinity ? 0 : Math.exp(logMass) * values[i]!,
  );
  return compensatedSum(terms);
}
