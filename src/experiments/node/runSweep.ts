import { rmSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { requireObject } from '../../math/checks.ts';
import { LockedError, takeLock } from '../../files/lock.ts';
import type { Lock } from '../../files/lock.ts';
import { WriteError } from '../../files/writeError.ts';
import { writeWhole } from '../../files/writeWhole.ts';
import { DomainError } from '../../math/domainError.ts';
import type { AbortSignalLike, Executor } from '../executor.ts';
import type { AnyExperiment } from '../experiment.ts';
import { requireSweep } from '../sweep.ts';
import type { Row, Sweep } from '../sweep.ts';
import { Journal } from './journal.ts';
import { provenanceOf } from './provenance.ts';
import { encodeRows, readRows, requirePath } from './rowsFile.ts';
import { OtherSweepError, SweepFileError } from './sweepFileError.ts';

/** How far a sweep is. */
export interface SweepProgress {
  /** Cases that are finished, those of earlier runs included. */
  readonly done: number;
  readonly total: number;
  /** Place of the case that began last. */
  readonly running?: number;
}

export interface RunSweepOptions {
  /** The file of rows. */
  readonly path: string;
  readonly executor: Executor;
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Whether a file of other rows is replaced; default: refused. */
  readonly replace?: boolean;
}

export interface SweepResult<E extends AnyExperiment> {
  /** In the order of the cases. */
  readonly rows: readonly Row<E>[];
  /** Cases that ran now; the others were finished before. */
  readonly ran: number;
}

/** Asked to stop. What was finished is kept: the same sweep goes on from there. */
export class SweepStoppedError extends Error {
  override readonly name = 'SweepStoppedError';
  readonly done: number;
  readonly total: number;

  constructor(done: number, total: number) {
    super(`sweep: stopped with ${done} of ${total} cases finished; the same sweep goes on from there`);
    this.done = done;
    this.total = total;
  }
}

/**
 * Runs a sweep into a file of rows, and goes on where an earlier run of it was stopped or killed.
 *
 * Rows are the same bytes on every executor. Each finished case is kept at once in `PATH.journal`; when all are, the
 * rows are written whole, and wall times and machine go to `PATH.timing.json`. A finished sweep is not run again.
 *
 * @throws CaseError where a case fails; SweepStoppedError; OtherSweepError where the file holds rows of another spec,
 * version or format; SweepFileError where a file is broken or cannot be opened; LockedError where another process runs a
 * sweep into it; WriteError where a file cannot be written
 */
export async function runSweep<E extends AnyExperiment>(
  sweep: Sweep<E>,
  options: RunSweepOptions,
): Promise<SweepResult<E>> {
  requireSweep('runSweep', sweep);
  requireObject('runSweep', 'options', options);
  const { path, executor } = options;
  requirePath('runSweep', path);
  if (typeof executor?.execute !== 'function') {
    throw new DomainError('runSweep', 'executor', 'an Executor: inline, or threads(count)', executor);
  }
  const lock = lockFor(path);
  try {
    return await runLocked(sweep, options);
  } finally {
    lock.release();
  }
}

/** Runs a sweep whose files nobody else uses. */
async function runLocked<E extends AnyExperiment>(
  sweep: Sweep<E>,
  { path, executor, signal, onProgress, replace = false }: RunSweepOptions,
): Promise<SweepResult<E>> {
  const total = sweep.cases.length;
  const journalPath = `${path}.journal`;
  const there = finishedRows(path, sweep, replace);
  if (there) {
    // Left where a run was killed between its last two steps.
    rmSync(journalPath, { force: true });
    return { rows: there, ran: 0 };
  }
  const journal = new Journal(journalPath, provenanceOf(sweep), { replace });
  let ran = 0;
  try {
    const { finished } = journal;
    const left = sweep.cases.map((_, i) => i).filter((i) => !finished.has(i));
    let running: { readonly running?: number } = {};
    const report = (): void => onProgress?.({ done: finished.size, total, ...running });
    report();
    await executor.execute(
      sweep,
      left,
      (result) => {
        journal.append(result);
        ran++;
        report();
      },
      {
        onStart: (index) => {
          running = { running: index };
          report();
        },
        ...(signal && { signal }),
      },
    );
    if (finished.size < total) throw new SweepStoppedError(finished.size, total);
  } finally {
    journal.close();
  }
  const results = sweep.cases.map((parameters, i) => ({ parameters, ...journal.finished.get(i)! }));
  const rows = results.map(({ parameters, outcome }) => ({ parameters, ...outcome }));
  const seconds = results.map((each) => each.seconds);
  writeWhole(`${path}.timing.json`, `${JSON.stringify({ ...machine(executor), seconds }, null, 2)}\n`);
  writeWhole(path, encodeRows(sweep, rows));
  rmSync(journalPath, { force: true });
  return { rows, ran };
}

function lockFor(path: string): Lock {
  try {
    return takeLock(path);
  } catch (error) {
    if (error instanceof LockedError || error instanceof WriteError) throw error;
    throw new SweepFileError(`${path}: cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

function finishedRows<E extends AnyExperiment>(path: string, sweep: Sweep<E>, replace: boolean): Row<E>[] | undefined {
  try {
    return readRows(path, sweep);
  } catch (error) {
    if (replace && error instanceof OtherSweepError) return undefined;
    throw error;
  }
}

function machine(executor: Executor) {
  return {
    executor: executor.name,
    node: process.version,
    platform: `${platform()} ${arch()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
  };
}
