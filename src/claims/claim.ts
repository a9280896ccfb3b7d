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
