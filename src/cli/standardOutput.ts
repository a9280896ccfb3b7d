import { fstatSync, writeSync } from 'node:fs';
import { writeAll } from '../files/writeAll.ts';
import { reasonOf } from '../files/writeError.ts';

/** What the shell says of a program that wrote to a pipe which nobody reads any more: 128 + SIGPIPE. */
const PIPE_CLOSED = 141;

/**
 * Makes output that is lost an error of the process, whatever command wrote it: exit code 1 and a line on stderr. A pipe
 * that was closed at its other end, as by `| head -1`, ends the process without a word.
 */
export function guardStandardOutput(): void {
  const { stdout, stderr } = process;
  let failure: Error | undefined;
  // Without a listener the error would end the process with a stack trace; `console` passes over it.
  stdout.on('error', (error) => (failure ??= error));
  stderr.on('error', () => {});
  if (isFile(1)) {
    // Node's own asks once, and loses what a nearly full disk does not take.
    stdout._write = (chunk: Uint8Array, _encoding, done) => {
      try {
        writeAll(1, chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    };
  }
  process.once('exit', () => {
    // Where the process exits at once, as after --help, the error has not been told yet.
    failure ??= stdout.errored ?? undefined;
    if (!failure) return;
    const { code } = failure as NodeJS.ErrnoException;
    process.exitCode ||= code === 'EPIPE' ? PIPE_CLOSED : 1;
    if (code !== 'EPIPE') complain(`whetstone: cannot write to standard output: ${reasonOf(failure)}\n`);
  });
}

function isFile(descriptor: number): boolean {
  const status = fstatSync(descriptor);
  return status.isFile() || (status.isCharacterDevice() && !process.stdout.isTTY);
}

function complain(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody listens there either; the exit code says it.
  }
}
