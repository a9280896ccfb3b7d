import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that is a whole number, such as 250 or 1e6. */
export function integer(text: string): number {
  if (/^-\d+(e\d+)?$/i.test(text)) throw new InvalidArgumentError('It must not be below 0.');
  if (!/^\d+(e\d+)?$/i.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  if (!Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError('It must be below 2^53, up to which counts are exact.');
  return Number(text);
}
