import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { kindOfFile } from './kindOfFile.ts';
import { LockedError, takeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { decodeText } from './readText.ts';
import { writeAll } from './writeAll.ts';
import { reasonOf, WriteError } from './writeError.ts';
import { writeWhole } from './writeWhole.ts';

/** A killed process loses nothing; a power failure may lose the lines of this time. */
const SYNC_MILLISECONDS = 1000;

/** What the lines of a file should be. */
export interface LineFormat {
  /** How a whole line begins, by its number from 0. */
  beginning(index: number): string;
  /** What is wrong with a line, `is not an answer`; undefined where nothing is. */
  wrong(line: string, index: number, first: string): string | undefined;
  /** The error for a file that cannot be opened, or a line of which something is wrong. */
  error(path: string, why: string, cause?: Error): Error;
}

/**
 * Lines of JSON on disk, each appended at once, so that what was written survives a kill.
 *
 * A last line that was cut in the middle is dropped, one that lacks its end of line alone is kept. A file of another format is refused and left as it is; one that an
 * editor saved with a mark, in UTF-16 or with other line ends is made what it was. One process has it open at a time.
 */
export class LineFile {
  readonly path: string;
  /** The lines that were there when it was opened. */
  readonly lines: readonly string[];
  readonly #file: number;
  readonly #lock: Lock;
  #size: number;
  #synced = Date.now();
  #closed = false;

  /**
   * @throws LockedError where another process has it open; the format's error where it cannot be opened or is something
   * else; WriteError where the end of a line that was cut cannot be dropped
   */
  constructor(path: string, format: LineFormat) {
    this.path = path;
    this.#lock = opening(path, format, () => lockFile(path));
    let file: number | undefined;
    try {
      const bytes = opening(path, format, () => readFileSync((file = openSync(path, 'a+'))));
      const lines = opening(path, format, () => decodeText(bytes, path, { cut: true })).split('\n');
      const rest = lines.pop()!;
      // Its end of line alone is missing: what is cut in the middle is no whole JSON.
      if (rest !== '' && format.wrong(rest, lines.length, lines[0] ?? rest) === undefined) lines.push(rest);
      lines.forEach((line, i) => {
        const wrong = format.wrong(line, i, lines[0]!);
        if (wrong !== undefined) throw format.error(path, `line ${i + 1} ${wrong}`);
      });
      // A file that is not ours must not lose its end.
      const expected = format.beginning(lines.length);
      if (rest !== '' && lines.at(-1) !== rest && !expected.startsWith(rest.slice(0, expected.length))) {
        throw format.error(path, `line ${lines.length + 1} ${format.wrong(rest, lines.length, lines[0] ?? rest)!}`);
      }
      const written = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      if (!bytes.subarray(0, written.length).equals(written)) {
        writeWhole(path, written);
        closeSync(file!);
        file = openSync(path, 'a+');
      } else if (bytes.length > written.length) writing(path, () => ftruncateSync(file!, written.length));
      this.lines = lines;
      this.#size = written.length;
      this.#file = file!;
    } catch (error) {
      if (file !== undefined) closeSync(file);
      this.#lock.release();
      throw error;
    }
  }

  /** @throws WriteError where the line cannot be written; the lines before it stay whole */
  append(line: string): void {
    if (this.#closed) throw new WriteError(this.path, new Error('it has been closed'));
    const bytes = Buffer.from(`${line}\n`);
    try {
      writeAll(this.#file, bytes);
    } catch (error) {
      writing(this.path, () => ftruncateSync(this.#file, this.#size));
      throw new WriteError(this.path, error);
    }
    this.#size += bytes.length;
    if (Date.now() - this.#synced < SYNC_MILLISECONDS) return;
    writing(this.path, () => fdatasyncSync(this.#file));
    this.#synced = Date.now();
  }

  /** Closed once, it stays so: its descriptor may be another file's by now. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      writing(this.path, () => fdatasyncSync(this.#file));
    } finally {
      closeSync(this.#file);
      this.#lock.release();
    }
  }
}

function lockFile(path: string): Lock {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status && !status.isFile()) throw new Error(`it is ${kindOfFile(status)}, not a file`);
  // A lock has the name of its file: under another one somebody else could write to the same file.
  if (status && status.nlink > 1) {
    throw new Error('it has another name as well (a hard link); copy it, and give the copy');
  }
  if (!status && lstatSync(path, { throwIfNoEntry: false })) {
    throw new Error(`it is a link to ${readlinkSync(path)}, which is not there`);
  }
  const folder = dirname(path);
  if (!status && !existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  return takeLock(path);
}

/** Runs what opens the file; whatever goes wrong is an error of the format. */
function opening<T>(path: string, format: LineFormat, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LockedError || error instanceof WriteError) throw error;
    throw format.error(path, `cannot be opened: ${reasonOf(error)}`, error as Error);
  }
}

function writing(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new WriteError(path, error);
  }
}
