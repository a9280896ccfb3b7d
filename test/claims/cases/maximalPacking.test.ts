import { expect, it } from 'vitest';
import { maximalPacking } from '../../../src/claims/cases/maximalPacking.ts';

it('counts the points of an interval that are so far apart, ends included', () => {
  expect(maximalPacking({ dimension: 1, radius: 1, separation: 0.5 })).toBe(5);
  expect(maximalPacking({ dimension: 1, radius: 1, separation: 0.51 })).toBe(4);
  expect(maximalPacking({ dimension: 1, radius: 1, separation: 3 })).toBe(1);
});

it('leaves no room for another point of the grid in the disc, and asks for sizes that it can hold', () => {
  // Seven points of a disc of radius 1 are at distance 1: the middle and a hexagon; a grid cannot do better.
  const size = maximalPacking({ dimension: 2, radius: 1, separation: 1 });
  expect(size).toBeGreaterThanOrEqual(4);
  expect(size).toBeLessThanOrEqual(7);
  expect(() => maximalPacking({ dimension: 3, radius: 1, separation: 1e-3 })).toThrow('separation must be larger');
});
