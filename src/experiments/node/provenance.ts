import { sweepHash } from '../sweep.ts';
import type { Sweep } from '../sweep.ts';
import { packageVersion } from '../../files/packageVersion.ts';
import { isSealed } from '../../text/sealedLine.ts';
import { OtherSweepError } from './sweepFileError.ts';

/** What rows are written as. */
const ROWS_FORMAT = 'whetstone rows 2';
/** The older format, which is read: its lines have no checksums. */
const OLDER_FORMAT = 'whetstone rows 1';

/** Where rows come from: the first line of their file. */
export interface Provenance {
  /** `ROWS_FORMAT`, or an older one in a file that an earlier version began. */
  readonly format: string;
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
    format: ROWS_FORMAT,
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
    if (!FIELDS.every((field) => field in value)) return undefined;
    return value.format === ROWS_FORMAT && !isSealed(line) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Refuses a file of another sweep, version or format, and names the field that differs. */
export function requireSameProvenance(path: string, held: Provenance, wanted: Provenance): void {
  for (const field of FIELDS) {
    if (held[field] === wanted[field] || (field === 'format' && held.format === OLDER_FORMAT)) continue;
    const [there, here] = [held[field], wanted[field]].map((value) => JSON.stringify(value));
    const what = field === 'spec' ? 'hash of the spec' : field;
    throw new OtherSweepError(
      `${path}: its ${what} is ${there}, but here it is ${here}; write to another file, or replace this one`,
    );
  }
}
