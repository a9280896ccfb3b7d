import { sweepHash } from '../sweep.ts';
import type { Sweep } from '../sweep.ts';
import { packageVersion } from '../../files/packageVersion.ts';
import { OtherSweepError } from './sweepFileError.ts';

/** Where rows come from: the first line of their file. */
export interface Provenance {
  readonly format: 'whetstone rows 1';
  /** Of whetstone. */
  readonly version: string;
  readonly experiment: string;
  readonly seed: string;
  /** How many there are. */
  readonly cases: number;
  /** Hash of experiment, seed and cases. */
  readonly spec: string;
}

/** How the first line of a file of rows begins. */
export const PROVENANCE_BEGINS = '{"format":"whetstone rows ';

const FIELDS = ['format', 'version', 'experiment', 'seed', 'cases', 'spec'] as const;

/** The provenance of the rows that a sweep gives with this version. */
export function provenanceOf(sweep: Sweep): Provenance {
  const { experiment, seed, cases } = sweep;
  return {
    format: 'whetstone rows 1',
    version: packageVersion(),
    experiment: experiment.id,
    seed,
    cases: cases.length,
    spec: sweepHash(sweep),
  };
}

/** Reads the first line of a file; undefined where it is no such line. */
export function parseProvenance(line: string): Provenance | undefined {
  if (!line.startsWith(PROVENANCE_BEGINS)) return undefined;
  try {
    const value = JSON.parse(line) as Provenance;
    return FIELDS.every((field) => field in value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses a file of another sweep, version or format, and names the field that differs. */
export function requireSameProvenance(path: string, held: Provenance, wanted: Provenance): void {
  for (const field of FIELDS) {
    if (held[field] === wanted[field]) continue;
    const [there, here] = [held[field], wanted[field]].map((value) => JSON.stringify(value));
    const what = field === 'spec' ? 'hash of the spec' : field;
    throw new OtherSweepError(
      `${path}: its ${what} is ${there}, but here it is ${here}; write to another file, or replace this one`,
    );
  }
}
