import { LOG_FORMAT, LogMismatchError } from '../../access/remote/answerLog.ts';
import type { AnswerLog, LogEntry, LogHeader } from '../../access/remote/answerLog.ts';
import { requireObject } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { demand, demandRefusal } from './contract.ts';
import type { Contract } from './contract.ts';

export interface AnswerLogContractOptions<Log extends AnswerLog> {
  /** A log that holds nothing yet, another one each time. */
  readonly empty: () => Log | Promise<Log>;
  /** What a later run finds of a log, made from where it is kept; the log itself is not used afterwards, and not closed. */
  readonly reopened: (log: Log) => Log | Promise<Log>;
}

const HEADER: LogHeader = { format: LOG_FORMAT, source: 'f00d5eed', backend: 'a model, 8 bit' };
const OTHER_RUNS = { source: 'c0ffee', backend: 'a model, 4 bit' } as const;

/** Values that questions and answers are made of, among them those that JSON, lines or encodings trip over. */
const VALUES: Readonly<Record<string, unknown>> = {
  'minus infinity': -Infinity,
  'minus infinity within': { tokens: [3, 7], logMasses: [-0.25, -Infinity, [{ rest: -Infinity }]], ceiling: Infinity },
  'numbers to the last digit': [0.1 + 0.2, 5e-324, Number.MAX_VALUE, 2 ** 53, -1e-300, 0],
  'fields in an order of their own': { seed: 1, prompt: 'b', 10: 'number', a: { z: 1, y: 2 } },
  'nested lists': [[], [[]], [[1], [[2, [3]]]], {}],
  nothing: null,
  'yes and no': [true, false],
  'no text': '',
  letters: 'Größe 😀 ≥ 中文 e\u0301',
  'half a pair of surrogates': '\ud83d',
  'ends of lines': 'one\ntwo\r\nthree\u2028four\u2029five\n',
  'marks of texts': '"quoted" \\ {"path":"0[0].0"} \u0000 \t \u007f',
  'names that mean something to a log': [
    { $number: '3' },
    { $number: 'Infinity', $$number: 1 },
    { $: { $$$: -Infinity } },
  ],
  'a long text': 'token \n'.repeat(150_000),
};

/** Paths as runs make them, and others that files, keys and patterns trip over. */
const PATHS = [
  '0[0].0',
  '0[0].10',
  '12[345].6[7].8',
  'policy0',
  '0[0]/1',
  'a/../b',
  'b',
  'B',
  '/',
  '.',
  ' ',
  '*',
  '0[0].0 ',
  '"\\\n',
  'Größe 😀',
  '__proto__',
  'constructor',
  'long'.repeat(2000),
  `${'long'.repeat(2000)}er`,
] as const;

/** Answers of a run of some length. */
const MANY = 2000;

/**
 * What every log of answers must keep to: what was appended comes back as it was, also in a later run, and only for the
 * run that the log is of.
 *
 * A path is answered once: runs ask the log first. To a second answer under it a log may refuse, and keep the first, or
 * accept it, and then it stands; what it may not do is to give one answer now and another to a later run.
 */
