import { importModule } from '../../files/importModule.ts';
import { defineExperiment } from '../experiment.ts';
import { failuresOf } from '../risk.ts';
import type { WorldOrFamily } from '../risk.ts';
import type { LearnerFactory } from '../replicate.ts';
import { z } from 'zod';

/** Some of the runs of the learner that a module exports: what a thread does for `riskOnThreads`. */
export const failuresOfModule = defineExperiment({
  id: 'failures-of-module',
  describes: 'failures of the learner that a module exports, on the world that it exports',
  parameters: z.strictObject({
    module: z.string(),
    seed: z.string(),
    first: z.int(),
    replications: z.int(),
    delta: z.number(),
    gamma: z.number().optional(),
    strict: z.boolean().optional(),
  }),
  async run({ module, gamma, strict, ...rest }) {
    const where = 'riskOnThreads';
    const { learner, world } = await importModule(where, module);
    const options = { ...rest, ...(gamma !== undefined && { gamma }), ...(strict !== undefined && { strict }) };
    // Named by the seed alone, not by the case: the runs are those of `risk`, however they are shared out.
    const { failures, cost } = failuresOf(where, learner as LearnerFactory, world as WorldOrFamily, options);
    return { values: { failures }, cost };
  },
});

/** As threads import it. */
export const experiments = [failuresOfModule];
/** Where it is. */
export const module = import.meta.url;
