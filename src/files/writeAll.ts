import { writeSync } from 'node:fs';

/**
 * Writes all bytes to an open file. A disk that is nearly full takes part of them without a word, and says so at the next
 * call only.
 */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
