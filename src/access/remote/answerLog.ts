/** Which run a log belongs to. */
export interface LogHeader {
  readonly format: 'whetstone answers 1';
  /** Key of the run's source. */
  readonly source: string;
  readonly backend: string;
}

/** One answer of a model, under the path `query[prompt].draw` of its question within the run. */
export interface LogEntry {
  readonly path: string;
  /** What was asked: a replay with another question under the same path is an error. */
  readonly question: unknown;
  readonly answer: unknown;
}

/** Keeps every single answer as it comes. An interrupted run goes on from it, and a finished one is replayed from it. */
export interface AnswerLog {
  /** Starts the log, or checks that what it holds is of the same run. */
  open(header: LogHeader): void;
  get(path: string): LogEntry | undefined;
  append(entry: LogEntry): void;
}

/** The log is of another run. */
export class LogMismatchError extends Error {
  override readonly name = 'LogMismatchError';
}

/** A log as lines of JSON, the header first: kept in memory, and the core of a log on disk. */
export class LineLog implements AnswerLog {
  readonly lines: string[];
  readonly #entries = new Map<string, LogEntry>();
  readonly #write: (line: string) => void;

  /**
   * @param lines what an earlier run has left
   * @param write called with each new line, before the run goes on
   */
  constructor(lines: readonly string[] = [], write: (line: string) => void = () => {}) {
    this.lines = [...lines];
    this.#write = write;
    for (const line of lines.slice(1)) {
      const entry = decode(line) as LogEntry;
      this.#entries.set(entry.path, entry);
    }
  }

  get header(): LogHeader | undefined {
    return this.lines.length === 0 ? undefined : (decode(this.lines[0]!) as LogHeader);
  }

  open(header: LogHeader): void {
    const held = this.header;
    if (!held) return this.#push(header);
    for (const field of ['format', 'source', 'backend'] as const) {
      if (held[field] !== header[field]) {
        throw new LogMismatchError(
          `log: its ${field} is ${JSON.stringify(held[field])}, but this run's is ${JSON.stringify(header[field])}; ` +
            'resume with the same source and model, or start another log',
        );
      }
    }
  }

  get(path: string): LogEntry | undefined {
    return this.#entries.get(path);
  }

  append(entry: LogEntry): void {
    this.#push(entry);
    this.#entries.set(entry.path, entry);
  }

  #push(value: LogHeader | LogEntry): void {
    const line = encode(value);
    this.#write(line);
    this.lines.push(line);
  }
}

/** Refuses an entry that answers another question than the one asked under its path. */
export function requireSameQuestion(entry: LogEntry, question: unknown): void {
  const [logged, asked] = [encode(entry.question), encode(question)];
  if (logged !== asked) {
    throw new LogMismatchError(
      `log: at ${entry.path} it answers ${shorten(logged)}, but the run asks ${shorten(asked)}; the learner, its options or the prompts have changed`,
    );
  }
}

// JSON has no infinities, and a log mass of minus infinity must not come back as null.
function encode(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'number' && !Number.isFinite(field) ? { $number: String(field) } : field,
  );
}

function decode(line: string): unknown {
  return JSON.parse(line, (_key, field: unknown) =>
    typeof field === 'object' && field !== null && '$number' in field ? Number(field.$number) : field,
  );
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
