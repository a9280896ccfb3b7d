import { describe, expect, it } from 'vitest';
import type { Bound } from '../../src/theory/bounds/index.ts';
import {
  adaptiveLowerBound,
  finiteClassBound,
  finiteClassBoundInExpectation,
  hardFamilyBound,
  hardFamilyLowerBound,
  productClassBound,
  thm31,
  thm31Coverage,
  thm41,
  thmD2,
  thmD2Coverage,
} from '../../src/theory/bounds/index.ts';
import { minimaxRisk } from '../../src/theory/risk/minimaxRisk.ts';

/** The least whole number from 1 on at which a falling function is at most `target`. */
function least(risk: (size: number) => number, target: number, most = Infinity): number {
  let [above, enough] = [0, 1];
  while (risk(enough) > target) {
    if (enough > most) return Infinity;
    [above, enough] = [enough, 2 * enough];
  }
  while (enough - above > 1) {
    const middle = Math.floor((above + enough) / 2);
    if (risk(middle) > target) above = middle;
    else enough = middle;
  }
  return enough;
}

const families = [
  { prompts: 4, responses: 16, hardMass: 0.5 },
  { prompts: 32, responses: 32, hardMass: 0.25 },
  { prompts: 64, responses: 256, hardMass: 0.05 },
];

describe('Bound (L)', () => {
  it('asks for nearly the samples that the best learner needs, for a risk of Delta/16', () => {
    const samples = families.map((at) => least((m) => hardFamilyLowerBound.evaluate({ ...at, m }), at.hardMass / 16));
    // The exact numbers are 162, 5432 and 451714; those of Thm 3.1' a seventh.
    expect(samples).toEqual([157, 5314, 449_916]);
    const printed = families.map((at) => {
      const { hardMass, ...rest } = at;
      return thm31.evaluate({ ...rest, eps: hardMass / 16 }).toFixed(1);
    });
    expect(printed).toEqual(['23.6', '755.1', '60406.6']);
  });

  it('is a guess without samples, and loosest with one draw at one prompt of three responses: 4/5', () => {
    for (const at of families) {
      expect(hardFamilyLowerBound.evaluate({ ...at, m: 0 })).toBeCloseTo(at.hardMass * (1 - 1 / at.responses), 15);
    }
    const one = { prompts: 1, responses: 3, hardMass: 1 };
    // By hand: (1 - 2/3) * 2 * (1/2) / (2 + 1/2) against (1/3) (1/2).
    expect(hardFamilyLowerBound.evaluate({ ...one, m: 1 })).toBeCloseTo(2 / 15, 15);
    expect(minimaxRisk({ ...one, n: 1, N: 1 })).toBeCloseTo(1 / 6, 15);
  });
});

describe('Bound (L), adaptive', () => {
  it('is a guess without samples, straight in E[m], and never below 0', () => {
    const at = { prompts: 4, responses: 16, hardMass: 0.5 };
    expect(adaptiveLowerBound.evaluate({ ...at, m: 0 })).toBe(0.5 * (15 / 16));
    expect(adaptiveLowerBound.evaluate({ ...at, m: 15 })).toBeCloseTo(0.5 * (15 / 32), 15);
    expect(adaptiveLowerBound.evaluate({ ...at, m: 30 })).toBe(0);
    expect(adaptiveLowerBound.evaluate({ ...at, m: 1e9 })).toBe(0);
  });
});

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

describe('Bound (B)', () => {
  const values = { missed: 0.1, hardMass: 0.5, prompts: 4, responses: 16, delta: 0.5, tau: 0.05, n: 2000 };

  it('has the value of its formula, by hand', () => {
    const g = 1 - Math.sqrt(0.95 * 0.5) - Math.sqrt(0.025);
    expect(productClassBound.evaluate(values)).toBeCloseTo(0.1 + 0.5 * 15 * (1 - g / 8) ** 2000, 13);
    expect(productClassBound.evaluate({ ...values, n: 1 })).toBe(0.6);
    expect(productClassBound.evaluate({ ...values, responses: 1 })).toBe(0.1);
  });

  it.each([
    [{ missed: -0.1 }, 'Bound (B): missed must be in [0, 1], got -0.1'],
    [{ hardMass: 0 }, 'Bound (B): hardMass must be in (0, 1], got 0'],
    [{ prompts: 1.5 }, 'Bound (B): prompts must be an integer at least 1, got 1.5'],
    [{ responses: 0 }, 'Bound (B): responses must be an integer at least 1, got 0'],
    [{ tau: 0.7 }, 'Bound (B): tau must be below delta'],
  ])('refuses %o', (wrong, message) => {
    expect(() => productClassBound.evaluate({ ...values, ...wrong })).toThrow(message);
  });
});

