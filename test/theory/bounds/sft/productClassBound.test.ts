import { describe, expect, it } from 'vitest';
import { productClassBound } from '../../../../src/theory/bounds/index.ts';

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
