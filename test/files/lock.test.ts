import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FileLog } from '../../src/files/fileLog.ts';
import { LockedError, takeLock } from '../../src/files/lock.ts';
import { script } from '../support/script.ts';

const folder = mkdtempSync(join(tmpdir(), 'whetstone-test-'));
let files = 0;
const newPath = (): string => join(folder, `${files++}.jsonl`);
const header = { format: 'whetstone answers 3', source: 'abc', backend: 'a model' };
const entry = (path: string) => ({ path, question: 'which', answer: 1 });

const holder = script(`
  import { FileLog } from 'src/files/fileLog.ts';
  const log = new FileLog(process.argv[2]);
  log.open(${JSON.stringify(header)});
  log.append(${JSON.stringify(entry('0[0].0'))});
  console.log('open');
  process.stdin.once('data', () => { log.close(); process.exit(); });
`);

const started: ChildProcess[] = [];
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

/** Another process that has the log open. */
async function holding(path: string): Promise<ChildProcess> {
  const child = spawn(holder[0]!, [...holder.slice(1), path], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('two processes on one log', () => {
  it('are one too many: the second is refused, by the number of the first and the file', async () => {
    const path = newPath();
    const child = await holding(path);
    const before = readFileSync(path, 'utf8');
    expect(() => new FileLog(path)).toThrow(LockedError);
    expect(() => new FileLog(path)).toThrow(
      `${path}: process ${child.pid} uses it, as ${path}.lock says; wait until it ends, or give another file`,
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
    child.stdin!.write('go on\n');
    await once(child, 'exit');
    expect(existsSync(`${path}.lock`)).toBe(false);
    const log = new FileLog(path);
    expect(log.get('0[0].0')).toEqual(entry('0[0].0'));
    log.close();
  });

  it('follow one another where the first was killed', async () => {
    const path = newPath();
    const child = await holding(path);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(`${path}.lock`)).toBe(true);
    const log = new FileLog(path);
    log.open(header);
    log.append(entry('0[0].1'));
    log.close();
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect(new FileLog(path).lines).toHaveLength(3);
  });

  it('are noticed whatever links lead to the log', async () => {
    const [path, link] = [newPath(), newPath()];
    await holding(path);
    symlinkSync(path, link);
    expect(() => new FileLog(link)).toThrow(`${link}: process `);
  });

  it('of which both find the lock of a third that was killed, do not both take it', async () => {
    const racer = script(`
      import { takeLock } from 'src/files/lock.ts';
      const [, , path, at] = process.argv;
      while (Date.now() < Number(at)) {}
      try { takeLock(path); console.log('taken'); } catch (error) { console.log(error.name); }
      setTimeout(() => {}, 1500);
    `);
    const path = newPath();
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, thread: 0, host: hostname(), started: '1' }));
    const at = String(Date.now() + 4000);
    const said = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(racer[0]!, [...racer.slice(1), path, at], { stdio: ['ignore', 'pipe', 'inherit'] });
        started.push(child);
        return String(((await once(child.stdout, 'data')) as [Buffer])[0]).trim();
      }),
    );
    expect(said.sort()).toEqual(['LockedError', 'LockedError', 'LockedError', 'taken']);
  });
});

describe('a lock', () => {
  it('of this process is refused here as well, until it is released', () => {
    const path = newPath();
    const lock = takeLock(path);
    expect(() => takeLock(path)).toThrow(`${path}: this process (${process.pid}) uses it`);
    lock.release();
    takeLock(path).release();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('of another machine stands, and the message says what to delete', () => {
    const path = newPath();
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 1, thread: 0, host: 'elsewhere', started: null }));
    expect(() => takeLock(path)).toThrow(
      `${path}: process 1 on elsewhere uses it, as ${path}.lock says; wait until it ends, or delete ${path}.lock if it has`,
    );
  });

  const dead = JSON.stringify({ pid: 2 ** 22 + 1, thread: 0, host: hostname(), started: '1' });
  const leftovers = {
    nothing: undefined,
    'an empty file': '',
    'half a lock': dead.slice(0, 20),
    'the lock of a process that has ended': dead,
    'one of an earlier process of this number': JSON.stringify({ ...JSON.parse(dead), pid: process.pid }),
    // Only Linux says when a process began.
    ...(existsSync('/proc/self/stat') && {
      'one of an earlier process of a number that lives': JSON.stringify({ ...JSON.parse(dead), pid: process.ppid }),
    }),
    'something else': 'null',
  };
  const states = Object.entries(leftovers).flatMap(([lock, first]) =>
    Object.entries(leftovers).map(([claim, second]) => [lock, claim, first, second] as const),
  );

  // Whatever a process that is killed at any of its writes may leave behind.
  it.each(states)('that was left as %s, with a claim as %s, is taken over', (_lock, _claim, first, second) => {
    const path = newPath();
    if (first !== undefined) writeFileSync(`${path}.lock`, first);
    if (second !== undefined) writeFileSync(`${path}.lock.next`, second);
    const lock = takeLock(path);
    expect(JSON.parse(readFileSync(`${path}.lock`, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    expect(existsSync(`${path}.lock.next`)).toBe(false);
    lock.release();
  });
});
