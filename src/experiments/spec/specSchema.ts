import { z } from 'zod';

const parameters = z.record(z.string(), z.unknown());

/** A sweep as a file: plain JSON. */
export const specSchema = z.strictObject({
  format: z.literal('whetstone sweep 1'),
  experiment: z.string(),
  seed: z.string().min(1),
  /** Parameters that all cases share. */
  fixed: parameters.optional(),
  /** The other parameters: case by case, */
  cases: z.array(parameters).min(1).optional(),
  /** or as lists of values, of which every combination is a case; the parameter named first varies slowest. */
  grid: z.record(z.string(), z.array(z.unknown()).min(1)).optional(),
});

export type Spec = z.infer<typeof specSchema>;
