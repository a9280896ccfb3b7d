/** Something wrong at one place of a JSON value, said so that it can be put right. */
export interface Problem {
  readonly path: readonly (string | number)[];
  /** Follows the path: `must be an integer at least 1, got 0`. */
  readonly message: string;
  /** It is the name of the field that is wrong, not its value. */
  readonly atName?: boolean;
}

/** A problem with its place in the text. */
export interface LocatedProblem extends Problem {
  /** Both from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** `cases[2].world.kind` */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join('');
}
