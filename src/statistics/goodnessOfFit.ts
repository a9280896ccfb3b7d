import { upperGamma } from '../math/stdlib.ts';
import { requireInteger, requireLength, requireNumbers } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import { reaches } from '../math/tolerance.ts';

/** A test of observed counts against expected ones. */
export interface GoodnessOfFit {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /**
   * The chance of a statistic at least this large, by the chi-square law: an approximation. Where cells expect 5 counts
   * or more, Pearson's test rejects a true law at levels down to 0.01 at most 1.5 times as often as it says. The
   * likelihood-ratio test does so where they expect 20 or more; with a hundred cells that expect 5 each it rejects at
   * level 0.01 more than twice as often. Far below these levels both can be further off.
   */
  readonly pValue: number;
}

/**
 * Below this expected count the chi-square law is no good approximation: such cells are joined into one, and that one
 * with the next larger cell if it is still too small.
 */
const SMALL_CELL = 5;

/**
 * Pearson's test: sum (O - E)^2 / E.
 *
 * @param observed counts, integers at least 0
 * @param expected counts, at least 0, with the same total; cells below 5 are joined
 */
export function chiSquareTest(observed: ArrayLike<number>, expected: ArrayLike<number>): GoodnessOfFit {
  return goodnessOfFit('chiSquareTest', observed, expected, (o, e) => (o - e) ** 2 / e);
}

/**
 * The likelihood-ratio test: 2 sum O log(O / E).
 *
 * @param observed counts, integers at least 0
 * @param expected counts, at least 0, with the same total; cells below 5 are joined
 */
export function gTest(observed: ArrayLike<number>, expected: ArrayLike<number>): GoodnessOfFit {
  return goodnessOfFit('gTest', observed, expected, (o, e) => (o === 0 ? 0 : 2 * o * Math.log(o / e)));
}

interface Cell {
  readonly observed: number;
  readonly expected: number;
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
  let impossible = false;
  let small: Cell = { observed: 0, expected: 0 };
  const cells: Cell[] = [];
  for (let i = 0; i < observed.length; i++) {
    const [o, e] = [observed[i]!, expected[i]!];
    requireInteger(where, `observed[${i}]`, o, 0);
    if (!(e >= 0)) throw new DomainError(where, `expected[${i}]`, 'at least 0', e);
    total += o;
    expectedTotal += e;
    if (e === 0 && o > 0) impossible = true;
    if (!reaches(e, SMALL_CELL)) small = { observed: small.observed + o, expected: small.expected + e };
    else cells.push({ observed: o, expected: e });
  }
  if (!(Math.abs(total - expectedTotal) <= 1e-6 * total)) {
    throw new DomainError(where, 'total of expected', `${total}, the total of observed`, expectedTotal);
  }
  // A cell that expects a thousandth would refute a true law once in a thousand times, whatever the level.
  if (small.expected > 0 && !reaches(small.expected, SMALL_CELL) && cells.length > 0) {
    const next = cells.reduce((least, cell, i) => (cell.expected < cells[least]!.expected ? i : least), 0);
    const [{ observed, expected }] = cells.splice(next, 1) as [Cell];
    small = { observed: small.observed + observed, expected: small.expected + expected };
  }
  if (small.expected > 0) cells.push(small);
  if (cells.length < 2)
    throw new DomainError(where, 'cells with an expected count of 5 or more', 'at least 2', cells.length);
  const degreesOfFreedom = cells.length - 1;
  // An observation where nothing was expected refutes the law outright.
  if (impossible) return { statistic: Infinity, degreesOfFreedom, pValue: 0 };
  const statistic = cells.reduce((sum, cell) => sum + term(cell.observed, cell.expected), 0);
  const pValue = upperGamma(Math.max(0, statistic) / 2, degreesOfFreedom / 2);
  return { statistic, degreesOfFreedom, pValue };
}
