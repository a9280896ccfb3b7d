import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { LineLog } from '../access/remote/answerLog.ts';

/** A log file that cannot be opened, or that holds something else than a log. Nothing in it has been changed. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
}

const FIRST_LINE = '{"format":"whetstone answers ';
const OTHER_LINES = '{"path":"';
/** A killed process loses nothing; a power failure may lose the answers of this time. */
const SYNC_MILLISECONDS = 1000;

/**
 * A log on disk: one line of JSON an answer, appended before the run goes on, so that a run that was killed can go on.
 *
 * A last line that was cut in the middle is dropped, and its answer drawn again. One process writes at a time.
 *
 * @throws LogFileError where the file cannot be opened or is not a log, with the line that is not
 */
export class FileLog extends LineLog {
  readonly path: string;
  readonly #file: number;
  #synced = Date.now();

  constructor(path: string) {
    const { file, lines } = openLog(path);
    super(lines, (line) => this.#append(line));
    this.path = path;
    this.#file = file;
  }

  close(): void {
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }

  #append(line: string): void {
    writeSync(this.#file, `${line}\n`);
    if (Date.now() - this.#synced < SYNC_MILLISECONDS) return;
    fdatasyncSync(this.#file);
    this.#synced = Date.now();
  }
}

function openLog(path: string): { file: number; lines: string[] } {
  let file: number;
  let bytes: Buffer;
  try {
    file = openSync(path, 'a+');
    bytes = readFileSync(file);
  } catch (error) {
    throw new LogFileError(`log ${path}: cannot be opened: ${(error as Error).message}`, { cause: error });
  }
  try {
    const end = bytes.lastIndexOf('\n') + 1;
    const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
    lines.forEach((line, i) => requireLine(path, line, i));
    const cut = bytes.toString('utf8', end);
    if (cut !== '') {
      // A file that is not ours must not lose its end.
      const expected = lines.length === 0 ? FIRST_LINE : OTHER_LINES;
      if (!expected.startsWith(cut.slice(0, expected.length))) refuse(path, lines.length);
      ftruncateSync(file, end);
    }
    return { file, lines };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function requireLine(path: string, line: string, index: number): void {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    refuse(path, index);
  }
  const fields = index === 0 ? ['format', 'source', 'backend'] : ['path', 'question', 'answer'];
  const complete = typeof value === 'object' && value !== null && fields.every((field) => field in value);
  if (!complete || !line.startsWith(index === 0 ? FIRST_LINE : OTHER_LINES)) refuse(path, index);
}

function refuse(path: string, index: number): never {
  const what = index === 0 ? 'the beginning of a log of answers' : 'an answer';
  throw new LogFileError(`log ${path}: line ${index + 1} is not ${what}; give another file, or correct this one`);
}
