import { DomainError, withoutWhere } from '../../math/domainError.ts';
import { canonicalJson, isObject } from '../../math/json.ts';
import { pathText } from '../../text/jsonProblem.ts';
import type { LocatedProblem } from '../../text/jsonProblem.ts';
import { JsonTextError, PlainJson } from '../../text/plainJson.ts';
import { brokenSeal, isSealed, sealed } from '../../text/sealedLine.ts';
import type { BackendSettings } from './backend.ts';

/** What logs are written as. */
export const LOG_FORMAT = 'whetstone answers 3';
/**
 * Older formats that are read and gone on with: their lines have no checksums. In the first, answers about a policy do not
 * say which one it was, so these are refused.
 */
const READABLE: readonly string[] = [LOG_FORMAT, 'whetstone answers 2', 'whetstone answers 1'];

/** Which run a log belongs to. */
export interface LogHeader {
  /** `LOG_FORMAT`; an older one in a log that an earlier version began. */
  readonly format: string;
  /** Key of the run's source. */
  readonly source: string;
  readonly backend: string;
  /** How the backend samples, where it says so. */
  readonly settings?: BackendSettings;
}

/**
 * One answer of a model, under the path of its question within the run. Queries are numbered from 0 where they are asked:
 * `2[3].0` is the first response to the fourth prompt of the third query, `2[3]` the answer to its fourth likelihood or
 * next-token law, `2[3]/0[1]` one that was asked inside the body of `eachPrompt`. Handles have numbers of their own:
 * `policy0`, `policy1`, ... for the base policy, a fit, and a policy that was given back.
 */
export interface LogEntry {
  readonly path: string;
  /** What was asked: a replay with another question under the same path is an error. */
  readonly question: unknown;
  readonly answer: unknown;
}

/** Keeps every single answer as it comes. An interrupted run goes on from it, and a finished one is replayed from it. */
export interface AnswerLog {
  /**
   * Starts the log, or checks that what it holds is of the same run.
   *
   * @param check throws a DomainError where an entry cannot be one of the run: a log that can say at which place it lies
   * checks all that it holds
   */
  open(header: LogHeader, check?: (entry: LogEntry) => void): void;
  get(path: string): LogEntry | undefined;
  append(entry: LogEntry): void;
  /** Where the answer under a path stands, for messages: `log runs/a.jsonl: line 7`. */
  placeOf?(path: string): string;
}

/** What tells two runs apart: a field of the header, one of its settings, or what is asked. */
export type LogField = 'source' | 'backend' | 'settings' | 'format' | 'question';

/** The log is of another run. */
export class LogMismatchError extends Error {
  override readonly name = 'LogMismatchError';
  /** What is the matter, without what can be done. */
  readonly what: string;
  /** What is another, where that is known. */
  readonly field: LogField | undefined;

  constructor(
    what: string,
    { advice, field, cause }: { readonly advice?: string; readonly field?: LogField; readonly cause?: unknown } = {},
  ) {
    super(advice === undefined ? what : `${what}; ${advice}`, cause === undefined ? undefined : { cause });
    this.what = what;
    this.field = field;
  }
}

/** A log as lines of JSON, the header first: kept in memory, and the core of a log on disk. */
export class LineLog implements AnswerLog {
  readonly lines: string[];
  readonly #entries = new Map<string, LogEntry>();
  /** The number of the line of each, from 1. */
  readonly #lineOf = new Map<string, number>();
  readonly #write: (line: string) => void;
  readonly #name: string;

  /**
   * @param lines what an earlier run has left
   * @param write called with each new line, before the run goes on
   * @param name how messages call it
   */
  constructor(lines: readonly string[] = [], write: (line: string) => void = () => {}, name = 'log') {
    this.lines = [...lines];
    this.#write = write;
    this.#name = name;
    lines.forEach((line, i) => {
      const wrong = wrongLine(line, i, lines[0]!);
      if (wrong !== undefined)
        throw new LogMismatchError(`${name}: line ${i + 1} ${wrong}`, { advice: 'start another log' });
      if (i === 0) return;
      const { path, question, answer } = decode(line) as LogEntry;
      this.#entries.set(path, { path, question, answer });
      this.#lineOf.set(path, i + 1);
    });
  }

  get header(): LogHeader | undefined {
    if (this.lines.length === 0) return undefined;
    const { sum: _sum, ...header } = decode(this.lines[0]!) as LogHeader & { readonly sum?: string };
    return header;
  }

