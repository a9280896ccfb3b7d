import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { claimsPage } from '../../scripts/claimsPage.ts';
import { checkClaim, checkMutation, ledger } from '../../src/claims/index.ts';
import type { Claim, Mutation, MutationOutcome, Verdict } from '../../src/claims/index.ts';

/** What came out once is not computed again for the page. */
const verdicts = new Map<Claim, Verdict>();
const outcomes = new Map<Mutation, MutationOutcome>();

function verdictOf(claim: Claim): Verdict {
  const verdict = verdicts.get(claim) ?? checkClaim(claim);
  verdicts.set(claim, verdict);
  return verdict;
}

function outcomeOf(claim: Claim, mutation: Mutation): MutationOutcome {
  const outcome = outcomes.get(mutation) ?? checkMutation(claim, mutation);
  outcomes.set(mutation, outcome);
  return outcome;
}

const hiddenOf = ({ mutations }: Claim): readonly Mutation[] =>
  mutations.filter(({ hiddenBecause }) => hiddenBecause !== undefined);

describe.each(ledger.map((claim) => [claim.statement, claim] as const))('%s', (_statement, claim) => {
  it('holds on the quick grid, and its tightest case is near enough to tell', () => {
    const verdict = verdictOf(claim);
    expect(verdict.verdict).toBe('holds');
    expect(verdict.cases).toBeGreaterThanOrEqual(6);
    expect(verdict.ratio).toBeGreaterThan(0.05);
  });

  it('has a mutation that turns it red as it stands', () => {
    expect(claim.mutations.filter(({ hiddenBecause }) => hiddenBecause === undefined)).not.toEqual([]);
  });

  it.each(
    claim.mutations
      .filter(({ hiddenBecause }) => hiddenBecause === undefined)
      .map((each) => [each.name, each] as const),
  )('turns red: %s', (_name, mutation) => {
    expect(checkMutation(claim, mutation).red).toBe(true);
  });

  const hidden = hiddenOf(claim);
  it.runIf(hidden.length > 0).each(hidden.map((each) => [each.name, each] as const))(
    'hides by slack, and turns red beyond it: %s',
    (_name, mutation) => {
      const { red, slack } = outcomeOf(claim, mutation);
      expect(red).toBe(false);
      expect(slack).toBeGreaterThan(1);
      expect(slack).toBeLessThan(1000);
      const under = (factor: number) =>
        checkClaim(claim, { bound: claim.bound.withFormula(mutation.formula(factor)) }).verdict;
      // Found to 1 %; a simulated risk wavers by some per cent more from one m to the next.
      const margin = claim.kind === 'exact' ? 1.02 : 1.1;
      expect(under(slack! / margin)).toBe('holds');
      expect(under(slack! * margin)).toBe('violated');
    },
  );
});

describe('the ledger', () => {
  it('names each statement once', () => {
    const ids = ledger.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refutes the forms in print that are wrong, and is red where such a form holds too', () => {
    const misprinted = ledger.filter(({ printed }) => printed !== undefined);
    expect(misprinted.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['thm-d.1-cost', 'lemma-f.2', 'lemma-i.1-step']),
    );
    for (const claim of misprinted) {
      expect(verdictOf(claim).printedRatio).toBeGreaterThan(1);
      expect(checkClaim({ ...claim, printed: claim.bound }).verdict).toBe('violated');
    }
  });

  it('is red where nothing was compared, or NaN was', () => {
    const [claim] = ledger;
    const nan = { name: 'nothing', measured: NaN, bound: 1, ratio: NaN };
    expect(checkClaim({ ...claim!, cases: () => [] })).toMatchObject({ verdict: 'failed', error: 'it yields no case' });
    const error = 'case nothing gives NaN: measured NaN, bound 1';
    expect(checkClaim({ ...claim!, cases: () => [nan] })).toMatchObject({ verdict: 'failed', error, ratio: -Infinity });
    const plain = checkClaim({ ...claim!, cases: () => undefined as never });
    expect(plain.verdict).toBe('failed');
    expect(plain.error).toContain('after 0 cases: checkClaim: what cases returns must be what can be gone through');
    const other = checkClaim({ ...claim!, cases: () => [3 as never] });
    expect(other).toMatchObject({ verdict: 'failed' });
    expect(other.error).toContain('after 0 cases: 3 is no case');
  });

  it('goes on where a claim cannot be checked: that is a verdict of its own', () => {
    const [claim] = ledger;
    const one = { name: 'one', measured: 1, bound: 2, ratio: 0.5 };
    const cases = function* () {
      yield one;
      throw new Error('a formula gave no number');
    };
    const failed = checkClaim({ ...claim!, cases });
    expect(failed).toMatchObject({
      verdict: 'failed',
      error: 'after 1 case: a formula gave no number',
      cases: 1,
      ratio: 0.5,
    });
    expect(checkClaim({ ...claim!, cases: () => cases() }).error).toBe(failed.error);
    const printed = claim!.bound.withFormula('1 / 0');
    expect(checkClaim({ ...claim!, printed }).verdict).toBe('failed');
    // An error of whoever watches is not the claim's, and an error is no sign that a change was noticed.
    const onCase = () => {
      throw new Error('the watcher failed');
    };
    expect(() => checkClaim({ ...claim!, cases: () => [one] }, { onCase })).toThrow('the watcher failed');
    const mutation = { name: 'broken', formula: () => '1 / 0' };
    const outcome = checkMutation(claim!, mutation);
    expect(outcome.red).toBe(false);
    expect(outcome.error).toMatch(/^after 0 cases: /);
  });

  it('is what docs/claims.md says; where it is not, npm run claims writes the page again', async () => {
    const checked = ledger.map((claim) => ({
      claim,
      verdict: verdictOf(claim),
      hidden: hiddenOf(claim).map((mutation) => outcomeOf(claim, mutation)),
    }));
    expect(readFileSync(new URL('../../docs/claims.md', import.meta.url), 'utf8')).toBe(await claimsPage(checked));
    // Run alone, it has all of the above to compute.
  }, 300_000);
});
