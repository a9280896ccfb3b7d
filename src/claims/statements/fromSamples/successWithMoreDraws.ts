import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import { expectation } from '../../../laws/expectation.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { Source } from '../../../math/random/source.ts';
import { successWithMoreDraws } from '../../../theory/bounds/fromSamples/coverageFromSamples.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { randomLaws } from '../../cases/randomWorlds.ts';

/** Laws with marks: near-extremal where all that is right is likelier than all that is wrong, or the other way round. */
function* marked(grid: Grid): Iterable<{ name: string; law: FiniteLaw; marks: readonly number[] }> {
  for (const mass of [0.5, 0.1, 1e-3]) {
    // The better of two in rank: masses need not be in that order, as any reward may rank.
    const law = FiniteLaw.fromMasses([mass, 1 - mass]);
    yield { name: `right with probability ${mass}, and best`, law, marks: [1, 0] };
    yield { name: `right with probability ${1 - mass}, and worst`, law, marks: [0, 1] };
  }
  for (const { name, law } of randomLaws('success-more-draws', grid)) {
    const source = Source.named(`claims/success-more-draws/${name}`);
    yield { name, law, marks: Array.from({ length: law.size }, () => Number(source.uniform() < 0.3)) };
  }
}

/** Success and failure of best-of-N' are at most what success and failure at N leave possible. */
export const claimSuccessWithMoreDraws = claimOf(successWithMoreDraws, {
  compares: "success of best-of-N', and failure, exact, with 1 - (1 - s_N)^(N'/N)",
  *cases(bound, grid) {
    for (const { name, law, marks } of marked(grid)) {
      // The first outcome ranks best.
      const rewards = marks.map((_, y) => -y);
      const share = (N: number, values: readonly number[]): number =>
        Math.min(1, expectation(bestOfNLaw(law, N, rewards), values));
      for (const [what, values] of [
        ['success', marks],
        ['failure', marks.map((mark) => 1 - mark)],
      ] as const) {
        for (const N of [1, 5, 40]) {
          // Of less, the formula keeps no digits: 1 - s is rounded.
          if (share(N, values) < 1e-6) continue;
          for (const larger of [N, N + 1, 3 * N, 50 * N]) {
            const most = bound.evaluate({ success: share(N, values), N, larger });
            yield below(`${name}, ${what} at ${larger} from ${N}`, share(larger, values), most);
          }
        }
      }
    }
  },
  mutations: [
    { name: 'a factor 0.99', formula: () => '0.99 * (1 - (1 - success)^(larger / N))' },
    { name: 'the constant 1 of the exponent made 0.99', formula: () => '1 - (1 - success)^(0.99 * larger / N)' },
    { name: 'the exponent of N made 1.01', formula: () => '1 - (1 - success)^(larger / N^1.01)' },
    { name: 'no more than before', formula: () => 'success' },
    { name: 'the root of the exponent', formula: () => '1 - (1 - success)^sqrt(larger / N)' },
  ],
});
