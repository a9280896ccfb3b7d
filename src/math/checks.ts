import { DomainError } from './domainError.ts';

/** Refuses what is not an integer in [min, max]. */
export function requireInteger(
  where: string,
  argument: string,
  value: number,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): void {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    const tooLarge = typeof value === 'number' && value > Number.MAX_SAFE_INTEGER && value < Infinity;
    const open = max === Number.MAX_SAFE_INTEGER;
    const range = !open
      ? `in [${min}, ${max}]`
      : tooLarge
        ? `in [${min}, 2^53 - 1], up to which counts are exact`
        : `at least ${min}`;
    throw new DomainError(where, argument, `an integer ${range}`, value);
  }
}

/** Refuses what is not a number of outcomes: they are numbered in 32 bits. */
export function requireSize(where: string, argument: string, value: number): void {
  requireInteger(where, argument, value, 1, 2 ** 31 - 1);
}

/** Refuses what is not a number strictly between 0 and 1. */
export function requireOpenUnit(where: string, argument: string, value: number): void {
  if (!(typeof value === 'number' && value > 0 && value < 1)) {
    throw new DomainError(where, argument, 'a number in (0, 1)', value);
  }
}

/** Refuses what is not a number in [0, 1). */
export function requireHalfOpenUnit(where: string, argument: string, value: number): void {
  if (!(typeof value === 'number' && value >= 0 && value < 1)) {
    throw new DomainError(where, argument, 'a number in [0, 1)', value);
  }
}

/** Refuses what is not a finite number above 0. */
export function requirePositive(where: string, argument: string, value: number): void {
  if (!(typeof value === 'number' && value > 0 && value < Infinity)) {
    throw new DomainError(where, argument, 'a finite number above 0', value);
  }
}

/** Refuses what is not a finite number at or above 0. */
export function requireNonNegative(where: string, argument: string, value: number): void {
  if (!(typeof value === 'number' && value >= 0 && value < Infinity)) {
    throw new DomainError(where, argument, 'a finite number at least 0', value);
  }
}

/** Refuses a list whose length is not the expected one. */
export function requireLength(where: string, argument: string, value: ArrayLike<unknown>, length: number): void {
  if (value?.length !== length) throw new DomainError(where, argument, `of length ${length}`, value);
}

/** Refuses what is neither an array nor a typed array. */
export function requireList(where: string, argument: string, values: ArrayLike<unknown>): void {
  if (!isList(values)) throw new DomainError(where, argument, 'a list', values);
}

function isList(values: unknown): boolean {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
}

/** Refuses what is not a non-empty array or typed array of numbers. */
export function requireNumbers(where: string, argument: string, values: ArrayLike<number>): void {
  if (!isList(values) || values.length === 0)
    throw new DomainError(where, argument, 'a non-empty list of numbers', values);
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] !== 'number' || Number.isNaN(values[i])) {
      throw new DomainError(where, `${argument}[${i}]`, 'a number', values[i]);
    }
  }
}

/** Refuses what is not an object, such as options that were forgotten. */
export function requireObject(where: string, argument: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw new DomainError(where, argument, 'an object', value);
}
