import { existsSync } from 'node:fs';
import { readText } from '../../files/readText.ts';
import { DomainError } from '../../math/domainError.ts';
import type { AnyExperiment } from '../experiment.ts';
import { canonicalJson, isObject } from '../../math/json.ts';
import { requireSweep } from '../sweep.ts';
import type { Row, Sweep } from '../sweep.ts';
import { brokenSeal, sealed } from '../../text/sealedLine.ts';
import { parseProvenance, provenanceOf, requireSameProvenance } from './provenance.ts';
import { SweepFileError } from './sweepFileError.ts';

/** The lines of a file of rows: where they come from, then one line for each case in order. */
export function encodeRows<E extends AnyExperiment>(sweep: Sweep<E>, rows: readonly Row<E>[]): string {
  const lines = rows.map(({ parameters, values, cost }) => ({ parameters, values, cost }));
  return [provenanceOf(sweep), ...lines].map((line) => `${sealed(JSON.stringify(line))}\n`).join('');
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
  const seal = brokenSeal(first, first);
  if (seal !== undefined) throw new SweepFileError(`${path}: line 1 ${seal}; delete the file`);
  // Written whole or not at all: whatever is missing was taken out later.
  if (lines.pop() !== '' || lines.length !== sweep.cases.length) {
    throw new SweepFileError(`${path}: has not the ${sweep.cases.length} whole lines that it should have; delete it`);
  }
  return lines.map((line, i) => {
    const row = parseRow(path, line, i, sweep);
    const broken = brokenSeal(line, first);
    if (broken !== undefined) throw new SweepFileError(`${path}: line ${i + 2} ${broken}; delete the file`);
    return row;
  });
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
  const { parameters, values, cost } = row as Row<E>;
  return { parameters, values, cost };
}

/** Refuses what is not the name of a file. */
export function requirePath(where: string, path: unknown): asserts path is string {
  if (typeof path !== 'string' || path === '')
    throw new DomainError(where, 'path', 'the path of the file of rows', path);
}

function readIfThere(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return readText(path);
  } catch (error) {
    throw new SweepFileError((error as Error).message, { cause: error });
  }
}
