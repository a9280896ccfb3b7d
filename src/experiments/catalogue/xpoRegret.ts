import { z } from 'zod';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { FitError } from '../../policies/classes/fitError.ts';
import { clopperPearson } from '../../statistics/clopperPearson.ts';
import { quantileLowerBound } from '../../statistics/quantileLowerBound.ts';
import { studentInterval } from '../../statistics/studentInterval.ts';
import { defineExperiment } from '../experiment.ts';
import { coldBeta, exploringFamily, familyOf } from './exploringFamily.ts';
import { exploringRuns } from './exploringRuns.ts';
import { count, delta, openUnit, replications } from './parameters.ts';

const parameters = z.strictObject({
  family: exploringFamily,
  delta,
  beta: z
    .number()
    .gt(0)
    .nullable()
    .describe("weight of the divergence; null for Thm 4.3's, gamma_margin / (2 log(2 |Y|/delta))"),
  alpha: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('theorem') }),
      z.strictObject({
        kind: z.literal('times-beta'),
        times: z.number().min(0).max(1e6).describe('alpha / beta; 0 is online regression'),
      }),
    ])
    .describe('weight of optimism: that of Thm J.1, or so many times beta'),
  rounds: count('T, rounds').max(1e5),
  rho: openUnit('probability that a bound may fail'),
  replications: replications.min(2).max(1e5),
  miss: openUnit('probability that an interval misses'),
});

/** XPO for T rounds: what it loses, when it settles, and what the theorems say of it. */
export const xpoRegret = defineExperiment({
  id: 'xpo-regret',
  describes: 'regret of XPO after T rounds and when its iterates settle, at any weight of optimism, beside the bounds',
  parameters,
  async run({ family: options, delta: off, alpha: asked, rounds, rho, replications: runs, miss, ...given }, source) {
    // Formulas take most of a second to load: the other experiments do without them.
    const { xpoTheory } = await import('./xpoBounds.ts');
    const family = familyOf(options);
    const beta = given.beta ?? coldBeta(family, off);
    const theory = xpoTheory({ family, beta, rounds, rho, delta: off });
    const alpha = asked.kind === 'theorem' ? theory.alpha : asked.times * beta;
    const { averages, last, settled, refused, cost } = exploringRuns(
      { family, rounds, alpha, beta, delta: off, replications: runs },
      source,
    );
    const ended = runs - refused;
    if (ended < 2) throw new FitError('optimisticFit', `ended ${refused} of ${runs} runs; take another alpha`);
    const mean = (values: Float64Array) => ({
      mean: compensatedSum(values) / ended,
      ...studentInterval(values, miss),
    });
    const sharpened = settled.filter((round) => round < Infinity).length;
    // One more than all rounds stands for those that did not settle.
    const rounded = settled.map((round) => Math.min(round, rounds + 1));
    const orNone = (round: number): number | null => (round > rounds ? null : round);
    const [lower, upper] = [
      quantileLowerBound(rounded, 0.5, miss / 2, 0),
      -quantileLowerBound(
        rounded.map((round) => -round),
        0.5,
        miss / 2,
        -(rounds + 1),
      ),
    ];
    return {
      values: {
        responses: family.responses,
        beta,
        alpha,
        // Runs that a fit ended with an error are left out.
        refused,
        // Averaged over the rounds; the bounds hold for the quantile.
        regret: { ...mean(averages), quantile: averages.sort()[Math.ceil((1 - rho) * ended) - 1]! },
        lastRegret: mean(last),
        sharpened: { share: sharpened / ended, ...clopperPearson(sharpened, ended, miss) },
        settled: {
          median: orNone(rounded.sort()[Math.ceil(ended / 2) - 1]!),
          lower: orNone(lower),
          upper: orNone(upper),
        },
        bounds: theory.at(alpha),
      },
      cost,
    };
  },
});
