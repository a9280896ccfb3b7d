import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { lacksRoom, WriteError } from './writeError.ts';

/** The file is in use, or cannot be said to be. Nothing in it has been changed. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** That nobody else uses a file. */
export interface Lock {
  release(): void;
}

/** Who holds a lock: what `PATH.lock` says. */
interface Owner {
  readonly pid: number;
  readonly thread: number;
  readonly host: string;
  /** When the process began, where the system says so: numbers of processes are used again. */
  readonly started: string | null;
}

/** Locks that are held here, by their files. */
const held = new Set<string>();

/**
 * Takes `PATH.lock`, which says who uses a file, or refuses. The lock of a process of this machine that has ended, however
 * it did, is taken over; of one on another machine that cannot be known, and so the lock stands.
 *
 * @throws LockedError where it is in use, here or elsewhere, or a folder is in the way of the lock; WriteError where there is no room for a lock; what the file
 * system throws where there can be none
 */
export function takeLock(path: string): Lock {
  const file = `${realPath(path)}.lock`;
  const mine = JSON.stringify(thisThread());
  // Whoever writes the next lock has it alone, from looking at the present one to putting its own in its place.
  const next = `${file}.next`;
  for (const place of [file, next]) {
    if (statSync(place, { throwIfNoEntry: false })?.isDirectory()) {
      throw new LockedError(`${path}: ${place} is a folder, and the lock goes there; give it another name`);
    }
  }
  for (;;) {
    claim(path, next, mine);
    const owner = readOwner(file);
    // Mine already, where somebody took this claim for that of a process that was killed, and put it in place.
    const already = readLock(file) === mine && !held.has(file);
    if (owner && !already && (held.has(file) || isLiving(owner))) {
      rmSync(next, { force: true });
      throw inUse(path, file, owner);
    }
    putInPlace(next, file);
    if (readLock(file) === mine) break;
  }
  held.add(file);
  return {
    release() {
      if (readLock(file) === mine) rmSync(file, { force: true });
      held.delete(file);
    },
  };
}

function putInPlace(next: string, file: string): void {
  try {
    renameSync(next, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

const WAIT_MILLISECONDS = 20;
/** A claim takes a moment; one that says nothing for so long is of a process that was killed at it. */
const PATIENCE = 25;

function claim(path: string, next: string, mine: string): void {
  for (let waits = 0; ; waits++) {
    try {
      writeFileSync(next, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        // On a full disk it is there, and empty.
        rmSync(next, { force: true });
        throw lacksRoom(error) ? new WriteError(next, error) : error;
      }
    }
    const owner = readOwner(next);
    if (owner ? !isLiving(owner) : waits > PATIENCE) rmSync(next, { force: true });
    else if (owner && waits > PATIENCE) throw inUse(path, next, owner);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MILLISECONDS);
  }
}

function inUse(path: string, file: string, { pid, host }: Owner): LockedError {
  if (host !== hostname()) {
    return new LockedError(
      `${path}: process ${pid} on ${host} uses it, as ${file} says; wait until it ends, or delete ${file} if it has`,
    );
  }
  const who = pid === process.pid ? `this process (${pid})` : `process ${pid}`;
  return new LockedError(`${path}: ${who} uses it, as ${file} says; wait until it ends, or give another file`);
}

function thisThread(): Owner {
  return { pid: process.pid, thread: threadId, host: hostname(), started: startOf(process.pid) ?? null };
}

function isLiving({ pid, host, started }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process lives as well.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  // Where the system does not tell, a lock of this number that is not held here is of an earlier process.
  if (now === undefined || started === null) return pid !== process.pid;
  return now === started;
}

/** When a process began, in the system's own count, or that it has ended and nobody asked how; undefined where it cannot be known. */
function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

/** What a lock says of its owner; undefined where there is none, or it was not written to its end. */
function readOwner(file: string): Owner | undefined {
  try {
    const owner = JSON.parse(readLock(file) ?? '') as Partial<Owner> | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** One name for a file, whatever links lead to it. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
}
