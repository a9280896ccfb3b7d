import { DomainError } from './domainError.ts';

/** JSON with the fields of every object in one order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    isObject(field) && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}

/** Refuses what JSON would drop or change: NaN, infinities, undefined, objects of a class, and what holds itself. */
export function requirePlainJson(where: string, argument: string, value: unknown): void {
  requirePlain(where, argument, value, []);
}

function requirePlain(where: string, argument: string, value: unknown, around: readonly unknown[]): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (around.includes(value)) throw new DomainError(where, argument, 'plain JSON, which does not hold itself', value);
  const within = [...around, value];
  if (Array.isArray(value)) {
    // By index: a list with holes has entries that forEach would not see.
    for (let i = 0; i < value.length; i++) requirePlain(where, `${argument}[${i}]`, value[i], within);
    return;
  }
  if (isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) {
    for (const [name, field] of Object.entries(value)) requirePlain(where, `${argument}.${name}`, field, within);
    return;
  }
  const expected = typeof value === 'number' ? 'a finite number' : 'plain JSON';
  throw new DomainError(where, argument, expected, value);
}

/** Whether a value read from JSON is an object or a list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
