import { z } from 'zod';
import { defineExperiment } from '../../src/experiments/experiment.ts';

/** The smallest experiment: heads in so many tosses. It counts how often it ran each case. */
export function coin() {
  const ran: unknown[] = [];
  const experiment = defineExperiment({
    id: 'coin',
    describes: 'heads in so many tosses',
    parameters: z.strictObject({
      tosses: z.int().min(1).max(1000).describe('how many'),
      bias: z.number().gt(0).lt(1).describe('the chance of heads'),
      side: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('heads') }),
          z.strictObject({ kind: z.literal('edge'), width: z.number().min(0).describe('of the coin') }),
        ])
        .optional(),
      labels: z.array(z.string()).optional(),
    }),
    run(parameters, source) {
      ran.push(parameters);
      let heads = 0;
      for (let i = 0; i < parameters.tosses; i++) heads += source.uniform() < parameters.bias ? 1 : 0;
      const cost = { prompts: 0, samples: parameters.tosses, evaluations: 0, fits: 0, tokens: 0 };
      return { values: { heads, first: source.split('first').uniform() }, cost };
    },
  });
  return { experiment, ran };
}
