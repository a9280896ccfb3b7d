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
  if (!(parameter?.length === dimension && withinBall(parameter, normBound))) {
    const expected = `${dimension} numbers of norm at most ${normBound}`;
    throw new DomainError(where, 'parameter', expected, parameter);
  }
}
