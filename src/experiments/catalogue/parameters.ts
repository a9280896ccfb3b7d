import { z } from 'zod';

/** A number of things, from 1. */
export const count = (meaning: string) => z.int().min(1).describe(meaning);
/** A number in (0, 1). */
export const openUnit = (meaning: string) => z.number().gt(0).lt(1).describe(meaning);
/** A share that may be the whole: a number in (0, 1]. */
export const share = (meaning: string) => z.number().gt(0).lte(1).describe(meaning);

export const n = count('number of prompts');
export const N = count('responses drawn for each prompt');
export const mu = z.number().gt(0).describe('stopping constant of adaptive best-of-N');
export const delta = openUnit('mass that a sharpened policy may leave off y*');
export const replications = count('independent runs').max(1e9);

/** What `hardFamily` takes. */
export const hardFamilyFields = {
  prompts: count('d, hard prompts').max(1e6),
  responses: z.int().min(3).max(8192).describe('M, responses to a hard prompt'),
  hardMass: share('Delta, mass of the hard prompts together'),
};

export const hardFamilyWorld = z.strictObject({ kind: z.literal('hard-family'), ...hardFamilyFields });
export const unseenPromptsWorld = z.strictObject({
  kind: z.literal('unseen-prompts'),
  prompts: count('doubtful prompts').max(1e6),
  mass: share('their mass together'),
});
