import { requireList, requireNumbers } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import { TIE_TOLERANCE } from '../../math/tolerance.ts';

/** Two million comparisons are what memory holds. */
const MOST_COMPARED = 2048;

/** Something that a search may ask, and what the answer is under each hypothesis. */
export interface SearchQuery {
  /** What is asked: one response, or the two that are compared. */
  readonly responses: readonly number[];
  /** For each hypothesis a number; equal numbers are one answer. */
  readonly answers: ArrayLike<number>;
}

/**
 * To evaluate one response: a query for each.
 *
 * @param values for each hypothesis the value of each response, such as its log-likelihood; finite, or minus infinity. Those
 *   that differ by 1e-12 of the largest in magnitude are one answer
 * @throws DomainError where the values are not a table of numbers
 */
export function singleQueries(values: readonly ArrayLike<number>[]): readonly SearchQuery[] {
  const responses = requireTable('singleQueries', values);
  return Array.from({ length: responses }, (_, y) => ({
    responses: [y],
    answers: answersOf(values, (row) => row[y]!),
  }));
}

/**
 * To compare two responses: a query for each two, whose answer is the difference of their values.
 *
 * @param values as for `singleQueries`
 * @throws DomainError where the values are not a table of numbers
 */
export function pairQueries(values: readonly ArrayLike<number>[]): readonly SearchQuery[] {
  const responses = requireTable('pairQueries', values);
  if (responses > MOST_COMPARED) {
    throw new DomainError('pairQueries', 'length of values[0]', `at most ${MOST_COMPARED} responses`, responses);
  }
  const queries: SearchQuery[] = [];
  for (let y = 0; y < responses; y++) {
    for (let z = y + 1; z < responses; z++) {
      // Of two impossible responses none is the better one.
      const difference = (row: ArrayLike<number>): number => (row[y] === row[z] ? 0 : row[y]! - row[z]!);
      queries.push({ responses: [y, z], answers: answersOf(values, difference) });
    }
  }
  return queries;
}

/** What the answers are, those that tie being one: rounding parts differences that are equal. */
function answersOf(values: readonly ArrayLike<number>[], answer: (row: ArrayLike<number>) => number): Float64Array {
  const answers = Float64Array.from(values, answer);
  let largest = 0;
  for (const row of values) {
    for (let y = 0; y < row.length; y++) if (Number.isFinite(row[y])) largest = Math.max(largest, Math.abs(row[y]!));
  }
  const order = Array.from(answers.keys()).sort((a, b) => answers[a]! - answers[b]! || a - b);
  let first = answers[order[0]!]!;
  for (const place of order) {
    const value = answers[place]!;
    if (!(value === first || value - first <= TIE_TOLERANCE * largest)) first = value;
    answers[place] = first;
  }
  return answers;
}

function requireTable(where: string, values: readonly ArrayLike<number>[]): number {
  requireList(where, 'values', values);
  if (values.length === 0) throw new DomainError(where, 'values', 'a row for each hypothesis, at least one', '[]');
  for (let k = 0; k < values.length; k++) {
    const row = values[k]!;
    requireNumbers(where, `values[${k}]`, row);
    if (row.length !== values[0]!.length) {
      throw new DomainError(where, `length of values[${k}]`, `${values[0]!.length}, as of values[0]`, row.length);
    }
    for (let y = 0; y < row.length; y++) {
      if (row[y] === Infinity) throw new DomainError(where, `values[${k}][${y}]`, 'below infinity', Infinity);
    }
  }
  return values[0]!.length;
}
