import { requireList, requireObject } from '../math/checks.ts';
import { DomainError } from '../math/domainError.ts';
import type { Bound } from '../theory/bounds/bound.ts';

/** One comparison of a claim. */
export interface CaseResult {
  readonly name: string;
  readonly measured: number;
  readonly bound: number;
  /** measured / bound for upper bounds, bound / measured for lower ones: at most 1 when the claim holds. */
  readonly ratio: number;
}

/** How many cases: those of the quick ledger, or more and larger ones as well. */
export type Grid = 'quick' | 'full';

/** A change to a claim's formula, fixed beforehand, that the check of the claim ought to notice. */
export interface Mutation {
  readonly name: string;
  /** The changed formula; `factor` makes the change larger, 1 is as it stands. */
  readonly formula: (factor: number) => string;
  /** Why slack in the theorem hides it as it stands; the least factor that shows is found and printed. */
  readonly hiddenBecause?: string;
}

/**
 * A numbered statement of the paper, a bound with parameters P, as an experiment with a verdict.
 *
 * An exact claim compares numbers; a statistical one compares the end of an interval that favours the statement, so
 * that a violation is false with at most the probability given to it.
 */
export interface ClaimOf<P extends string> {
  readonly id: string;
  readonly statement: string;
  readonly source: string;
  readonly kind: 'exact' | 'statistical';
  /** Of a statistical claim that is not of the ledger: the chance that it is called violated while it holds. */
  readonly failureProbability?: number;
  /** What is compared with what, in words. */
  readonly compares: string;
  readonly bound: Bound<P>;
  /** Where the paper prints something else: its form, which must be violated in the cases in which the bound holds. */
  readonly printed?: Bound<P>;
  readonly mutations: readonly Mutation[];
  /** The comparisons, near-extremal ones among them, under the claim's own bound or a mutated one. */
  cases(bound: Bound<P>, grid: Grid): Iterable<CaseResult>;
}

/**
 * A claim whose bound may have any parameters, so that claims of all bounds make one list. It is made by `claimOf`, which
 * knows the parameters of its bound, and so do its cases.
 */
export type Claim = ClaimOf<any>;

/** Rounding that exact comparisons are allowed. */
export const EXACT_TOLERANCE = 1e-9;

/** Refuses what is not a claim. */
export function requireClaim(where: string, argument: string, value: unknown): asserts value is Claim {
  requireObject(where, argument, value);
  const { kind, bound, mutations, cases, ...words } = value as Partial<Claim>;
  for (const word of ['id', 'statement', 'source', 'compares'] as const) {
    const text: unknown = words[word];
    if (typeof text !== 'string' || text === '') {
      throw new DomainError(where, `${argument}.${word}`, 'a non-empty string, as claimOf gives it', text);
    }
  }
  if (kind !== 'exact' && kind !== 'statistical') {
    throw new DomainError(where, `${argument}.kind`, "'exact' or 'statistical'", kind);
  }
  const { evaluate, withFormula } = Object(bound) as Partial<Bound>;
  if (typeof evaluate !== 'function' || typeof withFormula !== 'function') {
    throw new DomainError(where, `${argument}.bound`, 'a Bound', bound);
  }
  requireList(where, `${argument}.mutations`, mutations!);
  Array.from(mutations!).forEach((mutation, i) => {
    const { name, formula } = Object(mutation) as Partial<Mutation>;
    if (typeof name !== 'string' || typeof formula !== 'function') {
      throw new DomainError(where, `${argument}.mutations[${i}]`, '{ name, formula: (factor) => text }', mutation);
    }
  });
  if (typeof cases !== 'function') {
    throw new DomainError(where, `${argument}.cases`, 'a function of a bound and a grid that gives comparisons', cases);
  }
}
