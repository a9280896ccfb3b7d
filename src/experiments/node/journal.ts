import { rmSync } from 'node:fs';
import type { FinishedCase } from '../executor.ts';
import { isObject } from '../../math/json.ts';
import { LineFile } from '../../files/lineFile.ts';
import type { LineFormat } from '../../files/lineFile.ts';
import { brokenSeal, sealed } from '../../text/sealedLine.ts';
import { parseProvenance, PROVENANCE_BEGINS, requireSameProvenance } from './provenance.ts';
import type { Provenance } from './provenance.ts';
import { OtherSweepError, SweepFileError } from './sweepFileError.ts';

/** What has been finished of a sweep, in the order in which it was: a run that was killed goes on from it. */
export class Journal {
  readonly path: string;
  /** By place in the sweep. */
  readonly finished: ReadonlyMap<number, FinishedCase>;
  readonly #finished = new Map<number, FinishedCase>();
  readonly #file: LineFile;

  /**
   * @throws SweepFileError where the file cannot be opened or is something else; OtherSweepError where it is a journal
   * of another sweep, unless that is to be replaced
   */
  constructor(path: string, provenance: Provenance, { replace = false } = {}) {
    this.path = path;
    this.finished = this.#finished;
    this.#file = openJournal(path, provenance, replace);
    const [first, ...others] = this.#file.lines;
    if (first === undefined) this.#file.append(sealed(JSON.stringify(provenance)));
    for (const line of others) {
      const { index, outcome, seconds } = JSON.parse(line) as FinishedCase;
      this.#finished.set(index, { index, outcome, seconds });
    }
  }

  append({ index, outcome, seconds }: FinishedCase): void {
    this.#file.append(sealed(JSON.stringify({ index, outcome, seconds })));
    this.#finished.set(index, { index, outcome, seconds });
  }

  close(): void {
    this.#file.close();
  }
}

function openJournal(path: string, provenance: Provenance, replace: boolean): LineFile {
  const file = new LineFile(path, formatFor(provenance));
  const [first] = file.lines;
  if (first === undefined) return file;
  try {
    requireSameProvenance(path, parseProvenance(first)!, provenance);
    return file;
  } catch (error) {
    file.close();
    if (!(replace && error instanceof OtherSweepError)) throw error;
    rmSync(path);
    return new LineFile(path, formatFor(provenance));
  }
}

function formatFor({ cases }: Provenance): LineFormat {
  return {
    beginning: (index) => (index === 0 ? PROVENANCE_BEGINS : '{"index":'),
    wrong(line, index, first) {
      const whole = index === 0 ? parseProvenance(line) !== undefined : isFinished(line, cases);
      if (!whole) return index === 0 ? 'is not the beginning of a journal of a sweep' : 'is not a finished case';
      return brokenSeal(line, first);
    },
    error(path, why, cause) {
      return new SweepFileError(`${path}: ${why}${cause ? '' : '; correct the file, move it or delete it'}`, { cause });
    },
  };
}

function isFinished(line: string, cases: number): boolean {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return false;
  }
  if (!isObject(value)) return false;
  const { index, outcome, seconds } = value as Partial<FinishedCase>;
  const ran = isObject(outcome) && isObject(outcome.values) && isObject(outcome.cost);
  return Number.isInteger(index) && index! >= 0 && index! < cases && ran && typeof seconds === 'number';
}
