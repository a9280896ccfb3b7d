import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** A killed process loses nothing; a power failure may lose the lines of this time. */
const SYNC_MILLISECONDS = 1000;

/** What the lines of a file should be. */
export interface LineFormat {
  /** How a whole line begins, by its number from 0. */
  beginning(index: number): string;
  /** Whether a whole line is one of this format. */
  isLine(line: string, index: number): boolean;
  /** The error for a line that is not. */
  refusal(path: string, index: number): Error;
  /** The error for a file that cannot be opened. */
  unopened(path: string, cause: Error): Error;
}

/**
 * Lines of JSON on disk, each appended at once, so that what was written survives a kill.
 *
 * A last line that was cut in the middle is dropped. A file of another format is refused and left as it is. One process
 * writes at a time.
 */
export class LineFile {
  readonly path: string;
  /** The lines that were there when it was opened. */
  readonly lines: readonly string[];
  readonly #file: number;
  #synced = Date.now();

  constructor(path: string, format: LineFormat) {
    this.path = path;
    let bytes: Buffer;
    try {
      this.#file = openSync(path, 'a+');
      bytes = readFileSync(this.#file);
    } catch (error) {
      throw format.unopened(path, error as Error);
    }
    try {
      const end = bytes.lastIndexOf('\n') + 1;
      this.lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
      const wrong = this.lines.findIndex((line, i) => !isJson(line) || !format.isLine(line, i));
      if (wrong >= 0) throw format.refusal(path, wrong);
      const cut = bytes.toString('utf8', end);
      if (cut !== '') {
        // A file that is not ours must not lose its end.
        const expected = format.beginning(this.lines.length);
        if (!expected.startsWith(cut.slice(0, expected.length))) throw format.refusal(path, this.lines.length);
        ftruncateSync(this.#file, end);
      }
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  append(line: string): void {
    writeSync(this.#file, `${line}\n`);
    if (Date.now() - this.#synced < SYNC_MILLISECONDS) return;
    fdatasyncSync(this.#file);
    this.#synced = Date.now();
  }

  close(): void {
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
