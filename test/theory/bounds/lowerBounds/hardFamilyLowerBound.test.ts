import { describe, expect, it } from 'vitest';
import { hardFamilyLowerBound, thm31 } from '../../../../src/theory/bounds/index.ts';
import { minimaxRisk } from '../../../../src/theory/risk/minimaxRisk.ts';
import { families, least } from '../hardFamilies.ts';

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
