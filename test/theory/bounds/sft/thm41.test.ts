import { describe, expect, it } from 'vitest';
import {
  thm41,
  thm41InExpectation,
  thm41P,
  thm41Samples,
  thmD1,
  thmD1Samples,
} from '../../../../src/theory/bounds/index.ts';

const values = { logClassSize: 4 * Math.log(16), rho: 0.1, delta: 0.5, n: 1000, coverage: 4.5, N: 100 };

describe("Thm 4.1'", () => {
  it('has the constants that its derivation gives', () => {
    // By hand: kappa = 1/(3/2 - sqrt 2) = 11.6568..., so 8 kappa = 93.25...
    const kappa = 11.656854249492381;
    const expected = (2 * kappa * (4 * Math.log(16) + Math.log(10))) / 500 + (4.5 * Math.log(4)) / 100;
    expect(thm41.evaluate(values)).toBeCloseTo(expected, 12);
  });

  it('halves the budget as the paper says: m = 8 kappa C log(|Pi|/rho) log(2/delta) / (delta eps^2) gives eps', () => {
    const [eps, rho, delta, coverage, logClassSize] = [0.01, 0.05, 0.1, 7, 20];
    const kappa = 1 / (1.5 - Math.SQRT2);
    const n = Math.ceil((4 * kappa * (logClassSize + Math.log(1 / rho))) / (delta * eps));
    const N = Math.ceil(((2 * coverage) / eps) * Math.log(2 / delta));
    const risk = thm41.evaluate({ logClassSize, rho, delta, n, coverage, N });
    expect(risk).toBeLessThanOrEqual(eps);
    expect(risk).toBeGreaterThan(0.999 * eps);
  });

  it('by p-norms is itself at p = 1, and its numbers of samples leave half of eps to each term', () => {
    expect(thm41P.evaluate({ ...values, p: 1 })).toBe(thm41.evaluate(values));
    const { logClassSize, rho, delta } = values;
    const [eps, coverage] = [1e-3, 1e6];
    for (const p of [0.5, 1, 2, 7]) {
      const n = Math.ceil((2 * thmD1.evaluate({ logClassSize, rho, delta, n: 1 })) / eps);
      const N = Math.ceil(thm41Samples.evaluate({ logClassSize, rho, delta, eps, coverage, p }) / n);
      const risk = thm41P.evaluate({ logClassSize, rho, delta, n, coverage, N, p });
      expect(risk / eps).toBeCloseTo(1, 4);
      // By hand: 8 kappa = 93.25... at p = 1.
      const inPrint = (93.25483399593905 * coverage * (logClassSize - Math.log(rho)) * Math.log(2 / delta)) / delta;
      const m = thm41Samples.evaluate({ logClassSize, rho, delta, eps, coverage, p: 1 });
      expect(m / (inPrint / eps ** 2)).toBeCloseTo(1, 12);
    }
    const n = thmD1.evaluate({ logClassSize, rho, delta, n: 1 }) / eps;
    const m = thmD1Samples.evaluate({ logClassSize, rho, delta, eps, peakCoverage: 3 });
    expect(m / (n * (1 + Math.log(2 / delta)) * 3)).toBeCloseTo(1, 12);
  });

  it('in expectation is its integral over rho', () => {
    const steps = 20_000;
    let integral = 0;
    // The midpoint rule on rho = exp(-t), where the integrand is smooth.
    for (let i = 0; i < steps; i++) {
      const t = ((i + 0.5) / steps) * 50;
      integral += (thm41.evaluate({ ...values, rho: Math.exp(-t) }) * Math.exp(-t) * 50) / steps;
    }
    const { rho: _, ...rest } = values;
    expect(integral).toBeCloseTo(thm41InExpectation.evaluate(rest), 6);
  });
});