describe('Bound (C)', () => {
  it('asks for so many samples at its best N, for a risk of Delta/16', () => {
    const samples = families.map((at) => {
      let fewest = Infinity;
      const half = Math.floor(Math.LN2 / -Math.log1p(-2 / at.responses)) + 1;
      for (let N = half; N <= 3 * half; N++) {
        const risk = (n: number) => hardFamilyBound.evaluate({ ...at, n, N });
        fewest = Math.min(fewest, N * least(risk, at.hardMass / 16, (2 * fewest) / N));
      }
      return fewest;
    });
    expect(samples).toEqual([791, 25_333, 2_143_565]);
  });

  it('has the value of its formula, by hand', () => {
    const [p, s] = [1 / 8, 1 - (7 / 8) ** 10];
    const r = (1 - s) / 15;
    const g1 = (Math.sqrt(s) - Math.sqrt(1 - s)) ** 2;
    const g2 = (Math.sqrt(s) - Math.sqrt(r)) ** 2;
    for (const n of [1, 50, 400]) {
      const expected = 0.5 * Math.min(1, (1 - p * g1) ** n, 15 * (1 - p * g2) ** n);
      expect(hardFamilyBound.evaluate({ ...families[0]!, n, N: 10 }) / expected).toBeCloseTo(1, 12);
    }
  });

  it('names what it assumes as a condition on N', () => {
    // (7/8)^5 = 0.513, (7/8)^6 = 0.449.
    expect(() => hardFamilyBound.evaluate({ ...families[0]!, n: 10, N: 5 })).toThrow(
      'Bound (C): N must be so large that best-of-N has more than half on y*: (1 - 2/M)^N < 1/2, got 5',
    );
    expect(hardFamilyBound.evaluate({ ...families[0]!, n: 10, N: 6 })).toBeLessThan(0.5);
    // Exactly half: M = 4 and one draw.
    expect(() => hardFamilyBound.evaluate({ prompts: 1, responses: 4, hardMass: 1, n: 1, N: 1 })).toThrow(
      'Bound (C): N',
    );
  });
});

describe('Thm D.2', () => {
  it('is floor(d/2) M / 6', () => {
    expect(thmD2.evaluate({ prompts: 5, responses: 12, eps: 0.01 })).toBe(4);
  });

  it('names what it assumes', () => {
    const values = { prompts: 4, responses: 16, eps: 1 / (16 * Math.E) };
    expect(thmD2.evaluate(values)).toBeCloseTo(16 / 3, 14);
    expect(() => thmD2.evaluate({ ...values, eps: 0.2 })).toThrow('Thm D.2: eps must be at most 1/(16e), got 0.2');
    expect(() => thmD2.evaluate({ ...values, prompts: 1 })).toThrow(
      'Thm D.2: prompts must be an integer at least 2, got 1',
    );
    expect(() => thmD2.evaluate({ ...values, responses: 7 })).toThrow(
      'Thm D.2: responses must be an integer at least 8, got 7',
    );
  });
});

