import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { LocatedProblem, Problem } from './jsonProblem.ts';
import { plainText } from './plainText.ts';
import { visible } from './visible.ts';

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** A text that is not plain JSON: all that is wrong, with its places. */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
  readonly problems: readonly LocatedProblem[];

  constructor(problems: readonly LocatedProblem[]) {
    super(problems.map(({ line, column, message }) => `${line}:${column}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * Plain JSON that knows where in its text each value lies: no comments, no trailing commas, no field given twice, and no
 * number that a program would read as another one. A byte-order mark and line ends of any kind do no harm.
 */
export class PlainJson {
  readonly value: unknown;
  readonly #text: string;
  /** Where each line begins. */
  readonly #lines: readonly number[];
  readonly #tree: Node;

  /** @throws JsonTextError where the text is not plain JSON, with the places */
  constructor(text: string) {
    this.#text = plainText(text);
    this.#lines = [0, ...[...this.#text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const [first, tree] = this.#parse();
    if (first)
      throw new JsonTextError([{ ...this.#place(first.offset), path: [], message: explain(first, this.#text) }]);
    this.#tree = tree!;
    const misread = this.#misread(this.#tree, []);
    if (misread.length > 0) throw new JsonTextError(misread);
    this.value = JSON.parse(this.#text);
  }

  /** The problems with their places, in the order of the text: at the value, at its name, or at the object that lacks it. */
  located(problems: readonly Problem[]): LocatedProblem[] {
    return problems
      .map((problem) => ({ problem, offset: this.#offset(problem) }))
      .sort((a, b) => a.offset - b.offset)
      .map(({ problem, offset }) => ({ ...problem, ...this.#place(offset) }));
  }

  #parse(): [ParseError | undefined, Node | undefined] {
    const errors: ParseError[] = [];
    try {
      const tree = parseTree(this.#text, errors, STRICT);
      return [errors[0], tree];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new JsonTextError([{ path: [], message: 'is nested too deeply' }]);
    }
  }

  #offset({ path, atName }: Problem): number {
    for (let length = path.length; length > 0; length--) {
      const node = findNodeAtLocation(this.#tree, path.slice(0, length));
      const field = node?.parent;
      if (field?.type === 'property' && atName && length === path.length) return field.offset;
      if (node) return node.offset;
    }
    return this.#tree.offset;
  }

  #place(offset: number): { readonly line: number; readonly column: number } {
    let [low, high] = [0, this.#lines.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#lines[low]! + 1 };
  }

  /** Names and numbers that a program would read as something else than what is written. */
  #misread(node: Node, path: Problem['path']): LocatedProblem[] {
    const { type, offset, length, children = [] } = node;
    if (type === 'number') {
      const message = misreadNumber(this.#text.slice(offset, offset + length));
      return message === undefined ? [] : [{ ...this.#place(offset), path, message }];
    }
    const seen = new Set<string>();
    return children.flatMap((child, i) => {
      if (type !== 'object') return this.#misread(child, [...path, i]);
      const [name, value] = child.children!;
      const field = name!.value as string;
      const below = [...path, field];
      const wrong = field === '__proto__' ? 'cannot be used as a name' : seen.has(field) ? 'is given twice' : undefined;
      const found = wrong ? [{ ...this.#place(child.offset), path: below, message: wrong }] : [];
      seen.add(field);
      return [...found, ...this.#misread(value!, below)];
    });
  }
}

/** What a number in decimal digits loses when it is read; undefined where that is rounding of digits behind the point. */
function misreadNumber(written: string): string | undefined {
  const read = Number(written);
  if (!Number.isFinite(read)) return `is ${shortened(written)}, beyond the largest number, 1.8e308`;
  if (read === 0 && /[1-9]/.test(written.replace(/e.*/i, ''))) {
    return `is ${shortened(written)}, which would be read as 0; the smallest number is 4.9e-324`;
  }
  if (/^-?\d+$/.test(written) && BigInt(written) !== BigInt(read)) {
    return `is ${shortened(written)}, which would be read as ${BigInt(read)}: beyond 2^53 whole numbers are rounded`;
  }
  return undefined;
}

function shortened(written: string): string {
  return written.length > 40 ? `${written.slice(0, 40)}…` : written;
}

/** `InvalidCommentToken` as words, with what is there; the offending character can be seen. */
function explain({ error, offset, length }: ParseError, text: string): string {
  const words = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const there = text.slice(offset, offset + Math.max(1, Math.min(length, 20)));
  return text.trim() === '' ? 'not plain JSON: it is empty' : `not plain JSON: ${words} at ${visible(there)}`;
}
