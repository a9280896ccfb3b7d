import type { Bound } from '../theory/bounds/bound.ts';
import type { CaseResult } from './claim.ts';

/**
 * What is compared with the bound at these values, and nothing where its assumptions do not hold: the same cases then serve
 * a bound and a form in print that assumes less.
 *
 * @throws DomainError where a value is not in its domain: such a case is broken, and skipped without a word it would be
 *   missed by nobody
 */
export function* whereAssumed<P extends string>(
  bound: Bound<P>,
  values: Readonly<Record<NoInfer<P>, number>>,
  comparison: (bound: number) => CaseResult,
): Iterable<CaseResult> {
  if (bound.assumptionsHold(values)) yield comparison(bound.evaluate(values));
}
