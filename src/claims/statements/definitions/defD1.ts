import { adaptiveSampleAndEvaluate } from '../../../access/frameworks.ts';
import { adaptiveBestOfN } from '../../../access/queries/adaptiveBestOfN.ts';
import { run } from '../../../access/run.ts';
import type { RunOptions } from '../../../access/run.ts';
import type { Explicit } from '../../../access/spaces.ts';
import { adaptiveBestOfNLaw } from '../../../laws/transforms/adaptiveBestOfNLaw.ts';
import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { Source } from '../../../math/random/source.ts';
import { ExplicitWorld } from '../../../policies/explicitWorld.ts';
import { TabularPolicy } from '../../../policies/tabularPolicy.ts';
import { empiricalBernstein } from '../../../statistics/empiricalBernstein.ts';
import { defD1, defD1Mean } from '../../../theory/bounds/definitions/defD1.ts';
import { claimOf } from '../../claimOf.ts';
import { equal } from '../../compare.ts';
import { statisticalClaimOf } from '../../statisticalClaimOf.ts';

const ANSWERS = ['counts', 'definition'] as const satisfies readonly RunOptions['derived'][];

function samples(world: ExplicitWorld, n: number, mu: number, derived: RunOptions['derived'], source: Source): number {
  const program = adaptiveBestOfN<Explicit>({ n, mu });
  return run(program, world, { source, framework: adaptiveSampleAndEvaluate, derived: derived! }).cost.samples;
}

/** Where all responses are equally likely the stopping rule stops at ceil(mu / P*) for certain, whoever answers. */
export const claimDefD1 = claimOf(defD1, {
  compares: 'cost.samples of adaptive best-of-N on uniform laws, with n ceil(mu / P*): equal',
  *cases(bound, grid) {
    const source = Source.named('claims/def-d.1');
    for (const responses of grid === 'full' ? [1, 2, 7, 100, 3000] : [1, 2, 7, 100]) {
      const base = new TabularPolicy([FiniteLaw.uniform(responses)]);
      const world = new ExplicitWorld(FiniteLaw.uniform(1), base);
      const peak = base.law(0).mass(0);
      for (const mu of [1e-3, 0.99, 1, Math.log(20), 10]) {
        for (const n of [1, 25]) {
          for (const derived of ANSWERS) {
            const name = `${responses} responses, mu ${mu.toPrecision(3)}, n = ${n}, by ${derived}`;
            yield equal(name, samples(world, n, mu, derived, source), bound.evaluate({ n, mu, peak }));
          }
        }
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 1.01', formula: () => 'n * ceil(1.01 * mu / peak)' },
    { name: 'one draw more', formula: () => 'n * (ceil(mu / peak * (1 - 1e-12)) + 1)' },
    { name: 'the rounding up dropped', formula: () => 'n * mu / peak' },
    { name: 'mu dropped', formula: () => 'n * ceil(1 / peak * (1 - 1e-12))' },
    { name: 'n dropped', formula: () => 'ceil(mu / peak * (1 - 1e-12))' },
  ],
});

const RUNS = 4000;
const PROMPTS = 3;
const MUS = [0.5, 1.1, Math.log(20)];

/** The mean cost of adaptive best-of-N is n E_x E[N_mu]. */
export const claimDefD1Mean = statisticalClaimOf(defD1Mean, {
  compares: 'mean cost.samples of adaptive best-of-N, the value of its interval next to n E[N_mu], with that: equal',
  intervals: () => MUS.length * ANSWERS.length,
  *cases(bound, grid, shares) {
    const law = FiniteLaw.fromMasses([0.4, 0.3, 0.2, 0.1]);
    const world = new ExplicitWorld(FiniteLaw.uniform(1), new TabularPolicy([law]));
    const runs = grid === 'full' ? 10 * RUNS : RUNS;
    for (const mu of MUS) {
      const { draws } = adaptiveBestOfNLaw(law, mu);
      // The rule has stopped when the least likely response would stop it.
      const range = { lower: PROMPTS * draws.least, upper: PROMPTS * draws.stopsAt.at(-1)! };
      for (const derived of ANSWERS) {
        const source = Source.named(`claims/def-d.1-mean/${mu}/${derived}`);
        const costs = Array.from({ length: runs }, (_, i) => samples(world, PROMPTS, mu, derived, source.split(i)));
        const { lower, upper } = empiricalBernstein(costs, range, shares.take());
        const expected = bound.evaluate({ n: PROMPTS, meanDraws: draws.mean });
        const measured = Math.min(Math.max(expected, lower), upper);
        yield equal(`mu ${mu.toPrecision(3)}, by ${derived}`, measured, expected);
      }
    }
  },
  mutations: [
    { name: 'the constant 1 made 1.1', formula: () => '1.1 * n * meanDraws' },
    { name: 'the constant 1 made 0.9', formula: () => '0.9 * n * meanDraws' },
    { name: 'n dropped', formula: () => 'meanDraws' },
    { name: 'one draw more', formula: () => 'n * (meanDraws + 1)' },
  ],
});
