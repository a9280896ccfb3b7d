import { DomainError } from '../../math/domainError.ts';

/** By how much of B a norm may exceed it: what rounding adds. */
const ROUNDING = 1e-9;

/** Whether |theta| <= B, up to rounding. */
export function withinBall(theta: ArrayLike<number>, normBound: number): boolean {
  let square = 0;
  for (let k = 0; k < theta.length; k++) square += theta[k]! * theta[k]!;
  return Math.sqrt(square) <= normBound * (1 + ROUNDING);
}

/** Refuses what is not d numbers of norm at most B. */
export function requireInBall(where: string, parameter: ArrayLike<number>, dimension: number, normBound: number): void {
  const norm = parameter?.length === dimension ? Math.hypot(...Array.from(parameter)) : NaN;
  if (Number.isNaN(norm)) throw new DomainError(where, 'parameter', `${dimension} numbers`, parameter);
  if (!withinBall(parameter, normBound)) {
    throw new DomainError(where, 'the norm of parameter', `at most ${normBound}`, norm);
  }
}
