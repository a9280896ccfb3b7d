import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { Problem } from './problems.ts';
import { SpecError } from './specError.ts';
import type { LocatedProblem } from './specError.ts';

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** Plain JSON (no comments, no trailing commas, no field given twice) that knows where in its text each value lies. */
export class PlainJson {
  readonly value: unknown;
  readonly #file: string;
  readonly #text: string;
  /** Where each line begins. */
  readonly #lines: readonly number[];
  readonly #tree: Node;

  /** @throws SpecError where the text is not plain JSON, with the place */
  constructor(text: string, file: string) {
    this.#file = file;
    this.#text = text;
    this.#lines = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)];
    const [first, tree] = this.#parse();
    if (first) throw new SpecError(file, [{ ...this.#place(first.offset), path: [], message: explain(first, text) }]);
    this.#tree = tree!;
    const badNames = this.#badNames(this.#tree, []);
    if (badNames.length > 0) throw new SpecError(file, badNames);
    this.value = JSON.parse(text);
  }

  /** The problems with their places: at the value, at its name, or at the object that lacks it. */
  error(problems: readonly Problem[]): SpecError {
    const located = problems
      .map((problem) => ({ problem, offset: this.#offset(problem) }))
      .sort((a, b) => a.offset - b.offset)
      .map(({ problem, offset }) => ({ ...problem, ...this.#place(offset) }));
    // One value of a grid is in many cases, but it is wrong once.
    const told = new Map(located.map((each) => [`${each.line}:${each.column} ${each.message}`, each]));
    return new SpecError(this.#file, [...told.values()]);
  }

  #parse(): [ParseError | undefined, Node | undefined] {
    const errors: ParseError[] = [];
    try {
      const tree = parseTree(this.#text, errors, STRICT);
      return [errors[0], tree];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new SpecError(this.#file, [{ path: [], message: 'is nested too deeply' }]);
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

  #badNames({ type, children = [] }: Node, path: Problem['path']): LocatedProblem[] {
    const seen = new Set<string>();
    return children.flatMap((child, i) => {
      if (type !== 'object') return this.#badNames(child, [...path, i]);
      const [name, value] = child.children!;
      const field = name!.value as string;
      const below = [...path, field];
      // Programs read that name as something else than a field.
      const wrong = field === '__proto__' ? 'cannot be used as a name' : seen.has(field) ? 'is given twice' : undefined;
      const found = wrong ? [{ ...this.#place(child.offset), path: below, message: wrong }] : [];
      seen.add(field);
      return [...found, ...this.#badNames(value!, below)];
    });
  }
}

/** `InvalidCommentToken` as words, with what is there. */
function explain({ error, offset, length }: ParseError, text: string): string {
  const words = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const there = text.slice(offset, offset + Math.max(1, Math.min(length, 20)));
  return `not plain JSON: ${words} at ${there === '' ? 'the end' : JSON.stringify(there)}`;
}
