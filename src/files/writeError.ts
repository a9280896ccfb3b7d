/** A file that cannot be written, such as on a full disk. What was in it before is as it was. */
export class WriteError extends Error {
  override readonly name = 'WriteError';

  constructor(path: string, cause: unknown) {
    super(`cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}

const NO_ROOM: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full (ENOSPC)',
  EDQUOT: 'the quota of the disk is used up (EDQUOT)',
  EFBIG: 'the file would be larger than allowed (EFBIG)',
};

/** Why something could not be written: `the disk is full (ENOSPC)` */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return NO_ROOM[code] ?? message;
}

/** Whether it is room that is missing, and neither the place nor the right to write there. */
export function lacksRoom(error: unknown): boolean {
  return Object.hasOwn(NO_ROOM, (error as NodeJS.ErrnoException).code ?? '');
}
