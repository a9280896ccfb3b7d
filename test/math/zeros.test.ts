import { expect, it } from 'vitest';
import { zeros } from '../../src/math/zeros.ts';

it('gives arrays of zeros of which no two share memory', () => {
  const arrays = Array.from({ length: 500 }, (_, i) => zeros(1 + ((i * 37) % 3000)));
  arrays.forEach((array, i) => {
    expect(array.length).toBe(1 + ((i * 37) % 3000));
    expect(array.every((value) => value === 0)).toBe(true);
    array.fill(i + 1);
  });
  arrays.forEach((array, i) => expect(array.every((value) => value === i + 1)).toBe(true));
  expect(zeros(0).length).toBe(0);
});
