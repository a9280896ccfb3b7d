import { describe, expect, it } from 'vitest';
import { adaptiveLowerBound } from '../../../../src/theory/bounds/index.ts';

describe('Bound (L), adaptive', () => {
  it('is a guess without samples, straight in E[m], and never below 0', () => {
    const at = { prompts: 4, responses: 16, hardMass: 0.5 };
    expect(adaptiveLowerBound.evaluate({ ...at, m: 0 })).toBe(0.5 * (15 / 16));
    expect(adaptiveLowerBound.evaluate({ ...at, m: 15 })).toBeCloseTo(0.5 * (15 / 32), 15);
    expect(adaptiveLowerBound.evaluate({ ...at, m: 30 })).toBe(0);
    expect(adaptiveLowerBound.evaluate({ ...at, m: 1e9 })).toBe(0);
  });
});
