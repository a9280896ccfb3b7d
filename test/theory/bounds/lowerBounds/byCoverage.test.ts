import { describe, expect, it } from 'vitest';
import { thm31, thm31Coverage, thmD2, thmD2Coverage } from '../../../../src/theory/bounds/index.ts';

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
