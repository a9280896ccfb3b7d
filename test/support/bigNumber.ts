import { all, create } from 'mathjs';
import type { BigNumber } from 'mathjs';

/** Digits that the reference values are computed to: enough for 1 - 1e-308 and the digits of a double beyond. */
const DIGITS = 360;

export const math = create(all!, { number: 'BigNumber', precision: DIGITS });

/** The same with 160 digits, for logs and exponentials by the thousand. */
export const quick = create(all!, { number: 'BigNumber', precision: 160 });

/** The value of a finite double, bit for bit; mathjs alone would read the shortest decimal that rounds to it. */
export function big(value: number): BigNumber {
  let exponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  return math.bignumber(BigInt(mantissa).toString()).times(math.bignumber(2).pow(exponent));
}

/** How far a computed value lies from the reference, as a share of `scale`. */
export function errorOf(computed: number, reference: BigNumber, scale: BigNumber = reference.abs()): number {
  const gap = big(computed).minus(reference).abs();
  return gap.isZero() ? 0 : gap.div(scale).toNumber();
}
