import type { Stats } from 'node:fs';

/** What there is under a path that is no file, in words. */
export function kindOfFile(status: Stats): string {
  if (status.isDirectory()) return 'a folder';
  if (status.isFIFO()) return 'a named pipe';
  return status.isSocket() ? 'a socket' : 'a device';
}
