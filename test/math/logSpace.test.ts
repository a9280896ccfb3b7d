import fc from 'fast-check';
import type { BigNumber } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { compensatedSum } from '../../src/math/compensatedSum.ts';
import { log1mexp, logAddExp, logSumExp } from '../../src/math/logSpace.ts';
import { big, errorOf, math } from '../support/bigNumber.ts';

/** Half a unit in the last place of 1. */
const UNIT = 2 ** -53;
const one = math.bignumber(1);

describe('compensatedSum', () => {
  it('keeps what cancels', () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
    expect(compensatedSum(new Float64Array(10).fill(0.1))).toBe(1);
    expect(compensatedSum([])).toBe(0);
  });

  it('of something infinite is infinite', () => {
    expect(compensatedSum([1, -Infinity, 2])).toBe(-Infinity);
    expect(compensatedSum([Infinity, 1, 1])).toBe(Infinity);
  });

  it('stays within its proved error, u |S| + 2 n^2 u^2 sum |x|', () => {
    const term = fc.double({ min: -1, max: 1, noNaN: true });
    const scaled = fc.tuple(term, fc.integer({ min: -30, max: 30 })).map(([x, power]) => x * 10 ** power);
    fc.assert(
      fc.property(fc.array(scaled, { minLength: 1, maxLength: 40 }), fc.boolean(), (terms, cancel) => {
        const values = cancel ? [...terms, ...terms.slice(1).map((x) => -x)] : terms;
        const exact = values.map(big).reduce((a, b) => a.plus(b));
        const size = values.map((x) => big(Math.abs(x))).reduce((a, b) => a.plus(b));
        const bound = exact
          .abs()
          .times(UNIT)
          .plus(size.times(2 * (values.length * UNIT) ** 2));
        expect(big(compensatedSum(values)).minus(exact).abs().lte(bound)).toBe(true);
      }),
      { seed: 111, numRuns: 300 },
    );
  });
});

describe('log1mexp', () => {
  it('has a relative error of at most 2e-15 from -1e-300 to -700', () => {
    const points = [
      1e-300, 1e-100, 1e-20, 1e-16, 1e-10, 1e-5, 0.01, 0.5, 0.69, 0.6931471805599453, 0.7, 1, 2, 10, 36, 37, 100, 500,
      700,
    ];
    for (const x of points) {
      const exact = one.minus(big(-x).exp()).ln();
      expect(errorOf(log1mexp(-x), exact), `x = ${-x}`).toBeLessThanOrEqual(2e-15);
    }
  });

  it('is minus infinity at 0 and 0 at minus infinity', () => {
    expect(log1mexp(0)).toBe(-Infinity);
    expect(log1mexp(-Infinity)).toBe(-0);
  });
});

/** log sum exp, to all digits. */
const exactly = (values: readonly number[]): BigNumber =>
  values.reduce((sum, x) => sum.plus(big(x).exp()), math.bignumber(0)).ln();

// The result is a double near values of this size: half a unit of the largest is lost in writing it down.
const scaleOf = (values: readonly number[]): BigNumber => math.bignumber(Math.max(1, ...values.map(Math.abs)));

const nats = fc.oneof(fc.double({ min: -745, max: 709, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }));

describe('logSumExp', () => {
  it('has an error of at most 4 units in the last place of the largest term', () => {
    fc.assert(
      fc.property(fc.array(nats, { minLength: 1, maxLength: 4 }), (values) => {
        expect(errorOf(logSumExp(values), exactly(values), scaleOf(values))).toBeLessThanOrEqual(8 * UNIT);
      }),
      { seed: 112, numRuns: 40 },
    );
  });

  it('neither overflows nor underflows', () => {
    expect(logSumExp([1e6, 1e6])).toBe(1e6 + Math.LN2);
    expect(logSumExp([-1e6, -1e6])).toBe(-1e6 + Math.LN2);
    expect(logSumExp([-Infinity, -3])).toBe(-3);
    expect(logSumExp([Infinity, -3])).toBe(Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([])).toBe(-Infinity);
  });

  it('of a million small terms beside a large one keeps its digits', () => {
    const values = [0, ...new Float64Array(1e6).fill(Math.log(1e-7))];
    // Each small term has the rounding error of its log, 16 nats long: together at most 0.1 * 16 units.
    expect(Math.abs(logSumExp(values) - Math.log(1.1))).toBeLessThanOrEqual(6 * UNIT);
  });
});

describe('logAddExp', () => {
  it('has an error of at most 4 units in the last place of the larger term', () => {
    fc.assert(
      fc.property(nats, nats, (a, b) => {
        expect(errorOf(logAddExp(a, b), exactly([a, b]), scaleOf([a, b]))).toBeLessThanOrEqual(8 * UNIT);
      }),
      { seed: 113, numRuns: 40 },
    );
  });

  it('takes minus infinity for nothing', () => {
    expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity);
    expect(logAddExp(-Infinity, 2)).toBe(2);
    expect(logAddExp(2, -Infinity)).toBe(2);
  });
});
