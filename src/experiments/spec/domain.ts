/** The part of JSON Schema that the schemas here come out as. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** The values that a schema allows, in words: `an integer at least 1`, `a number in (0, 1)`. */
export function domainOf(schema: JsonSchema): string {
  const { type, enum: choices, items, properties } = schema;
  const branches = schema.oneOf ?? schema.anyOf;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (choices) return `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  if (branches) return branches.map(domainOf).join(' or ');
  if (type === 'null') return 'null';
  if (type === 'integer' || type === 'number') return numberDomain(schema);
  if (type === 'string') return schema.minLength ? 'a non-empty string' : 'a string';
  if (type === 'array')
    return `a ${schema.minItems ? 'non-empty ' : ''}list${items?.type ? ` of ${plural(items)}` : ''}`;
  if (!properties) return type === 'object' ? 'an object' : 'plain JSON';
  const fields = Object.entries(properties).map(([name, field]) =>
    'const' in field ? `${name}: ${JSON.stringify(field.const)}` : name,
  );
  return `an object { ${fields.join(', ')} }`;
}

function numberDomain({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const noun = type === 'integer' ? 'an integer' : 'a number';
  const low = exclusiveMinimum ?? minimum ?? -Infinity;
  const high = exclusiveMaximum ?? maximum ?? Infinity;
  const [lowest, highest] = [low <= Number.MIN_SAFE_INTEGER, high >= Number.MAX_SAFE_INTEGER];
  if (lowest && highest) return noun;
  if (highest) return `${noun} ${exclusiveMinimum === undefined ? 'at least' : 'above'} ${low}`;
  if (lowest) return `${noun} ${exclusiveMaximum === undefined ? 'at most' : 'below'} ${high}`;
  const [open, close] = [exclusiveMinimum === undefined ? '[' : '(', exclusiveMaximum === undefined ? ']' : ')'];
  return `${noun} in ${open}${low}, ${high}${close}`;
}

function plural({ type }: JsonSchema): string {
  return type === 'array' ? 'lists' : `${type}s`;
}

/** The schema of what lies at a path. Of several allowed objects the one whose constant fields agree with the value. */
export function schemaAt(schema: JsonSchema, path: readonly (string | number)[], value: unknown): JsonSchema {
  const [part, ...rest] = path;
  if (part === undefined) return schema;
  if (schema.oneOf) {
    const branch = branchOf(schema, value);
    // None agrees: then it is about the field that tells them apart.
    if (!branch) return { enum: schema.oneOf.map(({ properties }) => properties?.[part]?.const) };
    return schemaAt(branch, path, value);
  }
  const below = (value as Record<string | number, unknown> | null | undefined)?.[part];
  const { additionalProperties: others } = schema;
  const field = schema.items ?? schema.properties?.[part] ?? (typeof others === 'object' ? others : undefined) ?? {};
  return schemaAt(field, rest, below);
}

/** The fields that an object may have. */
export function fieldsOf(schema: JsonSchema, value: unknown): string[] {
  return Object.keys((schema.oneOf ? branchOf(schema, value) : schema)?.properties ?? {});
}

function branchOf({ oneOf = [] }: JsonSchema, value: unknown): JsonSchema | undefined {
  return oneOf.find(({ properties = {} }) =>
    Object.entries(properties).every(
      ([name, field]) => !('const' in field) || (value as Record<string, unknown> | null)?.[name] === field.const,
    ),
  );
}
