import { Source } from '../math/random/source.ts';

const SEAL = /,"sum":"([0-9a-f]{8})"\}$/;

/**
 * A line of JSON, an object with a field, with a last field `sum` more: a checksum of the text before it. So it shows
 * where a line was changed by hand or by a fault of the disk: a change passes with probability 2^-32.
 */
export function sealed(json: string): string {
  const text = json.slice(0, -1);
  return `${text},"sum":"${checksum(text)}"}`;
}

/**
 * What is wrong with the seal of a line; undefined where nothing is. Lines have seals where the first one has: files of
 * older formats are without.
 */
export function brokenSeal(line: string, first: string): string | undefined {
  const sum = SEAL.exec(line)?.[1];
  if (sum === undefined) return SEAL.test(first) ? 'has lost its checksum' : undefined;
  const text = line.slice(0, line.length - `,"sum":"${sum}"}`.length);
  return checksum(text) === sum ? undefined : 'has been changed: its checksum is that of another text';
}

/** Whether a line has a seal, unbroken or not. */
export function isSealed(line: string): boolean {
  return SEAL.test(line);
}

function checksum(text: string): string {
  return root.split(text).key.slice(0, 8);
}

const root = Source.named('whetstone line');
