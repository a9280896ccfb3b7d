import { requireLength, requireList, requireNumbers, requireObject, requirePositive } from '../../math/checks.ts';
import { DomainError } from '../../math/domainError.ts';
import type { SearchQuery } from './searchQuery.ts';

export interface SearchedClass {
  /** What may be asked, at least one: `singleQueries`, `pairQueries`, or a mixture of one's own. */
  readonly queries: readonly SearchQuery[];
  /** How likely each hypothesis is, up to a common factor: finite numbers above 0; the same for all by default. */
  readonly prior?: ArrayLike<number>;
}

/** The sets of hypotheses that may be left, as bit masks, and how queries cut them. */
export interface VersionSpaces {
  readonly hypotheses: number;
  /** All of them. */
  readonly full: number;
  /** Prior mass by mask. */
  readonly weight: Float64Array;
  /** Queries that tell something, one of those that tell the same: its place in the list, and its cut of all hypotheses. */
  readonly cuts: readonly { readonly query: number; readonly parts: Int32Array }[];
}

/** The states are the sets of so many hypotheses. */
export const MOST_HYPOTHESES = 20;
/** That many parts of sets are visited in some seconds. */
const MOST_VISITS = 1e9;

/**
 * The version spaces of a class.
 *
 * @throws DomainError where a query or the prior does not have a number for each hypothesis, or where the states are too many
 */
export function versionSpaces(where: string, searched: SearchedClass): VersionSpaces {
  requireObject(where, 'options', searched);
  const { queries, prior } = searched;
  requireList(where, 'queries', queries);
  if (queries.length === 0) throw new DomainError(where, 'queries', 'at least one', '[]');
  const hypotheses = requireQueries(where, queries);
  if (prior !== undefined) {
    requireNumbers(where, 'prior', prior);
    requireLength(where, 'prior', prior, hypotheses);
    for (let k = 0; k < hypotheses; k++) requirePositive(where, `prior[${k}]`, prior[k]!);
  }
  const cuts = distinctCuts(queries, hypotheses);
  const visits = 2 ** hypotheses * cuts.reduce((sum, { parts }) => sum + parts.length, 0);
  if (visits > MOST_VISITS) {
    const expected = `so few that 2^K sets and ${cuts.length} different queries are quick to go through`;
    throw new DomainError(where, 'number of hypotheses', `${expected}: fewer of either`, hypotheses);
  }
  const weight = new Float64Array(2 ** hypotheses);
  for (let mask = 1; mask < weight.length; mask++) {
    const lowest = 31 - Math.clz32(mask & -mask);
    weight[mask] = weight[mask & (mask - 1)]! + (prior?.[lowest] ?? 1);
  }
  return { hypotheses, full: 2 ** hypotheses - 1, weight, cuts };
}

/** The hypotheses of a mask, ascending. */
export function membersOf(mask: number): readonly number[] {
  const members: number[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) members.push(31 - Math.clz32(rest & -rest));
  return members;
}

function requireQueries(where: string, queries: readonly SearchQuery[]): number {
  const hypotheses = queries[0]?.answers?.length ?? 0;
  queries.forEach((query, q) => {
    requireObject(where, `queries[${q}]`, query);
    requireNumbers(where, `queries[${q}].answers`, query.answers);
    requireLength(where, `queries[${q}].answers`, query.answers, hypotheses);
  });
  if (hypotheses > MOST_HYPOTHESES) {
    const expected = `at most ${MOST_HYPOTHESES}, as the optimum goes through all sets of them; take a smaller class`;
    throw new DomainError(where, 'number of hypotheses', expected, hypotheses);
  }
  return hypotheses;
}

function distinctCuts(queries: readonly SearchQuery[], hypotheses: number): VersionSpaces['cuts'] {
  const cuts = new Map<string, { query: number; parts: Int32Array }>();
  queries.forEach(({ answers }, query) => {
    const parts = new Map<number, number>();
    for (let k = 0; k < hypotheses; k++) parts.set(answers[k]!, (parts.get(answers[k]!) ?? 0) | (1 << k));
    if (parts.size < 2) return;
    // Hypotheses are looked through in order, so equal cuts list their parts in the same order.
    const masks = Int32Array.from(parts.values());
    const key = masks.join();
    if (!cuts.has(key)) cuts.set(key, { query, parts: masks });
  });
  return [...cuts.values()];
}
