import { z } from 'zod';
import { compensatedSum } from '../../math/compensatedSum.ts';
import { Source } from '../../math/random/source.ts';
import type { FiniteClass } from '../../policies/classes/finiteClass.ts';
import { powerClass } from '../../policies/classes/powerClass.ts';
import type { ExplicitWorld } from '../../policies/explicitWorld.ts';
import type { LinearSoftmaxClass } from '../../policies/softmax/linearSoftmaxClass.ts';
import { linearNeedle } from '../../theory/instances/linearNeedle.ts';
import { listNeedle } from '../../theory/instances/listNeedle.ts';
import { sharedNeedle } from '../../theory/instances/sharedNeedle.ts';
import { spherePacking } from '../../theory/instances/spherePacking.ts';
import { count } from './parameters.ts';

const needle = {
  responses: z.int().min(2).max(8192).describe('S, responses to a prompt'),
  hypotheses: z.int().min(2).max(64).describe('K, how many of them may be y*, at most S'),
  bonus: z.number().min(1e-6).max(2.5).describe('h, how much heavier y* is, as a share'),
};

/** What `spherePacking` takes, and which packing: they are random. */
export const packingFields = {
  dimension: z.int().min(2).max(16).describe('d, dimension of the sphere'),
  distance: z.number().gt(0).max(1.5).describe('least distance of two responses'),
  attempts: count('points in a row that may be too near before the packing ends').max(1e5),
  place: count('tells packings apart that are the same but for their random numbers'),
};

/** Worlds on which learners explore, one of which nature picks. */
export const exploringFamily = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('list-needle'), ...needle }),
    z.strictObject({ kind: z.literal('shared-needle'), prompts: count('d, prompts').max(1000), ...needle }),
    z.strictObject({ kind: z.literal('linear-needle'), ...needle }),
    z.strictObject({ kind: z.literal('sphere-packing'), ...packingFields }),
  ])
  .refine(
    (family) => family.kind === 'sphere-packing' || family.hypotheses <= family.responses,
    'hypotheses is above responses',
  )
  .describe('worlds of which nature picks one: needles, and linear softmax policies');

/** A family as learners meet it. */
export interface ExploringFamily {
  /** To a prompt. */
  readonly responses: number;
  /** gamma_margin is at least this, in every world. */
  readonly margin: number;
  /**
   * Of linear softmax policies: whichever is played, a pair shows an error of one that has an error with at least this
   * probability.
   */
  readonly telling?: number;
  /** How many worlds there are. */
  readonly size: number;
  at(place: number): ExplicitWorld;
  /** The class that holds every pi*_beta. */
  policyClass(beta: number): FiniteClass | LinearSoftmaxClass;
}

/** The family of parameters that were checked. */
export function familyOf(options: z.infer<typeof exploringFamily>): ExploringFamily {
  if (options.kind === 'sphere-packing') return packingFamily(options);
  const { kind, responses, hypotheses, bonus } = options;
  const shape = { responses, margin: bonus, size: hypotheses };
  if (kind === 'linear-needle') {
    const family = linearNeedle({ responses, hypotheses, bonus });
    // An error in one coordinate shows where y' is that response of the list, or y is.
    return { ...shape, telling: 1 / (responses + bonus), at: family.at, policyClass: family.softmaxClass };
  }
  const one = { responses, hypotheses, bonus };
  const family = kind === 'list-needle' ? listNeedle(one) : sharedNeedle({ ...one, prompts: options.prompts });
  return { ...shape, at: family.at, policyClass: (beta) => powerClass(family, beta) };
}

interface Packing {
  readonly dimension: number;
  readonly distance: number;
  readonly attempts: number;
  readonly place: number;
}

/**
 * A packing depends on its parameters alone, so that every case with them has the same one.
 *
 * An error <v, phi(y) - phi(y')> is hidden where y and y' are in one hyperplane across v. No more than d points that are drawn
 * from the sphere are, and y' ~ pi_base is one of the d heaviest with the mass of these.
 */
export function packingFamily({ dimension, distance, attempts, place }: Packing): ExploringFamily {
  const source = Source.named(`sphere-packing/${dimension}/${distance}/${attempts}/${place}`);
  const packing = spherePacking({ dimension, distance, attempts }, source);
  const hidden = packing.at(0).base.law(0).masses().sort().subarray(-dimension);
  const telling = 1 - compensatedSum(hidden);
  return {
    responses: packing.responses,
    ...(telling > 0 && { telling }),
    margin: Math.expm1((distance * distance) / 2),
    size: packing.responses,
    at: packing.at,
    policyClass: packing.softmaxClass,
  };
}

/** The beta of Thm 4.3, gamma_margin / (2 log(2 |Y|/delta)): pi*_beta then leaves at most delta/2 off y*, for margins up to 2.51. */
export function coldBeta({ margin, responses }: Pick<ExploringFamily, 'margin' | 'responses'>, delta: number): number {
  return margin / (2 * Math.log((2 * responses) / delta));
}
