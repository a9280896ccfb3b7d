import { z } from 'zod';
import { showValue } from '../../math/domainError.ts';
import type { Problem } from '../../text/jsonProblem.ts';
import { domainOf, fieldsOf, schemaAt } from './domain.ts';
import type { JsonSchema } from './domain.ts';

/** Reads a value by a schema: the value, or all that is wrong with it. */
export function problemsOf<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { readonly value?: T; readonly problems: readonly Problem[] } {
  const read = schema.safeParse(value);
  if (read.success) return { value: read.data, problems: [] };
  const root = jsonSchemaOf(schema);
  return { problems: read.error.issues.flatMap((issue) => problemsOfIssue(issue, root, value)) };
}

const made = new WeakMap<z.ZodType, JsonSchema>();

/** A schema as JSON Schema; made once, as a million cases may all be wrong. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  let json = made.get(schema);
  if (!json) made.set(schema, (json = z.toJSONSchema(schema) as JsonSchema));
  return json;
}

function problemsOfIssue(issue: z.core.$ZodIssue, root: JsonSchema, value: unknown): Problem[] {
  const path = issue.path as (string | number)[];
  const at = schemaAt(root, path, value);
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsOf(at, valueAt(value, path)).join(', ');
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `is not known here; there are ${known}`,
      atName: true,
    }));
  }
  // A condition on several fields together speaks for itself.
  if (issue.code === 'custom') return [{ path, message: issue.message }];
  const got = valueAt(value, path);
  // They are integers as well, and are refused for what the domain does not say.
  const uncountable = Number.isInteger(got) && !Number.isSafeInteger(got) && (at.maximum ?? Infinity) >= 2 ** 53 - 1;
  const domain = domainOf(at) + (uncountable ? ', and at most 2^53 - 1, up to which counts are exact' : '');
  const message = got === undefined ? `is missing; it must be ${domain}` : `must be ${domain}, got ${showValue(got)}`;
  return [{ path, message }];
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | undefined)?.[part], value);
}
