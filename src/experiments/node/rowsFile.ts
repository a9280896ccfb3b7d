import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { DomainError } from '../../math/domainError.ts';
import type { AnyExperiment } from '../experiment.ts';
import { canonicalJson, isObject } from '../../math/json.ts';
import { requireSweep } from '../sweep.ts';
import type { Row, Sweep } from '../sweep.ts';
import { parseProvenance, provenanceOf, requireSameProvenance } from './provenance.ts';
import { SweepFileError } from './sweepFileError.ts';

/** The lines of a file of rows: where they come from, then one line for each case in order. */
export function encodeRows<E extends AnyExperiment>(sweep: Sweep<E>, rows: readonly Row<E>[]): string {
  const lines = rows.map(({ parameters, values, cost }) => ({ parameters, values, cost }));
  return [provenanceOf(sweep), ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads the rows of a sweep; undefined where there is no such file.
 *
 * @throws OtherSweepError where they are of another spec, version or format; SweepFileError where it is no file of rows
 */
export function readRows<E extends AnyExperiment>(path: string, sweep: Sweep<E>): Row<E>[] | undefined {
  requirePath('readRows', path);
  requireSweep('readRows', sweep);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const [first = '', ...lines] = text.split('\n');
  const held = parseProvenance(first);
  if (!held) throw new SweepFileError(`${path}: line 1 is not the beginning of a file of rows; write to another file`);
  requireSameProvenance(path, held, provenanceOf(sweep));
  // Written whole or not at all: whatever is missing was taken out later.
  if (lines.pop() !== '' || lines.length !== sweep.cases.length) {
    throw new SweepFileError(`${path}: has not the ${sweep.cases.length} whole lines that it should have; delete it`);
  }
  return lines.map((line, i) => parseRow(path, line, i, sweep));
}

function parseRow<E extends AnyExperiment>(path: string, line: string, index: number, sweep: Sweep<E>): Row<E> {
  let row: Partial<Row<E>> | null = null;
  try {
    row = JSON.parse(line) as Partial<Row<E>> | null;
  } catch {
    // Refused below.
  }
  const expected = canonicalJson(sweep.cases[index]);
  const whole = isObject(row) && isObject(row.values) && isObject(row.cost);
  if (!whole || canonicalJson(row?.parameters) !== expected) {
    throw new SweepFileError(`${path}: line ${index + 2} is not the row of case ${index + 1}, ${expected}; delete it`);
  }
  return row as Row<E>;
}

/** Refuses what is not the name of a file. */
export function requirePath(where: string, path: unknown): asserts path is string {
  if (typeof path !== 'string' || path === '')
    throw new DomainError(where, 'path', 'the path of the file of rows', path);
}

/** Writes a file so that at any time it is there whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const part = `${path}.part`;
  const file = openSync(part, 'w');
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SweepFileError(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
