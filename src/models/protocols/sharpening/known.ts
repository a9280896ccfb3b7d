type Known<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The fields that are known: those that are undefined are left out, so that a report has no field without a value. */
export function known<T extends object>(fields: T): Known<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<T>;
}
