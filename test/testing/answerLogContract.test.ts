import { describe, it } from 'vitest';
import { LOG_FORMAT } from '../../src/access/remote/answerLog.ts';
import { LineLog, LogMismatchError } from '../../src/index.ts';
import type { AnswerLog, LogEntry, LogHeader } from '../../src/index.ts';
import { answerLogContract, runContract } from '../../src/testing/index.ts';
import type { AnswerLogContractOptions } from '../../src/testing/index.ts';
import { changed, notices } from './mutants.ts';
import type { Any } from './mutants.ts';

type Options = AnswerLogContractOptions<LineLog>;

const right: Options = { empty: () => new LineLog(), reopened: ({ lines }) => new LineLog(lines) };

/** Logs that are right but for some members, in every run. */
function with_(members: (log: LineLog) => Partial<AnswerLog>): Options {
  const broken = (log: LineLog): LineLog => changed(log, { ...members(log) });
  return { empty: () => broken(new LineLog()), reopened: ({ lines }) => broken(new LineLog(lines)) };
}

/** Logs that give back something else than was appended. */
const giving = (change: (entry: LogEntry) => LogEntry): Options =>
  with_((log) => ({
    get(path) {
      const entry = log.get(path);
      return entry && change(entry);
    },
  }));

/** Logs that are right in one run, and of which the next finds other lines. */
const finding = (change: (lines: readonly string[]) => readonly string[]): Options => ({
  ...right,
  reopened: ({ lines }) => new LineLog(change(lines)),
});

/** Logs that see other values of a kind, wherever they are. */
const seeing = (change: (value: Any) => unknown): Options => giving((entry) => everywhere(entry, change) as LogEntry);

/** Logs that open in another way; `held` is the header that they hold. */
const opening = (open: (log: LineLog, header: LogHeader, held: LogHeader | undefined) => void): Options =>
  with_((log) => ({ open: (header) => open(log, header, log.header) }));

/** Logs that refuse to open in another way. */
const refusing = (change: (error: Error, log: LineLog, header: LogHeader) => Error): Options =>
  opening((log, header) => {
    try {
      log.open(header);
    } catch (error) {
      throw change(error as Error, log, header);
    }
  });

/** Logs that take two paths of one key for the same. */
const keyed = (key: (path: string) => string): Options =>
  with_((log) => ({
    append: (entry) => log.append({ ...entry, path: key(entry.path) }),
    get(path) {
      const entry = log.get(key(path));
      return entry && { ...entry, path };
    },
  }));

function everywhere(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => everywhere(each, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, everywhere(each, change)]));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A log that is opened by whatever run while it is new. */
function carefree(): LineLog {
  const log = new LineLog();
  return changed(log, { open: (header: LogHeader) => (log.header ? undefined : log.open(header)) });
}

/** A log that takes whatever comes for its next line. */
function unguarded(held: readonly string[]): LineLog {
  const log = new LineLog(held);
  return changed(log, {
    append(entry: LogEntry) {
      if (log.header) log.append(entry);
      else log.lines.push(JSON.stringify(entry));
    },
  });
}

/** A log that an object of JavaScript keeps, with all that such objects have. */
function inAnObject(): LineLog {
  const log = new LineLog();
  const entries: Record<string, LogEntry> = {};
  return changed(log, {
    append: (entry: LogEntry) => (entries[entry.path] = entry),
    get: (path: string) => entries[path],
  });
}

/** Logs of which a run finds what the last run has appended, and nothing of those before. */
function forgetful(): Options {
  const before = new WeakMap<LineLog, number>();
  return {
    ...right,
    reopened(log) {
      const [header, ...lines] = log.lines;
      const again = new LineLog([header!, ...lines.slice(before.get(log) ?? 0)]);
      before.set(again, again.lines.length - 1);
      return again;
    },
  };
}

const texts = (change: (text: string) => string): Options =>
  seeing((value: unknown) => (typeof value === 'string' ? change(value) : value));

const HEADER: LogHeader = { format: LOG_FORMAT, source: 'f00d5eed', backend: 'a model, 8 bit' };

