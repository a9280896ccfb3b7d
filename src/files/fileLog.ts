import { LineLog, wrongLine } from '../access/remote/answerLog.ts';
import { LineFile } from './lineFile.ts';
import type { LineFormat } from './lineFile.ts';

/** A log file that cannot be opened, or that holds something else than a log. Nothing in it has been changed. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
}

/**
 * A log on disk: one line of JSON an answer, appended before the run goes on, so that a run that was killed can go on.
 *
 * A last line that was cut in the middle is dropped, and its answer drawn again. One process has it open at a time: close
 * it, or end.
 *
 * @throws LogFileError where the file cannot be opened or is not a log, with the line that is not, or was changed;
 * LockedError where somebody else has it open; when it is appended to, WriteError
 */
export class FileLog extends LineLog {
  readonly path: string;
  readonly #file: LineFile;

  constructor(path: string) {
    const file = new LineFile(path, answers);
    super(file.lines, (line) => file.append(line), `log ${path}`);
    this.path = path;
    this.#file = file;
  }

  close(): void {
    this.#file.close();
  }
}

const answers: LineFormat = {
  beginning: (index) => (index === 0 ? '{"format":"whetstone answers ' : '{"path":"'),
  wrong: wrongLine,
  error: (path, why, cause) =>
    new LogFileError(`log ${path}: ${why}${cause ? '' : '; give another file, or correct this one'}`, { cause }),
};
