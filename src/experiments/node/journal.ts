import { rmSync } from 'node:fs';
import type { FinishedCase } from '../executor.ts';
import { isObject } from '../../math/json.ts';
import { LineFile } from '../../files/lineFile.ts';
import type { LineFormat } from '../../files/lineFile.ts';
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
    if (first === undefined) this.#file.append(JSON.stringify(provenance));
    for (const line of others) {
      const finished = JSON.parse(line) as FinishedCase;
      this.#finished.set(finished.index, finished);
    }
  }

  append({ index, outcome, seconds }: FinishedCase): void {
    this.#file.append(JSON.stringify({ index, outcome, seconds }));
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
    isLine(line, index) {
      if (index === 0) return parseProvenance(line) !== undefined;
      const value: unknown = JSON.parse(line);
      if (!isObject(value)) return false;
      const { index: place, outcome, seconds } = value as Partial<FinishedCase>;
      const ran = isObject(outcome) && isObject(outcome.values) && isObject(outcome.cost);
      return Number.isInteger(place) && place! >= 0 && place! < cases && ran && typeof seconds === 'number';
    },
    refusal(path, index) {
      const what = index === 0 ? 'the beginning of a journal of a sweep' : 'a finished case';
      return new SweepFileError(`${path}: line ${index + 1} is not ${what}; correct the file, move it or delete it`);
    },
    unopened: (path, cause) => new SweepFileError(`${path}: cannot be opened: ${cause.message}`, { cause }),
  };
}