describe('answerLogContract', () => {
  notices<Options>(answerLogContract, right, [
    ['keeps the last answers only', finding((lines) => [lines[0]!, ...lines.slice(1).slice(-1500)]), /as many/],
    [
      'has an answer to everything',
      with_((log) => ({ get: (path) => log.get(path) ?? { path, question: null, answer: null } })),
      /holds no answer/,
    ],
    [
      'finds paths by how they begin',
      with_((log) => ({
        get(path) {
          const entries = log.lines.slice(1).map((line) => JSON.parse(line) as LogEntry);
          return entries.find((each) => each.path.startsWith(path));
        },
      })),
      /holds no answer/,
    ],
    ['keeps answers in an object', { ...right, empty: () => inAnObject() }, /holds no answer/],
    [
      'knows no infinities',
      seeing((value) => (typeof value === 'number' && !Number.isFinite(value) ? null : value)),
      /as it was/,
    ],
    [
      'gives back what stands for an infinity',
      seeing((value) => (value === -Infinity ? { $number: '-Infinity' } : value)),
      /as it was/,
    ],
    ['rounds numbers', seeing((value) => (typeof value === 'number' ? Math.fround(value) : value)), /as it was/],
    ['sorts fields', giving((entry) => ({ ...entry, question: sorted(entry.question) })), /as it was/],
    [
      'flattens lists',
      giving((entry) => ({ ...entry, answer: Array.isArray(entry.answer) ? entry.answer.flat() : entry.answer })),
      /as it was/,
    ],
    ['normalises letters', texts((text) => text.normalize('NFC')), /as it was/],
    ['replaces half letters', texts((text) => text.replaceAll(/\p{Surrogate}/gu, '\ufffd')), /as it was/],
    ['ends lines in its own way', texts((text) => text.replaceAll('\r\n', '\n')), /as it was/],
    ['cuts long texts', texts((text) => text.slice(0, 65_536)), /as it was/],
    ['trims texts', texts((text) => text.trim()), /as it was/],
    ['drops the question', giving(({ path, answer }) => ({ path, answer, question: undefined })), /as it was/],
    [
      'writes infinities as null',
      finding((lines) => lines.map((line) => line.replaceAll('{"$number":"-Infinity"}', 'null'))),
      /in a later run/,
    ],
    ['loses the last line', finding((lines) => lines.slice(0, -1)), /in a later run/],
    [
      'breaks lines where texts do',
      finding((lines) => lines.flatMap((line) => line.split('\u2028'))),
      /gives back the same in a later run/,
    ],
    ['keeps one run, and forgets the runs before', forgetful(), /goes on/],
    [
      'cannot be written once it was opened again',
      { ...right, reopened: ({ lines }) => changed(new LineLog(lines), { append() {} }) },
      /goes on/,
    ],
    ['looks up the beginning of a path', keyed((path) => path.slice(0, 1000)), /under its path/],
    ['takes paths for those of files', keyed((path) => new URL(path, 'file:///').href), /under its path/],
    ['ignores case', keyed((path) => path.toLowerCase()), /under its path/],
    ['trims paths', keyed((path) => path.trim()), /under its path/],
    [
      'takes answers in the order of their paths only',
      with_((log) => {
        let last = '';
        return {
          append(entry) {
            if (entry.path < last) return;
            last = entry.path;
            log.append(entry);
          },
        };
      }),
      /under its path/,
    ],
    [
      'passes over a second answer',
      with_((log) => ({ append: (entry) => log.get(entry.path) ?? log.append(entry) })),
      /answered twice/,
    ],
    [
      'gives the second answer now, and the first later',
      finding(([header, ...lines]) => [header!, ...lines.toReversed()]),
      /answered twice/,
    ],
    [
      'takes an answer for its header before it is opened',
      { empty: () => unguarded([]), reopened: ({ lines }) => unguarded(lines) },
      /before it is opened/,
    ],
    [
      'refuses an answer before it is opened, and keeps it',
      with_((log) => ({
        append(entry) {
          if (log.header) return log.append(entry);
          log.open(HEADER);
          log.append(entry);
          throw new Error('it is not open');
        },
      })),
      /before it is opened/,
    ],
    [
      'is opened just once',
      with_((log) => {
        let opened = false;
        return {
          open(header) {
            if (opened) throw new Error('it is open');
            opened = true;
            log.open(header);
          },
        };
      }),
      /opened again/,
    ],
    [
      'starts anew whenever it is opened',
      with_((log) => {
        let held = new Set<string>();
        return {
          open(header) {
            held = new Set();
            log.open(header);
          },
          append(entry) {
            held.add(entry.path);
            log.append(entry);
          },
          get: (path) => (held.has(path) ? log.get(path) : undefined),
        };
      }),
      /opened again/,
    ],
    ['is open to any run', opening((log, header, held) => log.open(held ?? header)), /another source/],
    [
      'does not look at the source',
      opening((log, header, held) => log.open({ ...header, source: (held ?? header).source })),
      /another source/,
    ],
    [
      'does not look at the backend',
      opening((log, header, held) => log.open({ ...header, backend: (held ?? header).backend })),
      /another source/,
    ],
    [
      'looks at the run only once there are answers',
      opening((log, header) => (log.lines.length === 1 ? undefined : log.open(header))),
      /another source/,
    ],
    [
      'looks at the run in the first run only',
      { ...right, reopened: ({ lines }) => changed(new LineLog(lines), { open() {} }) },
      /another source/,
    ],
    ['looks at the run in later runs only', { ...right, empty: carefree }, /another source/],
    ['does not say what differs', refusing(() => new LogMismatchError('the log is of another run')), /another source/],
    ['refuses with an error of any kind', refusing((error) => new Error(error.message)), /another source/],
    [
      'is of the run that it has refused',
      refusing((error, log, header) => {
        log.lines[0] = JSON.stringify(header);
        return error;
      }),
      /left as it was/,
    ],
    [
      'is emptied by a run that it refuses',
      refusing((error, log) => {
        log.lines.splice(1);
        return error;
      }),
      /left as it was/,
    ],
    [
      'goes on with a log of whatever format',
      opening((log, header, held) => (held && held.format !== LOG_FORMAT ? undefined : log.open(header))),
      /a format/,
    ],
    [
      'does not say that it is the format',
      refusing((error) => new LogMismatchError(error.message.replaceAll('format', 'kind'))),
      /a format/,
    ],
    [
      'begins no log of a format that it does not know, but does not say why',
      opening((log, header) => {
        if (header.format !== LOG_FORMAT) throw new LogMismatchError('this is not for me');
        log.open(header);
      }),
      /a format/,
    ],
  ]);

  it('is content where a second answer is refused, and the first stands', async () => {
    const strict = with_((log) => ({
      append(entry) {
        if (log.get(entry.path)) throw new Error('it is answered');
        log.append(entry);
      },
    }));
    await runContract(answerLogContract(strict));
  });
});
