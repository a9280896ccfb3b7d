/** A value as one line of JSON. JSON has no infinities and would write null: they are the strings "Infinity", "-Infinity". */
export function jsonLine(value: object): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'number' && !Number.isFinite(field) ? String(field) : field,
  );
}
