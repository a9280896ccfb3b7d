import { requireInteger } from '../../../math/checks.ts';
import { requireSharpened } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';

/**
 * The best E[ J_beta ] after m evaluations on the needle with a short list, in closed form: `explorationValue` of it, y* being
 * uniform on the list.
 *
 *   (m/K) V_1 + ((K - m)/K) V_(K-m),   V_u = beta log( u (1+h)^((1+1/beta)/u) + S - u ) - (1 + beta) log(S + h),
 *
 * m cut to K - 1: y* has been found, or K - m responses are left, each of which the policy makes heavier by the same factor.
 *
 * @param parameters beta above 0; evaluations, an integer at least 0
 * @returns nats
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, Exploration as a search
 */
export function needleValue(
  parameters: NeedleParameters & { readonly beta: number; readonly evaluations: number },
): number {
  requireSharpened('needleValue', parameters);
  const { hypotheses: K, evaluations } = parameters;
  requireInteger('needleValue', 'evaluations', evaluations, 0);
  const m = Math.min(evaluations, K - 1);
  return (m * undecidedValue(parameters, 1) + (K - m) * undecidedValue(parameters, K - m)) / K;
}

/** V_u: the best E[ J_beta ] while u hypotheses are left, nats. */
export function undecidedValue(
  { responses: S, bonus: h, beta }: NeedleParameters & { readonly beta: number },
  left: number,
): number {
  // log( u w^(1/u) + S - u ), w^(1/u) taken out.
  const logWeight = ((1 + 1 / beta) * Math.log1p(h)) / left;
  return beta * (logWeight + Math.log(left + (S - left) * Math.exp(-logWeight))) - (1 + beta) * Math.log(S + h);
}
