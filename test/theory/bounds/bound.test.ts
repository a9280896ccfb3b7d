import { describe, expect, it } from 'vitest';
import type { Bound } from '../../../src/theory/bounds/index.ts';
import {
  certificateDraws,
  hardFamilyLowerBound,
  peakFromSamplesEnd,
  propC1,
  thm31,
  thm41,
} from '../../../src/theory/bounds/index.ts';

const values = { logClassSize: 4 * Math.log(16), rho: 0.1, delta: 0.5, n: 1000, coverage: 4.5, N: 100 };

describe('a bound', () => {
  it.each([
    [propC1, { rho: 1e-3, modeMass: 0.02 }],
    [thm41, values],
    [thm31, { prompts: 4, responses: 16, eps: 0.5 / 16 }],
    [peakFromSamplesEnd, { rho: 0.05, N: 7 }],
    [certificateDraws, { rho: 0.05, best: 0.02 }],
    [hardFamilyLowerBound, { prompts: 4, responses: 16, hardMass: 0.5, m: 20.5 }],
  ])('agrees with 64 digits, and its derivatives with differences', (bound: Bound<any>, at: Record<string, number>) => {
    const value = bound.evaluate(at);
    expect(Number(bound.evaluatePrecisely(at)) / value).toBeCloseTo(1, 14);
    for (const [parameter, x] of Object.entries(at)) {
      // A relative step that keeps whole numbers whole is not needed: the formula is evaluated beside its checks.
      if (Number.isInteger(x)) continue;
      const h = 1e-6 * x;
      const difference =
        (bound.evaluate({ ...at, [parameter]: x + h }) - bound.evaluate({ ...at, [parameter]: x - h })) / (2 * h);
      expect(bound.derivative(parameter)(at) / difference).toBeCloseTo(1, 6);
    }
  });

  it('prints itself in the symbols of the paper', () => {
    expect(thm41.tex).toBe(
      String.raw`\frac{2\cdot \kappa\cdot\left( \log|\Pi|+\ln\left(\frac{1}{ \rho}\right)\right)}{\left( \delta\cdot n\right)}+\frac{ C_{\mathrm{cov},\gamma}}{ N^*}`,
    );
  });

  it('refuses a formula with a name that means nothing', () => {
    expect(() => thm41.withFormula('kapa / n')).toThrow(/name 'kapa' of the formula/);
  });

  it.each([
    [{ delta: 0 }, "Thm 4.1': delta must be in (0, 1), got 0"],
    [{ delta: 1 }, "Thm 4.1': delta must be in (0, 1), got 1"],
    [{ rho: -0.1 }, "Thm 4.1': rho must be in (0, 1), got -0.1"],
    [{ rho: NaN }, "Thm 4.1': rho must be in (0, 1), got NaN"],
    [{ n: 0 }, "Thm 4.1': n must be an integer at least 1, got 0"],
    [{ N: 1.5 }, "Thm 4.1': N must be an integer at least 1, got 1.5"],
    [{ coverage: 0.5 }, "Thm 4.1': coverage must be a finite number at least 1, got 0.5"],
    [{ logClassSize: Infinity }, "Thm 4.1': logClassSize must be a finite number at least 0, got Infinity"],
    [{ N: '3' as never }, `Thm 4.1': N must be an integer at least 1, got "3"`],
  ])('refuses %o', (wrong, message) => {
    expect(() => thm41.evaluate({ ...values, ...wrong })).toThrow(message);
  });
});
