import { requireInteger } from '../../../math/checks.ts';
import { requireNeedle } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';

/** The best that a search can do, whatever responses it evaluates. */
export interface SearchCost {
  /** The least expected number of questions until y* is known, y* being uniform on the list. */
  readonly mean: number;
  /** The least number that is always enough. */
  readonly worst: number;
  /** The least failure of a guess after so many questions. */
  failure(questions: number): number;
}

/**
 * The exact optimum of exploration on the needle with a short list, in closed form: any response may be evaluated (footnote 7).
 *
 * One response at a time: each rules out one hypothesis, mean (K-1)(K+2)/(2K), worst K - 1, failure (K-1-m)/K. Differences of two:
 * each rules out two, mean (K+2)/4 for even K, m(m+2)/K for K = 2m + 1, worst floor(K/2); to see both values adds nothing.
 * Neither S nor h matters. Where K (1 + h) <= S + h no learner does better with draws of the base policy beside; on shorter lists
 * `needleOptimalRisk` has both.
 *
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exploration as a search
 */
export function needleSearch(parameters: NeedleParameters): { readonly single: SearchCost; readonly pair: SearchCost } {
  requireNeedle('needleSearch', parameters);
  const { hypotheses: K } = parameters;
  const failure =
    (ruledOut: number) =>
    (questions: number): number => {
      requireInteger('needleSearch.failure', 'questions', questions, 0);
      return Math.max(0, K - 1 - ruledOut * questions) / K;
    };
  const half = Math.floor(K / 2);
  return {
    single: { mean: ((K - 1) * (K + 2)) / (2 * K), worst: K - 1, failure: failure(1) },
    pair: { mean: K % 2 === 0 ? (K + 2) / 4 : (half * (half + 2)) / K, worst: half, failure: failure(2) },
  };
}
