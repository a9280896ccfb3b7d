import { LineLog } from '../access/remote/answerLog.ts';
import { LineFile } from './lineFile.ts';
import type { LineFormat } from './lineFile.ts';

/** A log file that cannot be opened, or that holds something else than a log. Nothing in it has been changed. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
}

const FIRST_LINE = '{"format":"whetstone answers ';
const OTHER_LINES = '{"path":"';

/**
 * A log on disk: one line of JSON an answer, appended before the run goes on, so that a run that was killed can go on.
 *
 * A last line that was cut in the middle is dropped, and its answer drawn again. One process writes at a time.
 *
 * @throws LogFileError where the file cannot be opened or is not a log, with the line that is not
 */
export class FileLog extends LineLog {
  readonly path: string;
  readonly #file: LineFile;

  constructor(path: string) {
    const file = new LineFile(path, answers);
    super(file.lines, (line) => file.append(line));
    this.path = path;
    this.#file = file;
  }

  close(): void {
    this.#file.close();
  }
}

const answers: LineFormat = {
  beginning: (index) => (index === 0 ? FIRST_LINE : OTHER_LINES),
  isLine(line, index) {
    const value: unknown = JSON.parse(line);
    const fields = index === 0 ? ['format', 'source', 'backend'] : ['path', 'question', 'answer'];
    const complete = typeof value === 'object' && value !== null && fields.every((field) => field in value);
    return complete && line.startsWith(answers.beginning(index));
  },
  refusal(path, index) {
    const what = index === 0 ? 'the beginning of a log of answers' : 'an answer';
    return new LogFileError(`log ${path}: line ${index + 1} is not ${what}; give another file, or correct this one`);
  },
  unopened: (path, cause) => new LogFileError(`log ${path}: cannot be opened: ${cause.message}`, { cause }),
};
