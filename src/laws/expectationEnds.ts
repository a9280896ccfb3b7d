import { requireLength, requireNumbers, requireObject } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import type { Interval } from '../math/interval.ts';

/** Ends of the log mass of each listed outcome and of the rest, nats. */
export interface LogEnds {
  readonly logLower: ArrayLike<number>;
  readonly logUpper: ArrayLike<number>;
  readonly logRest: Interval;
}

/** The smallest and largest expectation over all laws within the ends; see `LawBracket.expectation`. */
export function expectationEnds(
  where: string,
  ends: LogEnds,
  values: ArrayLike<number>,
  restValues: Interval,
): Interval {
  requireValues(where, values, ends.logUpper);
  requireObject(where, 'restValues', restValues);
  const { lower, upper } = restValues;
  requireNumbers(where, 'restValues', [lower, upper]);
  if (!(lower <= upper && lower < Infinity && upper > -Infinity)) {
    throw new DomainError(
      where,
      'restValues',
      'an interval { lower, upper } with lower <= upper',
      `${lower}, ${upper}`,
    );
  }
  return { lower: -most(ends, values, -lower, -1), upper: most(ends, values, upper, 1) };
}

/** Refuses values of a function that are not one for each outcome, finite where the outcome may occur. */
export function requireValues(where: string, values: ArrayLike<number>, logMasses: ArrayLike<number>): void {
  requireLength(where, 'values', values, logMasses.length);
  if (logMasses.length > 0) requireNumbers(where, 'values', values);
  for (let i = 0; i < values.length; i++) {
    if (!(Number.isFinite(values[i]) || logMasses[i] === -Infinity)) {
      throw new DomainError(where, `values[${i}]`, 'finite, as the outcome may occur', values[i]);
    }
  }
}

/** The largest of sum sign values[i] q_i + restValue q_rest: every part gets its least, the best what is then left. */
function most(
  { logLower, logUpper, logRest }: LogEnds,
  values: ArrayLike<number>,
  restValue: number,
  sign: number,
): number {
  const parts = Array.from(logLower, (logLeast, i) => ({
    value: sign * values[i]!,
    least: Math.exp(logLeast),
    most: Math.exp(logUpper[i]!),
  }));
  parts.push({ value: restValue, least: Math.exp(logRest.lower), most: Math.exp(logRest.upper) });
  parts.sort((a, b) => b.value - a.value);
  let left = Math.max(0, 1 - compensatedSum(parts.map(({ least }) => least)));
  const terms = parts.map(({ value, least, most }) => {
    const extra = Math.min(left, most - least);
    left -= extra;
    return least + extra === 0 ? 0 : value * (least + extra);
  });
  return compensatedSum(terms);
}
