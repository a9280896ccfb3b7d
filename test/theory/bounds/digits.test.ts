import { expect, it } from 'vitest';
import type { Bound } from '../../../src/theory/bounds/index.ts';
import {
  adaptiveLowerBound,
  finiteClassBound,
  hardFamilyBound,
  hardFamilyLowerBound,
  productClassBound,
  thm31Coverage,
  thmD2,
  thmD2Coverage,
} from '../../../src/theory/bounds/index.ts';

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
