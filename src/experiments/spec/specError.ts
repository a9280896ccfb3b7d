import { pathText } from '../../text/jsonProblem.ts';
import type { LocatedProblem } from '../../text/jsonProblem.ts';

/** More than this are counted, not shown. */
const SHOWN = 10;

/** A sweep that cannot be run: one line for each thing that is wrong, with its place. */
export class SpecError extends RangeError {
  override readonly name = 'SpecError';
  readonly problems: readonly LocatedProblem[];

  /** @param where the file, or the function that was called */
  constructor(where: string, problems: readonly LocatedProblem[]) {
    const lines = problems.slice(0, SHOWN).map(({ path, message, line, column }) => {
      const place = line === undefined ? where : `${where}:${line}:${column}`;
      return [`${place}:`, pathText(path), message].filter((part) => part !== '').join(' ');
    });
    if (problems.length > SHOWN) lines.push(`${where}: and ${problems.length - SHOWN} more like these`);
    super(lines.join('\n'));
    this.problems = problems;
  }
}
