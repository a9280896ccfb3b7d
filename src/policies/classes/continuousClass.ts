import type { ExplicitPolicy } from '../explicitPolicy.ts';
import type { FitRequest } from './fitRequest.ts';
import type { PolicyClass } from './policyClass.ts';

/** A policy that is one of a continuous class, and says which. */
export interface ParametricPolicy extends ExplicitPolicy {
  readonly parameter: Float64Array;
}

/**
 * A class { pi_theta : theta in a convex set }, as softmax policies whose parameters have a norm of at most B would be.
 *
 * A fit is the minimum over the whole set, not only one that is stationary: where a loss has several minima, a class
 * starts from several places. A fit that ends elsewhere is refused with a `FitError`.
 */
export interface ContinuousClass extends PolicyClass {
  /** Length of a parameter. */
  readonly dimension: number;
  logCoveringNumber(epsilon: number): number;
  /**
   * The policy of a parameter.
   *
   * @throws DomainError where the parameter is of another length, not finite, or outside the set by more than rounding
   */
  at(parameter: ArrayLike<number>): ParametricPolicy;
  fit(request: FitRequest<number, number>): ParametricPolicy;
}
