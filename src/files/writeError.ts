/** A file that cannot be written, such as on a full disk. What was in it before is as it was. */
export class WriteError extends Error {
  override readonly name = 'WriteError';

  constructor(path: string, cause: unknown) {
    super(`cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** `the disk is full (ENOSPC)` */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the disk is full (ENOSPC)';
  if (code === 'EDQUOT') return 'the quota of the disk is used up (EDQUOT)';
  if (code === 'EFBIG') return 'the file would be larger than allowed (EFBIG)';
  return message ?? String(error);
}
