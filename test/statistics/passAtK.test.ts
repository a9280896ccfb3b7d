import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passAtK } from '../../src/statistics/passAtK.ts';

/** C(n, k), exactly. */
function choose(n: number, k: number): bigint {
  let product = 1n;
  for (let i = 0; i < k; i++) product = (product * BigInt(n - i)) / BigInt(i + 1);
  return k > n ? 0n : product;
}

describe('pass@k', () => {
  it('is the share of the subsets of k that hold a right response, to the last digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.nat(59), (n, c, j) => {
        const [right, k] = [Math.min(c, n), 1 + (j % n)];
        const [none, all] = [choose(n - right, k), choose(n, k)];
        const exact = Number(((all - none) * 10n ** 30n) / all) / 1e30;
        expect(Math.abs(passAtK(n, right, k) - exact)).toBeLessThanOrEqual(1e-13 * exact);
      }),
    );
  });

  it('has the values on paper', () => {
    expect(passAtK(10, 1, 1)).toBeCloseTo(0.1, 15);
    expect(passAtK(4, 2, 2)).toBeCloseTo(5 / 6, 15);
    expect(passAtK(10, 0, 10)).toBe(0);
    expect(passAtK(10, 3, 8)).toBe(1);
  });

  it('keeps its digits where factorials overflow, and where it is nearly 0 or 1', () => {
    // With one right response of n it is k/n.
    expect(passAtK(1e9, 1, 3) / 3e-9).toBeCloseTo(1, 12);
    // Far fewer draws than responses: nearly independent ones.
    expect(passAtK(1e12, 1e3, 10) / 1e-8).toBeCloseTo(1, 7);
    expect(1 - passAtK(2000, 1000, 30)).toBeGreaterThan(0);
    expect(Math.log(1 - passAtK(2000, 1000, 30)) / Math.log(2)).toBeCloseTo(-30.3, 0);
  });

  it.each([
    [0, 0, 1, /passAtK: n must be/],
    [5, 6, 1, /passAtK: right must be .*got 6/],
    [5, 1, 0, /passAtK: k must be .*got 0/],
    [5, 1, 6, /passAtK: k must be .*got 6/],
    [5, 1.5, 2, /passAtK: right must be/],
  ])('refuses n = %d, right = %d, k = %d', (n, right, k, message) => {
    expect(() => passAtK(n, right, k)).toThrow(message);
  });
});