export function answerLogContract<Log extends AnswerLog>(options: AnswerLogContractOptions<Log>): Contract {
  requireObject('answerLogContract', 'options', options);
  const { empty, reopened } = options;
  if (typeof empty !== 'function') throw new DomainError('answerLogContract', 'empty', 'a function', empty);
  if (typeof reopened !== 'function') throw new DomainError('answerLogContract', 'reopened', 'a function', reopened);

  /** A log of the run that holds the entries. */
  const holding = async (entries: readonly LogEntry[]): Promise<Log> => {
    const log = await empty();
    log.open(HEADER);
    for (const entry of entries) log.append(entry);
    return log;
  };

  /** The log in a later run of the same name. */
  const later = async (log: Log): Promise<Log> => {
    const again = await reopened(log);
    again.open(HEADER);
    return again;
  };

  const ofEveryKind = Object.entries(VALUES).flatMap(([name, value]) => [
    { path: `answer: ${name}`, question: { prompt: name }, answer: value },
    { path: `question: ${name}`, question: value, answer: 1 },
  ]);
  const underEveryPath = PATHS.map((path, i) => ({ path, question: { prompt: path }, answer: i }));

  return [
    {
      name: 'holds no answer where none was appended, whatever the path',
      async check() {
        const log = await holding([]);
        for (const path of PATHS) demandEntry(log, path, undefined);
        log.append({ path: '0[0].1', question: 'which', answer: 1 });
        for (const path of [...PATHS, '0[0].', '0[0].11']) demandEntry(log, path, undefined);
      },
    },
    {
      name: 'gives back what was appended as it was: infinities, order of fields, texts of any kind',
      async check() {
        const log = await holding([]);
        for (const entry of ofEveryKind) {
          log.append(entry);
          demandEntry(log, entry.path, entry);
        }
        demandEntries(log, ofEveryKind);
      },
    },
    {
      name: 'gives back the same in a later run',
      check: async () => demandEntries(await later(await holding(ofEveryKind)), ofEveryKind),
    },
    {
      name: 'goes on in a later run, and keeps what was appended before and since',
      async check() {
        const [one, two, three] = [ofEveryKind.slice(0, 5), ofEveryKind.slice(5, 9), ofEveryKind.slice(9)];
        let log = await holding(one);
        for (const entries of [two, three]) {
          log = await later(log);
          for (const entry of entries) log.append(entry);
        }
        demandEntries(log, ofEveryKind);
        demandEntries(await later(log), ofEveryKind);
      },
    },
    {
      name: 'keeps as many answers as a run of some length gives',
      async check() {
        const many = Array.from({ length: MANY }, (_, i) => ({
          path: `${i % 7}[${i}].0`,
          question: { seed: i },
          answer: -i,
        }));
        const log = await holding(many);
        for (const one of [log, await later(log)]) {
          for (const { path, answer } of many) {
            demand(one.get(path)?.answer === answer, `of ${MANY} answers it must still hold the one at ${path}`);
          }
        }
      },
    },
    {
      name: 'keeps an answer under its path, whatever the path and the order in which answers come',
      async check() {
        for (const entries of [underEveryPath, underEveryPath.toReversed()]) {
          const log = await holding(entries);
          demandEntries(log, underEveryPath);
          demandEntries(await later(log), underEveryPath);
        }
      },
    },
    {
      name: 'gives a later run the answer that it gives now, where a path is answered twice',
      async check() {
        const [first, second] = [1, 2].map((answer) => ({ path: '0[0].0', question: 'which', answer })) as [
          LogEntry,
          LogEntry,
        ];
        const log = await holding([first]);
        let stands = second;
        try {
          log.append(second);
        } catch {
          stands = first;
        }
        demandEntry(log, first.path, stands);
        demandEntry(await later(log), first.path, stands);
      },
    },
    {
      name: 'refuses an answer before it is opened for any run, and is left as it was',
      async check() {
        const log = await empty();
        const [early, entry] = [0, 1].map((i) => ({ path: `0[0].${i}`, question: 'which', answer: i })) as [
          LogEntry,
          LogEntry,
        ];
        demandRefusal(() => log.append(early), 'an answer must be refused before the log is opened');
        log.open(HEADER);
        log.append(entry);
        for (const each of [log, await later(log)]) {
          demandEntry(each, early.path, undefined);
          demandEntry(each, entry.path, entry);
        }
      },
    },
    {
      name: 'is opened again for the same run as often as one likes',
      async check() {
        const entries = ofEveryKind.slice(0, 3);
        const log = await holding([]);
        log.open(HEADER);
        for (const entry of entries) log.append(entry);
        log.open({ ...HEADER });
        demandEntries(log, entries);
        const again = await later(log);
        again.open(HEADER);
        demandEntries(again, entries);
        demandEntries(await later(again), entries);
      },
    },
    {
      name: 'refuses another source or backend, says which of them differs, and is left as it was',
      async check() {
        const entries = ofEveryKind.slice(0, 3);
        for (const kept of [[], entries]) {
          for (const when of ['now', 'later'] as const) {
            for (const [field, other] of Object.entries(OTHER_RUNS)) {
              const before = await holding(kept);
              const log = when === 'now' ? before : await reopened(before);
              demandMismatch(log, { ...HEADER, [field]: other }, field);
              log.open(HEADER);
              demandEntries(log, kept);
              demandEntries(await later(log), kept);
            }
          }
        }
      },
    },
    {
      name: 'refuses a backend that samples otherwise, says what differs, and is left as it was',
      async check() {
        const settings = { temperature: 1, stop: ['\n'], maxTokens: 64 };
        const log = await empty();
        log.open({ ...HEADER, settings });
        const [entry] = ofEveryKind as [LogEntry];
        log.append(entry);
        const again = await reopened(log);
        for (const [field, other] of Object.entries({ temperature: 0.5, stop: [], precision: 'half' })) {
          demandMismatch(again, { ...HEADER, settings: { ...settings, [field]: other } }, field);
        }
        again.open({ ...HEADER, settings: { ...settings } });
        demandEntry(again, entry.path, entry);
        // Who says nothing of it is not asked.
        (await later(again)).open(HEADER);
      },
    },
    {
      name: 'refuses to go on with a log of a format that it does not know, and names it',
      async check() {
        const log = await empty();
        const unknown = { ...HEADER, format: `${LOG_FORMAT}999` };
        try {
          log.open(unknown);
        } catch (error) {
          // To refuse it before anything is written is as well.
          demand(String(error).includes('format'), `the error must name the format, says "${String(error)}"`);
          return;
        }
        demandMismatch(await reopened(log), HEADER, 'format');
      },
    },
  ];
}

/** Demands what the log gives for a path, with the fields in their order: questions are compared as texts. */
function demandEntry(log: AnswerLog, path: string, must: LogEntry | undefined): void {
  const [found, expected] = [log.get(path), must].map(textOf) as [string, string];
  const message = `under ${shorten(JSON.stringify(path))} it must have ${shorten(expected)}, has ${shorten(found)}`;
  demand(found === expected, message);
}

function demandEntries(log: AnswerLog, entries: readonly LogEntry[]): void {
  for (const entry of entries) demandEntry(log, entry.path, entry);
}

/** Demands that the log is not opened, and that the error says which field of the header differs. */
function demandMismatch(log: AnswerLog, header: LogHeader, field: string): void {
  let error: unknown;
  try {
    log.open(header);
  } catch (thrown) {
    error = thrown;
  }
  demand(error !== undefined, `it must not be opened with another ${field}`);
  demand(error instanceof LogMismatchError, `another ${field} must be a LogMismatchError, is ${error as Error}`);
  demand(error.message.includes(field), `the error must name the ${field}, says "${error.message}"`);
}

/** A value as a text that differs where values do, infinities and what stands for them included. */
function textOf(entry: LogEntry | undefined): string {
  if (entry === undefined) return 'none';
  const { path, question, answer } = entry;
  return JSON.stringify({ path, question, answer }, (_key, field: unknown) =>
    typeof field === 'number' && !Number.isFinite(field) ? `the number ${field}` : field,
  );
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
