import { fc } from './fastCheck.ts';

/** The value, which a failing property then prints as the code that makes it. */
export function showAs<T extends object>(value: T, code: () => string): T {
  // Not enumerable, so that the value still equals others of its kind.
  return Object.defineProperty(value, fc.toStringMethod, { value: code });
}
