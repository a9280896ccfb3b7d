/** A bad argument: names the function, the argument, its value and what is allowed. */
export class DomainError extends RangeError {
  override readonly name = 'DomainError';
  readonly where: string;
  readonly argument: string;

  constructor(where: string, argument: string, expected: string, value: unknown) {
    super(`${where}: ${argument} must be ${expected}, got ${showValue(value)}`);
    this.where = where;
    this.argument = argument;
  }
}

/** A value as it should be read in an error message: short, and never a wall of numbers. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const name = Object.prototype.toString.call(value).slice(8, -1);
  const length = (value as { length?: unknown }).length;
  return typeof length === 'number' ? `${name} of length ${length}` : `an object of type ${name}`;
}
