import { sealed } from '../../src/text/sealedLine.ts';

/** A line as one who forges it would leave it: changed, with the checksum of what it says now. */
export function resealed(line: string): string {
  return sealed(unsealed(line));
}

/** A line as older formats wrote it, without a checksum. */
export function unsealed(line: string): string {
  return line.replace(/,"sum":"[0-9a-f]{8}"\}$/, '}');
}
