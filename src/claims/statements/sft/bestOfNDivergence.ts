import { bestOfNLaw } from '../../../laws/transforms/bestOfNLaw.ts';
import { klDivergence } from '../../../laws/divergences.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { bestOfNDivergence } from '../../../theory/bounds/sft/bestOfNDivergence.ts';
import type { Grid } from '../../claim.ts';
import { claimOf } from '../../claimOf.ts';
import { below } from '../../compare.ts';
import { randomLaws } from '../../cases/randomWorlds.ts';

/** Laws with the rewards that rank their responses. */
function* ranked(grid: Grid): Iterable<{ name: string; law: FiniteLaw; rewards?: Float64Array }> {
  // Near-extremal: no response has much mass of its own, and no two tie.
  const size = grid === 'full' ? 100_000 : 10_000;
  const rewards = Float64Array.from({ length: size }, (_, i) => i);
  yield { name: `${size} equal masses, no ties of reward`, law: FiniteLaw.uniform(size), rewards };
  for (const { name, law } of randomLaws('best-of-n-divergence', grid)) yield { name, law };
}

/** Best-of-N leaves the base policy by at most log N - (N - 1)/N nats, whatever the reward. */
export const claimBestOfNDivergence = claimOf(bestOfNDivergence, {
  compares: 'KL of pi^BoN_N from the base law with the bound',
  *cases(bound, grid) {
    for (const { name, law, rewards } of ranked(grid)) {
      for (const N of [2, 3, 10, 100, 10_000, 1_000_000_000]) {
        const measured = klDivergence(bestOfNLaw(law, N, rewards), law);
        yield below(`${name}, N = ${N}`, measured, bound.evaluate({ N }));
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 0.99', formula: () => '0.99 * (log(N) - (N - 1) / N)' },
    { name: 'log N made log(N - 1)', formula: () => 'log(N - 1) - (N - 1) / N' },
    { name: '(N - 1)/N made 1', formula: () => 'log(N) - 1' },
    { name: 'the subtraction doubled', formula: () => 'log(N) - 2 * (N - 1) / N' },
  ],
});
