import { describe, expect, it } from 'vitest';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { levelsOf, modes } from '../../src/laws/levels.ts';
import { reaches, tied } from '../../src/math/tolerance.ts';

describe('tied', () => {
  it('forgives 1e-12 of the larger magnitude and no more, at every scale', () => {
    for (const scale of [1e-300, 1e-12, 1, 700, 1e300]) {
      for (const sign of [1, -1]) {
        expect(tied(sign * scale, sign * scale * (1 + 0.9e-12))).toBe(true);
        expect(tied(sign * scale * (1 - 0.9e-12), sign * scale)).toBe(true);
        expect(tied(sign * scale, sign * scale * (1 + 1.1e-12))).toBe(false);
      }
      expect(tied(scale, -scale)).toBe(false);
      expect(tied(0, scale)).toBe(false);
    }
    expect(tied(0, -0)).toBe(true);
  });

  it('takes products of the same token probabilities for equal, summed in whatever order', () => {
    const tokens = [0.1, 0.7, 0.03, 0.9, 0.33, 0.271, 0.5, 0.02].map(Math.log);
    const forwards = tokens.reduce((a, b) => a + b, 0);
    const backwards = tokens.reduceRight((a, b) => a + b, 0);
    expect(forwards).not.toBe(backwards);
    expect(tied(forwards, backwards)).toBe(true);
  });

  it('ties an infinite reward with itself only', () => {
    expect(tied(Infinity, Infinity)).toBe(true);
    expect(tied(-Infinity, -Infinity)).toBe(true);
    for (const other of [0, 5, -1e308, 1e308]) {
      expect([tied(-Infinity, other), tied(other, -Infinity), tied(Infinity, other)]).toEqual([false, false, false]);
    }
    expect(tied(Infinity, -Infinity)).toBe(false);
    expect(tied(1.7e308, -1.7e308)).toBe(false);
  });
});

describe('reaches', () => {
  it('stops at k draws for p = 1/k and mu = 1, and not one earlier, for every k to 1000', () => {
    let missed = 0;
    for (let k = 1; k <= 1000; k++) {
      const p = Math.exp(Math.log(1 / k));
      expect(reaches(k * p, 1), `k = ${k}`).toBe(true);
      expect(reaches((k - 1) * p, 1), `k = ${k}`).toBe(false);
      if (k * p < 1) missed++;
    }
    // Without the tolerance these would have drawn once more.
    expect(missed).toBeGreaterThan(100);
  });

  it('is false one part in 1e11 short', () => {
    for (const mu of [1e-9, 1, 3, 1e9]) {
      expect(reaches(mu * (1 - 1e-11), mu)).toBe(false);
      expect(reaches(mu * (1 - 1e-13), mu)).toBe(true);
      expect(reaches(mu * 2, mu)).toBe(true);
    }
  });
});

/** The levels as lists of outcomes. */
const levels = (law: FiniteLaw, rewards?: readonly number[]): number[][] => {
  const { order, starts } = levelsOf(law, rewards);
  return Array.from({ length: starts.length - 1 }, (_, l) => [...order.subarray(starts[l], starts[l + 1])]);
};

describe('levelsOf', () => {
  it('lists ties together, best first, and leaves out what cannot occur', () => {
    expect(levels(FiniteLaw.fromMasses([0.1, 0.3, 0, 0.3, 0.2, 0.1]))).toEqual([[1, 3], [4], [0, 5]]);
    expect(levels(FiniteLaw.pointMass(4, 2))).toEqual([[2]]);
    expect(levels(FiniteLaw.uniform(3))).toEqual([[0, 1, 2]]);
  });

  it('orders ties by index, also where they differ in their last bits', () => {
    const [less, more] = [0.3, 0.1 + 0.2];
    expect(less).toBeLessThan(more);
    expect(levels(FiniteLaw.uniform(4), [less, more, less, 1])).toEqual([[3], [0, 1, 2]]);
    expect(levels(FiniteLaw.uniform(4), [more, less, more, 1])).toEqual([[3], [0, 1, 2]]);
  });

  it('goes by another reward where one is given, infinite ones included', () => {
    const law = FiniteLaw.fromMasses([0.1, 0.3, 0, 0.3, 0.2, 0.1]);
    expect(levels(law, [5, -Infinity, 9, 0, 5, Infinity])).toEqual([[5], [0, 4], [3], [1]]);
  });
});

describe('modes', () => {
  it('are the maximisers of the mass, in ascending order', () => {
    expect([...modes(FiniteLaw.fromMasses([0.3, 0.1, 0.3, 0.3]))]).toEqual([0, 2, 3]);
    expect([...modes(FiniteLaw.fromMasses([0.1, 0.2, 0.7]))]).toEqual([2]);
    expect([...modes(FiniteLaw.uniform(2))]).toEqual([0, 1]);
  });
});
