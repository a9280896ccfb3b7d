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

const REASONS: Readonly<Record<string, string>> = {
  ...NO_ROOM,
  EACCES: 'this user may not (EACCES)',
  EEXIST: 'there is a file of this name (EEXIST)',
  EISDIR: 'it is a folder (EISDIR)',
  ENAMETOOLONG: 'the name is too long (ENAMETOOLONG)',
  ENOENT: 'there is no such file or folder (ENOENT)',
  ENOTDIR: 'a part of its path is a file and no folder (ENOTDIR)',
  EPERM: 'this user may not (EPERM)',
  EROFS: 'the disk can only be read (EROFS)',
};

/** Why something could not be read or written, in words where these are known: `the disk is full (ENOSPC)` */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

/** Whether it is room that is missing, and neither the place nor the right to write there. */
export function lacksRoom(error: unknown): boolean {
  return Object.hasOwn(NO_ROOM, (error as NodeJS.ErrnoException).code ?? '');
}
