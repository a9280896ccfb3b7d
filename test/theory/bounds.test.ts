import { describe, expect, it } from 'vitest';
import { hardFamily, modeCoverage, Source } from '../../src/index.ts';
import type { Bound } from '../../src/theory/bounds/index.ts';
import {
  corF1Sharp,
  lemmaF2,
  lemmaF2Sharp,
  lemmaF3,
  propC1,
  thm31,
  thm41,
  thm41InExpectation,
  thm41P,
  thm41Samples,
  thmD1,
  thmD1Samples,
} from '../../src/theory/bounds/index.ts';

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

describe("Thm 3.1'", () => {
  it('has the largest constant c with (1 - 3/M)^(2cM) >= 1/4 for every M >= 8', () => {
    const c = thm31.evaluate({ prompts: 1, responses: 8, eps: 1 / 16 }) / 8;
    expect(c).toBeCloseTo(0.184346, 6);
    for (let M = 8; M < 10_000; M++) expect((1 - 3 / M) ** (2 * c * M)).toBeGreaterThanOrEqual(0.25 - 1e-12);
    expect((1 - 3 / 8) ** (2 * (c + 1e-6) * 8)).toBeLessThan(0.25);
  });

  it('names the assumption that is not met', () => {
    expect(() => thm31.evaluate({ prompts: 4, responses: 16, eps: 0.2 })).toThrow(
      "Thm 3.1': eps must be at most 1/16, got 0.2",
    );
    expect(() => thm31.evaluate({ prompts: 4, responses: 7, eps: 0.01 })).toThrow(
      "Thm 3.1': responses must be an integer at least 8, got 7",
    );
  });
});

describe('Lemma F.2', () => {
  it('is an equality at d = T = 1 and K = lambda, and asks for K >= lambda', () => {
    const at = { dimension: 1, rounds: 1, trace: 0.3, lambda: 0.3 };
    expect(lemmaF2.evaluate(at)).toBeCloseTo(1, 14);
    expect(lemmaF2Sharp.evaluate(at)).toBeCloseTo(1, 14);
    expect(() => lemmaF2.evaluate({ ...at, trace: 0.2 })).toThrow('Lemma F.2: trace must be at least lambda, got 0.2');
    expect(lemmaF2Sharp.evaluate({ ...at, trace: 0.2 })).toBeCloseTo(2 / 3, 14);
  });
});

describe('Cor F.1', () => {
  it('has the root of x = 1 - exp(-2x) in its best constant, 1.2550', () => {
    const constant = corF1Sharp.evaluate({ observed: 0, range: 1, rho: Math.exp(-1) });
    expect(constant).toBeCloseTo(1.25500097491597, 13);
    expect(1 / constant + Math.exp(-2 / constant)).toBeCloseTo(1, 14);
  });
});

describe('Lemma F.3', () => {
  it('asks for eta <= 1/R', () => {
    const at = { variance: 3, range: 2, eta: 0.5, rho: 0.1 };
    expect(lemmaF3.evaluate(at)).toBeCloseTo(1.5 + 2 * Math.log(10), 12);
    expect(() => lemmaF3.evaluate({ ...at, eta: 0.6 })).toThrow('Lemma F.3: eta must be at most 1/range, got 0.6');
  });
});

describe('a bound', () => {
  it.each([
    [propC1, { rho: 1e-3, modeMass: 0.02 }],
    [thm41, values],
    [thm31, { prompts: 4, responses: 16, eps: 0.5 / 16 }],
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

it('the coverage of the hard family is what its laws give (app-h-coverage)', () => {
  for (const parameters of [
    { prompts: 4, responses: 16, hardMass: 0.5 },
    { prompts: 3, responses: 8, hardMass: 1 },
  ]) {
    const family = hardFamily(parameters);
    expect(modeCoverage(family.instance(Source.named('coverage')))).toBeCloseTo(family.coverage, 12);
  }
});
