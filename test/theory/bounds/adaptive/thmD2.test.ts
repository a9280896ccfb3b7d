import { describe, expect, it } from 'vitest';
import { thmD2 } from '../../../../src/theory/bounds/index.ts';

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
