/** A file of a sweep that cannot be used. Nothing in it has been changed. */
export class SweepFileError extends Error {
  override readonly name: string = 'SweepFileError';
}

/** The file is of another spec, version or format. */
export class OtherSweepError extends SweepFileError {
  override readonly name = 'OtherSweepError';
}
