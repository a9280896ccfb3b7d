import { expect, it } from 'vitest';
import { rememberLast } from '../../src/math/rememberLast.ts';

const [a, b] = [{ name: 'a' }, { name: 'b' }];

it('computes once for an object and the same argument, and forgets what it knew when the argument is another', () => {
  const asked: string[] = [];
  const remembered = rememberLast((object: { name: string }, n: number) => {
    asked.push(`${object.name}${n}`);
    return { n };
  });
  const first = remembered(a, 1);
  expect(remembered(a, 1)).toBe(first);
  // Each object has its own.
  expect(remembered(b, 2)).not.toBe(first);
  expect(remembered(a, 1)).toBe(first);
  expect(remembered(a, 2)).toEqual({ n: 2 });
  expect(remembered(a, 1)).not.toBe(first);
  expect(asked).toEqual(['a1', 'b2', 'a2', 'a1']);
});

it('tells by either of two arguments, and by whether they are the same objects', () => {
  let computed = 0;
  const remembered = rememberLast((_object: object, n: number, options: object) => [++computed, n, options]);
  const [one, other] = [{}, {}];
  const first = remembered(a, 1, one);
  expect(remembered(a, 1, one)).toBe(first);
  expect(remembered(a, 1, other)).not.toBe(first);
  expect(remembered(a, 2, other)).toEqual([3, 2, other]);
});

it('remembers undefined as any other result', () => {
  let computed = 0;
  const remembered = rememberLast((_object: object, _n: number) => void computed++);
  remembered(a, 1);
  remembered(a, 1);
  expect(computed).toBe(1);
});
