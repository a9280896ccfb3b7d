import gammainc from '@stdlib/math-base-special-gammainc';
import { requireLength, requireNumbers } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';

/** A test of observed counts against expected ones. */
export interface GoodnessOfFit {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** The chance of a statistic at least this large, by the chi-square law. */
  readonly pValue: number;
}

/** Below this expected count the chi-square law is no good approximation: such cells are tested together. */
const SMALL_CELL = 5;

/**
 * Pearson's test: sum (O - E)^2 / E.
 *
 * @param observed counts
 * @param expected counts with the same total; cells below 5 are pooled into one
 */
export function chiSquareTest(observed: ArrayLike<number>, expected: ArrayLike<number>): GoodnessOfFit {
  return goodnessOfFit('chiSquareTest', observed, expected, (o, e) => (o - e) ** 2 / e);
}

/**
 * The likelihood-ratio test: 2 sum O log(O / E).
 *
 * @param observed counts
 * @param expected counts with the same total; cells below 5 are pooled into one
 */
export function gTest(observed: ArrayLike<number>, expected: ArrayLike<number>): GoodnessOfFit {
  return goodnessOfFit('gTest', observed, expected, (o, e) => (o === 0 ? 0 : 2 * o * Math.log(o / e)));
}

function goodnessOfFit(
  where: string,
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
  term: (observed: number, expected: number) => number,
): GoodnessOfFit {
  requireNumbers(where, 'observed', observed);
  requireNumbers(where, 'expected', expected);
  requireLength(where, 'expected', expected, observed.length);
  let [total, expectedTotal] = [0, 0];
  let [pooledObserved, pooledExpected] = [0, 0];
  let [statistic, cells] = [0, 0];
  for (let i = 0; i < observed.length; i++) {
    const [o, e] = [observed[i]!, expected[i]!];
    if (!(o >= 0)) throw new DomainError(where, `observed[${i}]`, 'at least 0', o);
    if (!(e >= 0)) throw new DomainError(where, `expected[${i}]`, 'at least 0', e);
    total += o;
    expectedTotal += e;
    if (e < SMALL_CELL) {
      pooledObserved += o;
      pooledExpected += e;
    } else {
      statistic += term(o, e);
      cells++;
    }
  }
  if (!(Math.abs(total - expectedTotal) <= 1e-6 * total)) {
    throw new DomainError(where, 'total of expected', `${total}, the total of observed`, expectedTotal);
  }
  if (pooledExpected > 0 || pooledObserved > 0) {
    // An observation where nothing was expected refutes the law outright.
    statistic += pooledExpected > 0 ? term(pooledObserved, pooledExpected) : Infinity;
    cells++;
  }
  if (cells < 2) throw new DomainError(where, 'cells with an expected count of 5 or more', 'at least 2', cells);
  const degreesOfFreedom = cells - 1;
  const pValue = statistic === Infinity ? 0 : gammainc(Math.max(0, statistic) / 2, degreesOfFreedom / 2, true, true);
  return { statistic, degreesOfFreedom, pValue };
}
