import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfNLaw } from '../../src/laws/transforms/bestOfNLaw.ts';
import { klDivergence } from '../../src/laws/divergences.ts';
import { expectation } from '../../src/laws/expectation.ts';
import { FiniteLaw } from '../../src/laws/finiteLaw.ts';
import { independentTokens } from '../../src/laws/independentTokens.ts';
import type { LawBracket } from '../../src/laws/lawBracket.ts';
import { PartialLaw } from '../../src/laws/partialLaw.ts';
import { partialLaws } from '../../src/testing/index.ts';
import { someTwoWays } from '../support/someLaws.ts';

const near = (a: number, b: number, slack = 1e-12): void =>
  expect(Math.abs(a - b), `${a} and ${b}`).toBeLessThanOrEqual(slack * Math.max(1, Math.abs(b)));

describe('expectation', () => {
  it('by hand; outcomes that cannot occur add nothing, whatever their value', () => {
    const law = FiniteLaw.fromMasses([0.5, 0, 0.25, 0.25]);
    near(expectation(law, [1, -Infinity, 2, -4]), 0);
    near(expectation(law, law.logMasses), -1.5 * Math.LN2);
    expect(expectation(FiniteLaw.pointMass(3, 1), [7, -2, 7])).toBe(-2);
  });

  it('of a spectrum counts every level as often as it has outcomes', () => {
    fc.assert(
      fc.property(someTwoWays(10_000), fc.integer({ min: 1, max: 1000 }), ({ spectrum, listed }, N) => {
        const [best, bestListed] = [bestOfNLaw(spectrum, N), bestOfNLaw(listed, N)];
        near(expectation(best, spectrum.logMasses), expectation(bestListed, listed.logMasses), 1e-10);
      }),
      { seed: 261, numRuns: 100 },
    );
    // H(p) a token; and E_q[log q - log p] is the divergence.
    const token = FiniteLaw.fromMasses([0.5, 0.25, 0.25]);
    const base = independentTokens(token, 100);
    near(expectation(base, base.logMasses), 100 * expectation(token, token.logMasses), 1e-10);
    const best = bestOfNLaw(base, 1000);
    const gaps = Array.from(best.logMasses, (logMass, level) => logMass - base.logMasses[level]!);
    near(expectation(best, gaps), klDivergence(best, base), 1e-10);
  });

  it('of a law known in part has the whole one between its ends, and both are reached', () => {
    const law = PartialLaw.fromMasses([0.5, 0.25], { restCeiling: 0.25 });
    const { lower, upper } = expectation(law, [1, 2], { lower: -4, upper: 8 });
    near(lower, 1 - 1);
    near(upper, 1 + 2);
    const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(partialLaws(), values, fc.constantFrom(1, 2, 30), ({ partial, whole }, values, N) => {
        const rest = values.slice(partial.size, whole.size);
        const restValues =
          rest.length > 0 ? { lower: Math.min(...rest), upper: Math.max(...rest) } : { lower: 0, upper: 0 };
        const inside = (known: PartialLaw | LawBracket, truth: FiniteLaw): void => {
          const ends = expectation(known, values.slice(0, partial.size), restValues);
          const value = expectation(truth, values.slice(0, whole.size));
          expect(value).toBeGreaterThanOrEqual(ends.lower - 1e-12);
          expect(value).toBeLessThanOrEqual(ends.upper + 1e-12);
        };
        inside(partial, whole);
        inside(bestOfNLaw(partial, N), bestOfNLaw(whole, N));
        const bracket = bestOfNLaw(partial, N);
        const listed = values.slice(0, partial.size);
        expect(expectation(bracket, listed, restValues)).toEqual(bracket.expectation(listed, restValues));
      }),
      { seed: 262, numRuns: 1000 },
    );
  });
});
