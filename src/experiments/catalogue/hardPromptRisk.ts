import { z } from 'zod';
import { defineExperiment } from '../experiment.ts';
import { hardPromptFailures } from './hardPromptFailures.ts';
import { delta, hardFamilyFields, mu, n, N, replications } from './parameters.ts';

/** Failures of a learner at a random hard prompt of a random member of the hard family. */
export const hardPromptRisk = defineExperiment({
  id: 'hard-prompt-risk',
  describes: 'runs in which pi-hat(y* | x) <= 1 - delta at a random hard prompt of a random member of the hard family',
  parameters: z.strictObject({
    family: z.strictObject(hardFamilyFields).describe('the hard family; masses of your own go into sft-risk'),
    learner: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('sft-sharpening'), n, N }),
        z.strictObject({ kind: z.literal('bayes-optimal'), n, N }),
        z.strictObject({ kind: z.literal('adaptive-sft-sharpening'), n, mu }),
      ])
      .describe('the learner; SFT-sharpening fits in the class of all pi^BoN_N, or pi^AdaBoN_mu'),
    delta,
    replications,
  }),
  run(parameters, source) {
    const { failures, cost } = hardPromptFailures(parameters, source);
    return { values: { failures }, cost };
  },
});
