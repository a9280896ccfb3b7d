import { z } from 'zod';
import { Meter } from '../../access/cost.ts';
import { clopperPearson } from '../../statistics/clopperPearson.ts';
import { needleLineIds, needleLines, thm43Beta } from '../../theory/sandwich/needleLines.ts';
import type { NeedleFamily } from '../../theory/sandwich/needleLines.ts';
import { defineExperiment } from '../experiment.ts';
import { needleFailures, needleLearners } from './needleFailures.ts';
import { count, delta, openUnit, replications } from './parameters.ts';

const parameters = z.strictObject({
  responses: z
    .int()
    .min(2)
    .max(2 ** 20)
    .describe('S, responses to the one prompt'),
  hypotheses: z.int().min(2).max(64).describe('K, how many of them may be y*, at most S'),
  bonus: z.number().min(1e-6).max(1e6).describe('h, how much heavier y* is, as a share'),
  delta,
  beta: z.number().gt(0).nullable().describe("weight of the divergence; null for Thm 4.3's, h / (2 log(2 S/delta))"),
  lines: z
    .array(z.enum(needleLineIds))
    .min(1)
    .refine((ids) => new Set(ids).size === ids.length, 'names a line twice')
    .describe('the lines on a needle, by id'),
  asks: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('risk'),
        m: count('samples: responses whose likelihoods are seen').max(1e9),
        simulated: z
          .strictObject({
            replications,
            failure: openUnit('probability that the interval of a simulated risk misses it'),
          })
          .nullable()
          .describe('how learners are run beside their lines, where a run is likely to fail; null where not at all'),
      }),
      z.strictObject({ kind: z.literal('samples'), risk: openUnit('the risk to come down to') }),
    ])
    .describe('the risk of each line with m samples, or its samples for a risk'),
});

/** The lines of the sandwich on a needle with a short list, and learners run beside them. */
export const needleSandwich = defineExperiment({
  id: 'needle-sandwich',
  describes:
    'what offline learners and those that explore do on a needle with a short list, beside the best of each kind',
  parameters: parameters.refine(
    ({ responses, hypotheses }) => hypotheses <= responses,
    'hypotheses is above responses',
  ),
  run({ lines: ids, asks, beta, ...needle }, source) {
    const family: NeedleFamily = { ...needle, beta: beta ?? thm43Beta(needle) };
    const meter = new Meter('needle-sandwich', {});
    const points = ids.map((id) => {
      const line = needleLines[id];
      const { side, framework } = line;
      if (asks.kind === 'samples') {
        const m = line.samples(family, asks.risk);
        // JSON has no infinities: no number is enough.
        return { id, side, framework, risk: asks.risk, m: m === Infinity ? null : m };
      }
      const { m, simulated } = asks;
      const risk = line.risk(family, m);
      const learner = needleLearners.find((each) => each === id);
      // Nothing is to be seen where not one run is likely to fail, or none is likely not to.
      const seen = simulated && learner && m >= 2 && risk < 1 && risk * simulated.replications >= 1;
      if (!seen) return { id, side, framework, risk, m };
      const { failures, cost } = needleFailures(
        { family, learner, m, replications: simulated.replications },
        source.split(id),
      );
      meter.charge('runs', cost);
      const { lower, upper } = clopperPearson(failures, simulated.replications, simulated.failure);
      return { id, side, framework, risk, m, measured: { risk: failures / simulated.replications, lower, upper } };
    });
    return { values: { points }, cost: meter.cost };
  },
});
