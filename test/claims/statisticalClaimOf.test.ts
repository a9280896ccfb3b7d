import { describe, expect, it } from 'vitest';
import { below } from '../../src/claims/compare.ts';
import { LEDGER_FAILURE } from '../../src/claims/ledgerFailure.ts';
import { statisticalClaimOf } from '../../src/claims/statisticalClaimOf.ts';
import { defD1Mean, lemmaF1, thm41 } from '../../src/theory/bounds/index.ts';
import type { Bound } from '../../src/theory/bounds/index.ts';
import type { FailureBudget } from '../../src/statistics/failureBudget.ts';

/** So many intervals are announced, and another number is taken. */
const taking = (announced: number, taken: number) => ({
  compares: 'nothing',
  mutations: [],
  intervals: () => announced,
  *cases(_bound: Bound<any>, _grid: string, shares: FailureBudget) {
    for (let i = 0; i < taken; i++) yield below(`interval ${i}`, shares.take(), 1);
  },
});

describe('a statistical claim', () => {
  it('splits its share over the intervals that it announces, in every pass anew', () => {
    const claim = statisticalClaimOf(thm41, taking(4, 4));
    for (let pass = 0; pass < 2; pass++) {
      const shares = Array.from(claim.cases(claim.bound, 'quick'), ({ measured }) => measured);
      // A weight of 1 among five of them and two of 0.01.
      expect(shares.map((share) => share / (LEDGER_FAILURE / 5.02 / 4))).toEqual(Array(4).fill(expect.closeTo(1, 12)));
    }
  });

  it('is refused one interval too many', () => {
    const claim = statisticalClaimOf(defD1Mean, taking(4, 5));
    expect(() => Array.from(claim.cases(claim.bound, 'quick'))).toThrow(
      'FailureBudget.take: number of shares taken must be at most 4, got 5',
    );
  });

  it('is refused where the ledger has no share for it, or has none any more', () => {
    expect(() => statisticalClaimOf(lemmaF1, taking(1, 1))).toThrow(
      /^FailureBudget\.take: name must be one of .*"lemma-f\.1"$/,
    );
    expect(() => statisticalClaimOf(thm41, taking(1, 1))).toThrow(
      /^FailureBudget\.take: name must be one of .*"thm-4\.1"$/,
    );
  });
});