describe('the lower bounds in terms of coverage', () => {
  it('are as they are printed, with their constants', () => {
    const [C, L, eps, p] = [20, 50, 0.01, 2];
    const values = { coverage: C, logClassSize: L, eps, p };
    const log = 1 + Math.log(C * eps ** (-1 / p));
    const c = 0.184346 * 2 ** (1 - 1 / p) * 16 ** (-1 - 1 / p);
    expect(thm31Coverage.evaluate(values) / ((c * C * L) / (eps ** (1 + 1 / p) * log))).toBeCloseTo(1, 5);
    const c2 = (2 ** (1 - 1 / p) * (16 * Math.E) ** (-1 / p)) / 18;
    expect(thmD2Coverage.evaluate(values) / ((c2 * C * L) / (eps ** (1 / p) * log))).toBeCloseTo(1, 12);
  });

  it('follow from the theorems in terms of d and M', () => {
    for (const prompts of [2, 3, 50]) {
      for (const responses of [8, 9, 100, 10_000, 1_000_000]) {
        for (const hardMass of [1, 0.5, 1e-3, 1e-6]) {
          for (const p of [0.3, 1, 2, 20]) {
            const moment = 1 - hardMass + hardMass * (responses / 2) ** p;
            if (moment < 2) continue;
            const values = { coverage: moment ** (1 / p), logClassSize: prompts * Math.log(responses), p };
            const [eps, adaptive] = [hardMass / 16, hardMass / (16 * Math.E)];
            expect(thm31Coverage.evaluate({ ...values, eps })).toBeLessThan(
              thm31.evaluate({ prompts, responses, eps }),
            );
            expect(thmD2Coverage.evaluate({ ...values, eps: adaptive })).toBeLessThan(
              thmD2.evaluate({ prompts, responses, eps: adaptive }),
            );
          }
        }
      }
    }
  });

  it('name what they assume', () => {
    const values = { coverage: 20, logClassSize: 50, eps: 0.01, p: 2 };
    expect(() => thm31Coverage.evaluate({ ...values, eps: 0.07 })).toThrow(
      'Thm 3.1 by coverage: eps must be at most 1/16, got 0.07',
    );
    expect(() => thmD2Coverage.evaluate({ ...values, eps: 0.03 })).toThrow(
      'Thm D.2 by coverage: eps must be at most 1/(16e), got 0.03',
    );
    for (const bound of [thm31Coverage, thmD2Coverage]) {
      expect(() => bound.evaluate({ ...values, coverage: 1.4 })).toThrow(
        'coverage must be so large that coverage^p is at least 2, got 1.4',
      );
      expect(() => bound.evaluate({ ...values, p: 0 })).toThrow('p must be a finite number above 0, got 0');
    }
  });
});

const large: [Bound<any>, Record<string, number>][] = [
  [finiteClassBound, { logClassSize: 1e9, rho: 1e-300, delta: 1e-12, tau: 0.9e-12, n: 1e9, coverage: 1e9, N: 1e9 }],
  [productClassBound, { missed: 0, hardMass: 1, prompts: 1e6, responses: 1e9, delta: 0.5, tau: 1e-9, n: 1e9 }],
  [productClassBound, { missed: 0, hardMass: 1, prompts: 1, responses: 2, delta: 0.9990234375, tau: 1e-9, n: 20 }],
  [hardFamilyBound, { prompts: 1e7, responses: 65536, hardMass: 1, n: 1e9, N: 1e9 }],
  [hardFamilyBound, { prompts: 1, responses: 8, hardMass: 1, n: 20, N: 100 }],
  [hardFamilyBound, { prompts: 1e9, responses: 65536, hardMass: 1e-9, n: 1e9, N: 1e5 }],
  [hardFamilyLowerBound, { prompts: 1e6, responses: 65536, hardMass: 1, m: 1e9 }],
  [hardFamilyLowerBound, { prompts: 1e5, responses: 1000, hardMass: 0.5, m: 1e9 }],
  [adaptiveLowerBound, { prompts: 1e9, responses: 1e9, hardMass: 1e-9, m: 1e9 }],
  [thmD2, { prompts: 1e9, responses: 1e9, eps: 1e-9 }],
  [thm31Coverage, { coverage: 1e9, logClassSize: 1e9, eps: 1e-9, p: 0.5 }],
  [thmD2Coverage, { coverage: 1e9, logClassSize: 1e9, eps: 1e-9, p: 1e9 }],
];

it.each(large.map(([bound, at]) => [bound.spec.statement, bound, at] as const))(
  'keeps its digits at sizes up to 1e9: %s',
  (_statement, bound, at) => {
    const value = bound.evaluate(at);
    expect(value).toBeGreaterThan(0);
    // n or m multiplies the rounding of a logarithm: the larger the exponent, the fewer digits are left.
    expect(value / Number(bound.evaluatePrecisely(at))).toBeCloseTo(1, 11);
  },
);

it('is zero, not NaN, where a risk is too small for a double', () => {
  expect(hardFamilyBound.evaluate({ prompts: 1, responses: 8, hardMass: 1, n: 1e9, N: 1e9 })).toBe(0);
  expect(hardFamilyLowerBound.evaluate({ prompts: 1, responses: 3, hardMass: 1, m: 1e9 })).toBe(0);
  const one = { missed: 0, hardMass: 1, prompts: 1, responses: 8 };
  expect(productClassBound.evaluate({ ...one, delta: 0.5, tau: 0.1, n: 1e9 })).toBe(0);
});
