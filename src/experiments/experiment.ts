import { z } from 'zod';
import type { Cost } from '../access/cost.ts';
import { requireObject } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import type { Source } from '../math/random/source.ts';

/** What came out of one case. */
export interface Outcome<V extends object = object> {
  /** Plain JSON, without NaN or infinities. */
  readonly values: V;
  /** What its runs asked for, together. */
  readonly cost: Cost;
}

/** A computation on plain parameters: all that it depends on are they and its source. */
export interface Experiment<P, O extends Outcome | Promise<Outcome>> {
  readonly id: string;
  /** What it measures, in one sentence. */
  readonly describes: string;
  /** The parameters of one case: a strict object, with a description of each. */
  readonly parameters: z.ZodType<P>;
  /** A promise where something heavy is loaded first. */
  run(parameters: P, source: Source): O;
}

export type AnyExperiment = Experiment<any, Outcome | Promise<Outcome>>;

export type ParametersOf<E extends AnyExperiment> = z.output<E['parameters']>;
export type ValuesOf<E extends AnyExperiment> = Awaited<ReturnType<E['run']>>['values'];

/**
 * Defines an experiment.
 *
 * @throws DomainError where a part is missing, or the schema of the parameters would let unknown fields pass
 */
export function defineExperiment<P, O extends Outcome | Promise<Outcome>>(
  experiment: Experiment<P, O>,
): Experiment<P, O> {
  requireExperiment('defineExperiment', 'experiment', experiment);
  const { id, parameters } = experiment;
  const strict = parameters instanceof z.ZodObject && parameters.def.catchall instanceof z.ZodNever;
  if (!strict) throw new DomainError(id, 'parameters', 'a z.strictObject', parameters);
  return experiment;
}

/** Refuses what is not an experiment. */
export function requireExperiment(where: string, argument: string, value: unknown): asserts value is AnyExperiment {
  requireObject(where, argument, value);
  const { id, parameters, run } = value as Partial<AnyExperiment>;
  if (typeof id !== 'string' || id === '') throw new DomainError(where, `${argument}.id`, 'a non-empty string', id);
  if (typeof (parameters as Partial<z.ZodType> | undefined)?.safeParse !== 'function') {
    throw new DomainError(where, `${argument}.parameters`, 'a z.strictObject', parameters);
  }
  if (typeof run !== 'function') {
    throw new DomainError(where, `${argument}.run`, 'a function of the parameters and a Source', run);
  }
}
