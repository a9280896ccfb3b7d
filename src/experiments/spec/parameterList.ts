import type { AnyExperiment } from '../experiment.ts';
import { domainOf } from './domain.ts';
import type { JsonSchema } from './domain.ts';
import { jsonSchemaOf } from './problems.ts';

/** One parameter as a person reads about it. */
export interface ListedParameter {
  /** Those of an object are below its name: `world.prompts`. */
  readonly name: string;
  readonly meaning: string;
  /** The values that it may take, in words. */
  readonly domain: string;
}

/** The parameters of an experiment as JSON Schema, for editors and other programs. */
export function parameterSchema({ parameters }: AnyExperiment): JsonSchema {
  return jsonSchemaOf(parameters);
}

/** The parameters of an experiment, with those of nested objects. */
export function parameterList(experiment: AnyExperiment): ListedParameter[] {
  return fieldsBelow('', parameterSchema(experiment));
}

function fieldsBelow(prefix: string, { oneOf, properties = {} }: JsonSchema): ListedParameter[] {
  if (oneOf) return oneOf.flatMap((branch) => fieldsBelow(prefix, branch));
  return Object.entries(properties).flatMap(([field, schema]) => {
    const name = `${prefix}${field}`;
    const below = fieldsBelow(`${name}.`, schema);
    const domain = schema.oneOf ? 'one of these objects' : below.length > 0 ? 'an object' : domainOf(schema);
    return [{ name, meaning: schema.description ?? '', domain }, ...below];
  });
}
