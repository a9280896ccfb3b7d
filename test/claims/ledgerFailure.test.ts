import { afterEach, expect, it, vi } from 'vitest';
import { checkClaim, LEDGER_FAILURE, ledger } from '../../src/claims/index.ts';
import { ledgerFailure } from '../../src/claims/ledgerFailure.ts';
import { FailureBudget } from '../../src/statistics/failureBudget.ts';

afterEach(() => vi.restoreAllMocks());

const statistical = ledger.filter(({ kind }) => kind === 'statistical');

it('the shares of all intervals of the quick ledger add up to what the ledger may fail with', () => {
  const take = vi.spyOn(FailureBudget.prototype, 'take');
  // The others compare numbers: they are given no shares.
  for (const claim of statistical) Array.from(claim.cases(claim.bound, 'quick'));
  const shares = take.mock.results.map(({ value }) => value as number);
  // Five claims, of 10, 6, 6, 6 and 3 settings, and two with little of the budget, of 20 and 6.
  expect(shares).toHaveLength(57);
  const sum = shares.reduce((a, b) => a + b, 0);
  expect(sum / LEDGER_FAILURE).toBeCloseTo(1, 12);
  expect(LEDGER_FAILURE).toBeLessThanOrEqual(1e-6);
});

it('every claim that has a share is there, and nothing is left for another', () => {
  expect(statistical).toHaveLength(7);
  expect(() => ledgerFailure.take('thm-d.2')).toThrow('no share is left');
});

it('a claim that is checked again, alone or after another bound, takes the same intervals', () => {
  for (const claim of statistical) {
    const first = checkClaim(claim);
    checkClaim(claim, { bound: claim.bound.withFormula(claim.mutations[0]!.formula(1)) });
    expect(checkClaim(claim)).toEqual({ ...first, seconds: expect.any(Number) });
  }
});
