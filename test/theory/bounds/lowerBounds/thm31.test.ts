import { describe, expect, it } from 'vitest';
import { thm31 } from '../../../../src/theory/bounds/index.ts';

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
