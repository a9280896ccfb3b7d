import { TIE_TOLERANCE, reaches } from '../../math/tolerance.ts';

/**
 * The least k with k p >= mu, under the tolerance of the rule, but at most half a draw; infinite where a double cannot
 * hold it.
 */
export function drawsUntil(mu: number, p: number): number {
  const exact = mu / p;
  if (exact * TIE_TOLERANCE > 1 / 2) {
    const whole = Math.floor(exact);
    return exact - whole > 1 / 2 ? whole + 1 : whole;
  }
  let k = Math.max(1, Math.ceil((mu * (1 - TIE_TOLERANCE)) / p));
  // Division rounds: an integer too many or too few is put right by the rule itself.
  while (k > 1 && k < 2 ** 53 && reaches((k - 1) * p, mu)) k--;
  while (k < 2 ** 53 && !reaches(k * p, mu)) k++;
  return k;
}
