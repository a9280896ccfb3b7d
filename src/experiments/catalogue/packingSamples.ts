import { z } from 'zod';
import { Meter } from '../../access/cost.ts';
import type { Explicit } from '../../access/spaces.ts';
import { rewardRegression } from '../../learners/rlhf/rewardRegression.ts';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { leastCount } from '../../math/leastCount.ts';
import { logLikelihood } from '../../policies/rewards/logLikelihood.ts';
import { clopperPearson } from '../../statistics/clopperPearson.ts';
import { countFailures } from '../countFailures.ts';
import { defineExperiment } from '../experiment.ts';
import { exploringRuns } from './exploringRuns.ts';
import { coldBeta, packingFamily, packingFields } from './exploringFamily.ts';
import { count, openUnit, replications } from './parameters.ts';

// Beyond it the one response of SFT-sharpening need not be what fits best.
const belowHalf = (meaning: string) => z.number().gt(0).lt(0.5).describe(meaning);

const parameters = z.strictObject({
  ...packingFields,
  delta: belowHalf('mass that a sharpened policy may leave off y*'),
  beta: z
    .number()
    .gt(0)
    .nullable()
    .describe("weight of the divergence; null for Thm 4.3's, gamma_margin / (2 log(2 |Y|/delta))"),
  failure: belowHalf('share of the runs that may end unsharpened'),
  replications: replications.max(1e5),
  most: count('pairs, and rounds, that are tried at most').max(1000),
  miss: openUnit('probability that the interval of a count misses it'),
});

/** A count found from runs, and the ends of an interval for it; null where more than were tried are needed. */
export interface MeasuredCount {
  readonly least: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Weight of optimism beside beta. */
const OPTIMISM = 1e-3;

/** Example J.1: what SFT-sharpening, reward regression and XPO need on a packing of the sphere, and what theorems ask of XPO. */
export const packingSamples = defineExperiment({
  id: 'packing-samples',
  describes:
    'best-of-N responses of SFT-sharpening (exact), pairs of reward regression and rounds of XPO until they end sharpened, on a packing of the sphere',
  parameters,
  async run(given, source) {
    const { delta: off, failure, replications: runs, most, miss, dimension } = given;
    const family = packingFamily(given);
    const beta = given.beta ?? coldBeta(family, off);
    const policyClass = family.policyClass(beta);
    const meter = new Meter('packing-samples', {});

    const modeMasses = Float64Array.from({ length: family.size }, (_, y) => family.at(y).base.law(0).mass(y));
    const explored = exploringRuns(
      { family, rounds: most, alpha: OPTIMISM * beta, beta, delta: off, replications: runs },
      source.split('xpo'),
    );
    meter.charge('xpo', explored.cost);
    const pairs = measuredCount(most, runs, { failure, miss }, (n) => {
      const { failures, cost } = countFailures(
        {
          where: 'packing-samples',
          learner: () => rewardRegression<Explicit>({ n, beta, reward: logLikelihood }),
          trial: (replication) => ({
            world: family.at(replication.split('nature').index(family.size)).withClass(policyClass),
            prompt: 0,
          }),
          sharpness: { delta: off },
          replications: runs,
        },
        source.split(`regression ${n}`),
      );
      meter.charge('regression', cost);
      return failures;
    });
    const rounds = measuredCount(most, runs, { failure, miss }, (n) => {
      // A run that ended with an error returned no policy.
      return explored.refused + explored.settled.filter((round) => round > n).length;
    });
    // Formulas take most of a second to load: the other experiments do without them.
    const { packingBounds } = await import('./packingBounds.ts');
    return {
      values: {
        responses: family.responses,
        margin: family.margin,
        beta,
        // C_cov on average over y*.
        coverage: compensatedSum(modeMasses.map((mass) => 1 / mass)) / family.size,
        sft: sftSamples(modeMasses, off, failure),
        pairs,
        rounds,
        refused: explored.refused,
        bounds: packingBounds({ family, dimension, beta, delta: off, failure }),
      },
      cost: meter.cost,
    };
  },
});

/**
 * The least N with which SFT-sharpening of one prompt fails in at most a share of the worlds and of the draws, exactly. It fails
 * where best-of-N leaves more than delta off y*, and where its one response, in the class of all pi^BoN_N, is another.
 *
 * Fewer draws do not sharpen best-of-N, whatever is fitted; more prompts cost N each.
 *
 * @param modeMasses of each world the mass of y*
 */
export function sftSamples(modeMasses: Float64Array, delta: number, failure: number): number {
  const failing = (N: number): number =>
    compensatedSum(
      modeMasses.map((mass) => {
        const missed = Math.exp(N * Math.log1p(-mass));
        return missed <= delta ? missed : 1;
      }),
    ) / modeMasses.length;
  return leastCount((N) => failing(N) <= failure, 2 ** 40);
}

/** The least count at which failures are few enough, and where the ends of their Clopper-Pearson intervals are. */
function measuredCount(
  most: number,
  runs: number,
  { failure, miss }: { readonly failure: number; readonly miss: number },
  failuresAfter: (count: number) => number,
): MeasuredCount {
  let [least, lower, upper]: (number | null)[] = [null, null, null];
  for (let n = 1; n <= most && upper === null; n++) {
    const failures = failuresAfter(n);
    const ends = clopperPearson(failures, runs, miss);
    if (ends.lower <= failure) lower ??= n;
    if (failures <= failure * runs) least ??= n;
    if (ends.upper <= failure) upper = n;
  }
  return { least: least!, lower: lower!, upper: upper! };
}
