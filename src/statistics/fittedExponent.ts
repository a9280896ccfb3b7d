import { tQuantile } from '../math/stdlib.ts';
import { requireLength, requireNumbers, requireOpenUnit, requirePositive } from '../math/checks.ts';
import { compensatedSum } from '../math/compensatedSum.ts';
import { DomainError } from '../math/domainError.ts';
import type { Interval } from '../math/interval.ts';

/** A power law y = exp(intercept) x^exponent fitted to points. */
export interface FittedExponent {
  readonly exponent: number;
  /**
   * Misses the true exponent with the failure probability where log y has independent normal errors of one spread; where
   * their law is skewed or heavy-tailed, about so.
   */
  readonly interval: Interval;
  /** log y at x = 1, nats. */
  readonly intercept: number;
  /** The standard deviation of log y about the line, estimated with divisor n - 2; nats. */
  readonly residualDeviation: number;
}

/**
 * The exponent of a power law: the slope of log y against log x by least squares, with Student's interval
 *
 *   slope +- t_{n-2} s / sqrt( sum (log x_i - mean log x)^2 ),  s = residualDeviation.
 *
 * @param x above 0, with at least 3 distinct logarithms
 * @param y above 0, one for each x
 * @param failureProbability of the interval, both sides together, in (0, 1)
 * @throws DomainError outside these domains
 */
export function fittedExponent(x: ArrayLike<number>, y: ArrayLike<number>, failureProbability: number): FittedExponent {
  const where = 'fittedExponent';
  requireNumbers(where, 'x', x);
  requireNumbers(where, 'y', y);
  requireLength(where, 'y', y, x.length);
  for (let i = 0; i < x.length; i++) {
    requirePositive(where, `x[${i}]`, x[i]!);
    requirePositive(where, `y[${i}]`, y[i]!);
  }
  requireOpenUnit(where, 'failureProbability', failureProbability);
  const logX = Float64Array.from(x, Math.log);
  const distinct = new Set(logX).size;
  if (distinct < 3) throw new DomainError(where, 'number of distinct x', 'at least 3', distinct);
  const n = logX.length;
  const meanX = compensatedSum(logX) / n;
  const logY = Float64Array.from(y, Math.log);
  const meanY = compensatedSum(logY) / n;
  const fromX = logX.map((value) => value - meanX);
  const fromY = logY.map((value) => value - meanY);
  const squares = compensatedSum(fromX.map((gap) => gap * gap));
  const exponent = compensatedSum(fromX.map((gap, i) => gap * fromY[i]!)) / squares;
  const residuals = compensatedSum(fromX.map((gap, i) => (fromY[i]! - exponent * gap) ** 2));
  const residualDeviation = Math.sqrt(residuals / (n - 2));
  // The lower quantile: near 1 the upper tail has no digits left.
  const radius = (-tQuantile(failureProbability / 2, n - 2) * residualDeviation) / Math.sqrt(squares);
  return {
    exponent,
    interval: { lower: exponent - radius, upper: exponent + radius },
    intercept: meanY - exponent * meanX,
    residualDeviation,
  };
}