  open(header: LogHeader, check: (entry: LogEntry) => void = () => {}): void {
    const held = this.header;
    if (!held) return this.#push(header);
    if (!READABLE.includes(held.format)) {
      throw new LogMismatchError(
        `${this.#name}: its format is ${JSON.stringify(held.format)}, but this version reads ${READABLE.join(' and ')}`,
        { advice: 'use the version that wrote it, or start another log', field: 'format' },
      );
    }
    for (const field of ['source', 'backend'] as const) {
      if (held[field] !== header[field]) {
        throw new LogMismatchError(
          `${this.#name}: its ${field} is ${JSON.stringify(held[field])}, but this run's is ${JSON.stringify(header[field])}`,
          { advice: 'resume with the same source and model, or start another log', field },
        );
      }
    }
    requireSameSettings(this.#name, held.settings, header.settings);
    this.lines.slice(1).forEach((line, i) => {
      try {
        check(decode(line) as LogEntry);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const advice = 'correct it, or start another log';
        throw new LogMismatchError(`${this.#name}: line ${i + 2}: ${withoutWhere(error)}`, { advice, cause: error });
      }
    });
  }

  get(path: string): LogEntry | undefined {
    return this.#entries.get(path);
  }

  placeOf(path: string): string {
    return `${this.#name}: line ${this.#lineOf.get(path)}`;
  }

  append(entry: LogEntry): void {
    if (this.lines.length === 0) {
      throw new LogMismatchError(`${this.#name}: it is of no run yet; open it before it is appended to`);
    }
    this.#push(entry);
    this.#entries.set(entry.path, entry);
    this.#lineOf.set(entry.path, this.lines.length);
  }

  #push(value: LogHeader | LogEntry): void {
    const line = sealed(encode(value));
    this.#write(line);
    this.lines.push(line);
  }
}

/** What is wrong with a line of a log, `is not an answer`; undefined where nothing is. */
export function wrongLine(line: string, index: number, first: string): string | undefined {
  const [what, beginning, fields] =
    index === 0
      ? (['the beginning of a log of answers', '{"format":"whetstone answers ', ['source', 'backend']] as const)
      : (['an answer', '{"path":"', ['question', 'answer']] as const);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Not a line of a log, as is said below.
  }
  const whole = isObject(value) && line.startsWith(beginning) && fields.every((field) => field in value);
  if (!whole) return `is not ${what}`;
  // A checksum vouches for the whole line; without one it may have been written by hand.
  if (!isSealed(line)) {
    const misread = misreadIn(line);
    if (misread !== undefined) return misread;
  }
  if (index === 0 && (value as LogHeader).format === LOG_FORMAT && !isSealed(line)) return 'has lost its checksum';
  return brokenSeal(line, first);
}

/** What a line says that a program would read as something else, such as a field that is given twice; undefined where nothing is. */
function misreadIn(line: string): string | undefined {
  try {
    return void new PlainJson(line);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const [{ path, message }] = error.problems as [LocatedProblem];
    return `is not to be believed: ${pathText(path)} ${message}`;
  }
}

/** Refuses a model that samples otherwise than the log says; where one of the two says nothing there is nothing to compare. */
function requireSameSettings(
  where: string,
  held: BackendSettings | undefined,
  settings: BackendSettings | undefined,
): void {
  if (held === undefined || settings === undefined) return;
  for (const name of new Set([...Object.keys(held), ...Object.keys(settings)])) {
    const [there, here] = [held, settings].map((each) => canonicalJson(each[name]) ?? 'not said');
    if (there === here) continue;
    throw new LogMismatchError(`${where}: its settings.${name} is ${there}, but this run's is ${here}`, {
      advice: 'resume with the same settings, or start another log',
      field: 'settings',
    });
  }
}

/**
 * Refuses an entry that answers another question than the one asked under its path.
 *
 * @param where of the entry, see `placeOf`
 */
export function requireSameQuestion(where: string, entry: LogEntry, question: unknown): void {
  const [logged, asked] = [encode(entry.question), encode(question)];
  if (logged === asked) return;
  if (logged === encode(withoutPolicy(question))) {
    throw new LogMismatchError(
      `${where}, at ${entry.path}, does not say which policy was sampled, as logs of the first format do not`,
      { advice: 'start another log' },
    );
  }
  throw new LogMismatchError(
    `${where}, at ${entry.path}, answers ${shorten(logged)}, but the run asks ${shorten(asked)}`,
    { advice: 'the learner, its options or the prompts have changed', field: 'question' },
  );
}

/** What the first format kept of a question about a policy. */
function withoutPolicy(question: unknown): unknown {
  if (typeof question !== 'object' || question === null) return question;
  return Object.fromEntries(Object.entries(question).filter(([name]) => name !== 'policy'));
}

/**
 * A value as a log writes it. JSON has no infinities, and a log mass of minus infinity must not come back as null: it is
 * written as `{"$number":"-Infinity"}`. Names that begin with a dollar of their own get one more.
 */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => {
    if (typeof field === 'number' && !Number.isFinite(field)) return { $number: String(field) };
    return renamed(field, /^\$/, '$$$$');
  });
}

function decode(line: string): unknown {
  return JSON.parse(line, (_key, field: unknown) => {
    if (typeof field === 'object' && field !== null && '$number' in field) return Number(field.$number);
    return renamed(field, /^\$\$/, '$$');
  });
}

/** An object with the beginning of some names replaced; all else as it is. */
function renamed(field: unknown, beginning: RegExp, by: string): unknown {
  if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
  if (!Object.keys(field).some((name) => beginning.test(name))) return field;
  return Object.fromEntries(Object.entries(field).map(([name, value]) => [name.replace(beginning, by), value]));
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
