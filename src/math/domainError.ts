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

/** The message of a bad argument without the name of the function, for one who has not called it: `m must be ...` */
export function withoutWhere({ where, message }: DomainError): string {
  return message.startsWith(`${where}: `) ? message.slice(where.length + 2) : message;
}

/** A value as it should be read in an error message: short, and never a wall of numbers. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const name = constructorName(value);
  const length = (value as { length?: unknown }).length;
  if (typeof length === 'number') return `${name} of length ${length}`;
  if (name === 'Object') return 'a plain object';
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The name of the class that made an object, also of one that was made by none. */
function constructorName(value: object): string {
  const { constructor } = (Object.getPrototypeOf(value) ?? {}) as { constructor?: { name?: unknown } };
  return typeof constructor?.name === 'string' && constructor.name !== '' ? constructor.name : 'Object';
}
