import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { writeAll } from './writeAll.ts';
import { WriteError } from './writeError.ts';

/**
 * Writes a file so that at any time it is there whole or not at all; one that was there before stays until then.
 *
 * @throws WriteError where it cannot be written; then nothing has changed
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const part = `${path}.part`;
  try {
    const file = openSync(part, 'w');
    try {
      writeAll(file, Buffer.from(content));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw new WriteError(path, error);
  }
}
