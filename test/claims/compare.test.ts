import { expect, it } from 'vitest';
import { above, below, equal } from '../../src/claims/compare.ts';

const SOME = [-Infinity, -2, -1, -0, 0, 1, 2, Infinity];

it('an upper bound is exceeded just by what is above it, whatever the signs', () => {
  for (const measured of SOME) {
    for (const bound of SOME) {
      const { ratio } = below('', measured, bound);
      // Of two infinities nothing is known.
      if (Math.abs(measured) === Infinity && measured === bound) expect(ratio).toBeNaN();
      else expect(ratio <= 1).toBe(measured <= bound);
    }
  }
  expect(below('', 1, -0).ratio).toBe(Infinity);
  expect(below('', 1, 4).ratio).toBe(0.25);
});

it('a lower bound above zero is kept just by what is not below it', () => {
  for (const measured of [-1, 0, 1, 2]) expect(above('', measured, 2).ratio <= 1).toBe(measured >= 2);
  expect(above('', 0, 0).ratio).toBe(0);
});

it('numbers of two signs are not equal', () => {
  for (const measured of [-2, -1, 0, 1, 2]) {
    for (const bound of [-2, -1, 0, 1, 2]) expect(equal('', measured, bound).ratio <= 1).toBe(measured === bound);
  }
  expect(equal('', 1, 2).ratio).toBe(2);
});

it('what is no number is no verdict', () => {
  for (const compared of [below, above, equal]) {
    for (const other of [-1, 0, 1]) expect(compared('', NaN, other).ratio).toBeNaN();
  }
});
