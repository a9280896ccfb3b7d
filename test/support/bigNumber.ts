import { all, create } from 'mathjs';
import type { BigNumber } from 'mathjs';

/** Digits that the reference values are computed to. */
const DIGITS = 420;

const math = create(all, { number: 'BigNumber', precision: DIGITS });

/** The exact value of a double. */
export const big = (value: number): BigNumber => math.bignumber(value);

/** How far a computed value lies from the reference, relative to a scale. */
export function errorOf(computed: number, reference: BigNumber, scale: number | BigNumber = reference): number {
  const gap = big(computed).minus(reference).abs();
  return gap.isZero() ? 0 : gap.div(typeof scale === 'number' ? big(scale) : scale.abs()).toNumber();
}
