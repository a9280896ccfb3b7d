import { describe, expectTypeOf, it } from 'vitest';
import { claimInSettings, claimOf } from '../../src/claims/claimOf.ts';
import type { Claim } from '../../src/claims/index.ts';
import { below } from '../../src/claims/compare.ts';
import { finiteClassBound, lemmaF1, prop31 } from '../../src/theory/bounds/index.ts';

const rest = { compares: 'nothing', mutations: [] } as const;
const at = { logClassSize: 1, rho: 0.5, n: 10 };

describe('the cases of a claim', () => {
  it('evaluate the bound with its own parameters, and with all of them', () => {
    claimOf(lemmaF1, {
      ...rest,
      *cases(bound) {
        yield below('all', 0, bound.evaluate(at));
        // @ts-expect-error a name that is none of its parameters
        yield below('wrong', 0, bound.evaluate({ logClassSize: 1, rho: 0.5, nn: 10 }));
        // @ts-expect-error one more than it has
        yield below('more', 0, bound.evaluate({ logClassSize: 1, rho: 0.5, n: 10, N: 3 }));
        // @ts-expect-error n is missing
        yield below('missing', 0, bound.evaluate({ logClassSize: 1, rho: 0.5 }));
      },
    });
  });

  it('do so in settings too', () => {
    const settings = () => [{ n: 10 }];
    claimInSettings(lemmaF1, settings, ({ n }, bound) => below('all', 0, bound.evaluate({ ...at, n })), rest);
    // @ts-expect-error rho is missing
    claimInSettings(lemmaF1, settings, ({ n }, bound) => below('', 0, bound.evaluate({ logClassSize: 1, n })), rest);
    // @ts-expect-error a setting has no N
    claimInSettings(lemmaF1, settings, ({ N }, bound) => below('', 0, bound.evaluate({ ...at, n: N })), rest);
  });

  it('belong to the form in print as well', () => {
    claimOf(lemmaF1, { ...rest, printed: lemmaF1.withFormula('1'), cases: () => [] });
    // @ts-expect-error another theorem, with other parameters
    claimOf(lemmaF1, { ...rest, printed: finiteClassBound, cases: () => [] });
  });
});

it('claims of all bounds make one list', () => {
  const claims = [claimOf(lemmaF1, { ...rest, cases: () => [] }), claimOf(prop31, { ...rest, cases: () => [] })];
  expectTypeOf(claims).toExtend<readonly Claim[]>();
});
