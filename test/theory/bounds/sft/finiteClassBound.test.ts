import { describe, expect, it } from 'vitest';
import { finiteClassBound, finiteClassBoundInExpectation, thm41 } from '../../../../src/theory/bounds/index.ts';

describe('Bound (A)', () => {
  const values = { logClassSize: 10, rho: 0.1, delta: 0.5, tau: 0.032, n: 1000, coverage: 4.5, N: 100 };

  it('has the value of its formula, by hand', () => {
    const g = 1 - Math.sqrt(0.968 * 0.5) - Math.sqrt(0.016);
    const second = (4.5 * Math.log(1 / 0.032)) / 100;
    expect(finiteClassBound.evaluate(values)).toBeCloseTo((10 + Math.log(10)) / (g * 1000) + second, 13);
    const { rho: _, ...rest } = values;
    expect(finiteClassBoundInExpectation.evaluate(rest)).toBeCloseTo(11 / (g * 1000) + second, 13);
  });

  it("takes less than a third of the budget of Thm 4.1' at delta = 1/2", () => {
    // At the best split m is 4 C log(|Pi|/rho) / eps^2 times this product.
    const first = { logClassSize: 0, rho: 1 / Math.E, n: 1, coverage: 1, N: 1e300, delta: 0.5 };
    expect(Math.log(1 / 0.032) * finiteClassBound.evaluate({ ...first, tau: 0.032 })).toBeCloseTo(19.36, 2);
    expect(Math.log(4) * thm41.evaluate(first)).toBeCloseTo(64.64, 2);
  });

  it("is below Thm 4.1' at tau = delta/2, whatever delta, and tends to it", () => {
    for (const delta of [1 - 1e-9, 0.9, 0.5, 0.1, 1e-3, 1e-9, 1e-100, 1e-300]) {
      const at = { logClassSize: 10, rho: 0.1, delta, n: 1000, coverage: 1, N: 1e9 };
      const ratio = finiteClassBound.evaluate({ ...at, tau: delta / 2 }) / thm41.evaluate(at);
      expect(ratio).toBeLessThanOrEqual(1 + 1e-14);
      if (delta < 1e-8) expect(ratio).toBeCloseTo(1, 8);
      if (delta > 0.4) expect(ratio).toBeLessThan(0.9);
    }
  });

  it('names what it assumes', () => {
    for (const tau of [0.5, 0.6]) {
      expect(() => finiteClassBound.evaluate({ ...values, tau })).toThrow(
        `Bound (A): tau must be below delta: best-of-N must leave less off y* than the fit may, got ${tau}`,
      );
    }
    expect(() => finiteClassBound.evaluate({ ...values, tau: 0 })).toThrow('Bound (A): tau must be in (0, 1), got 0');
  });
});
