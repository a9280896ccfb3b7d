import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogMismatchError } from '../../src/access/remote/answerLog.ts';
import { FileLog, LogFileError } from '../../src/files/fileLog.ts';
import { LockedError } from '../../src/files/lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
let files = 0;
const newPath = (): string => join(folder, `${files++}.jsonl`);

const header = { format: 'whetstone answers 1', source: 'abc', backend: 'a model' } as const;
const entry = (path: string, answer: unknown = 1) => ({ path, question: { prompt: 'Größe 😀?\n' }, answer });

/** A log with two answers, closed; its path. */
function written(): string {
  const path = newPath();
  const log = new FileLog(path);
  log.open(header);
  log.append(entry('0[0].0', { logLikelihood: -Infinity }));
  log.append(entry('0[0].1'));
  log.close();
  return path;
}

describe('a log on disk', () => {
  it('gives back what it was given, minus infinity included', () => {
    const log = new FileLog(written());
    log.open(header);
    expect(log.get('0[0].0')).toEqual(entry('0[0].0', { logLikelihood: -Infinity }));
    expect(log.get('0[0].1')).toEqual(entry('0[0].1'));
    expect(log.get('0[0].2')).toBeUndefined();
    log.append(entry('0[0].2'));
    log.close();
    const again = new FileLog(log.path);
    expect(again.lines).toHaveLength(4);
    again.close();
  });

  it('has every answer on disk before the run goes on', () => {
    const path = newPath();
    const log = new FileLog(path);
    log.open(header);
    log.append(entry('0[0].0'));
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
    log.close();
  });

  it('is refused where it has another name, under which somebody else could write to it', () => {
    const path = written();
    const other = newPath();
    linkSync(path, other);
    expect(() => new FileLog(other)).toThrow('it has another name as well (a hard link); copy it, and give the copy');
    expect(() => new FileLog(path)).toThrow(LogFileError);
  });

  it('refuses another run', () => {
    const log = new FileLog(written());
    expect(() => log.open({ ...header, backend: 'another model' })).toThrow(LogMismatchError);
    log.close();
  });

  it('drops a last line that was cut, wherever it was cut, and goes on from there', () => {
    const whole = readFileSync(written());
    const lines = whole.toString('utf8').split('\n').slice(0, -1);
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let end = 0; end < whole.length; end++) {
      const path = newPath();
      writeFileSync(path, whole.subarray(0, end));
      const log = new FileLog(path);
      // Where the end of a line alone is missing, the line is there.
      const complete = lines.filter((_, i) => Buffer.byteLength(lines.slice(0, i + 1).join('\n')) <= end);
      expect(log.lines).toEqual(complete);
      if (end >= lastLine && end < whole.length - 1) {
        log.append(entry('0[0].1'));
        expect(readFileSync(path)).toEqual(whole);
      }
      log.close();
    }
  });

  it.each([
    ['a text', 'Dear diary,\nnothing happened.\n', 1],
    ['a text of one line that has no end', 'Dear diary', 1],
    ['JSON of another kind', '{"rows": 3}\n', 1],
    ['a log of another format', '{"format":"other","source":"a","backend":"b"}\n', 1],
    ['a line that is not JSON', `${JSON.stringify(header)}\n{"path":"0[0].0","question"\n`, 2],
    ['an answer without a path', `${JSON.stringify(header)}\n${JSON.stringify(entry('0'))}\n{"answer":1}\n`, 3],
    ['an empty line', `${JSON.stringify(header)}\n\n`, 2],
    ['a last line that is not the beginning of an answer', `${JSON.stringify(header)}\nand so on`, 2],
  ])('refuses %s, names the line and changes nothing', (_name, content, line) => {
    const path = newPath();
    writeFileSync(path, content);
    expect(() => new FileLog(path)).toThrow(LogFileError);
    expect(() => new FileLog(path)).toThrow(`log ${path}: line ${line} is not`);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('says why it cannot be opened', () => {
    expect(() => new FileLog(join(folder, 'nowhere', 'a.jsonl'))).toThrow(
      `cannot be opened: there is no folder ${join(folder, 'nowhere')}`,
    );
    expect(() => new FileLog(folder)).toThrow(/cannot be opened: it is a folder, not a file/);
    const [pipe, link, locked] = [newPath(), newPath(), newPath()];
    execFileSync('mkfifo', [pipe]);
    expect(() => new FileLog(pipe)).toThrow(/cannot be opened: it is a named pipe, not a file/);
    symlinkSync('/nowhere/at/all', link);
    expect(() => new FileLog(link)).toThrow('cannot be opened: it is a link to /nowhere/at/all, which is not there');
    for (const lock of [`${locked}.lock`, `${locked}.lock.next`]) {
      mkdirSync(lock);
      expect(() => new FileLog(locked)).toThrow(LockedError);
      expect(() => new FileLog(locked)).toThrow(`${locked}: ${lock} is a folder, and the lock goes there`);
      rmdirSync(lock);
    }
    expect(existsSync(locked)).toBe(false);
  });

  it('starts anew in an empty file', () => {
    const path = newPath();
    appendFileSync(path, '');
    const log = new FileLog(path);
    log.open(header);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{"format":"whetstone answers 1",.*,"sum":"[0-9a-f]{8}"\}\n$/);
    log.close();
  });
});
