import { describe, expect, it } from 'vitest';
import { Bound } from '../../../src/theory/bounds/index.ts';

const number = { meaning: 'a number', tex: 'x', domain: 'any number', allows: (v: number) => !Number.isNaN(v) };

function bound(formula: string) {
  const parameters = { a: number, b: number, c: number };
  return new Bound({ id: 'z', statement: 'Z', source: 'a test', quantity: 'z', kind: 'upper', formula, parameters });
}

describe('a formula with one part in another form', () => {
  it('is that, and nothing else of it is', () => {
    expect(bound('12 * a + log(2 / b)').formulaWith('2', '1.9')).toBe('12 * a + log(1.9 / b)');
    expect(bound('a^2 + b').formulaWith('a ^ 2', 'a')).toBe('a + b');
    expect(bound('a').formulaWith('a', 'b + c')).toBe('b + c');
  });

  it('is refused where the part is not there, or is there more than once', () => {
    expect(() => bound('a + b').formulaWith('c', '1')).toThrow(
      'Z: part must be in the formula once, where it is 0 times, got "c"',
    );
    expect(() => bound('a * b + 2 * a').formulaWith('a', '1')).toThrow(
      'Z: part must be in the formula once, where it is 2 times, got "a"',
    );
    // A larger part around it says which is meant.
    expect(bound('a * b + 2 * a').formulaWith('2 * a', '2')).toBe('a * b + 2');
    // A product of three is one of the first two and the last.
    expect(() => bound('a * b * c').formulaWith('b * c', '1')).toThrow('0 times');
  });

  it('has every one of them changed where it says how many there are', () => {
    expect(bound('a * b + a^c').formulaWith('a', '2', 2)).toBe('2 * b + 2 ^ c');
    expect(() => bound('a * b + a^c').formulaWith('a', '2', 3)).toThrow('in the formula 3 times, where it is 2 times');
  });

  it('matches by structure: blanks and brackets that mean nothing do not count, and no name of a function is a part', () => {
    expect(bound('(a  +  (b))*c').formulaWith('a+b', '1')).toBe('(1) * c');
    expect(bound('a * (log(1 / b))').formulaWith('(log((1) / b))', 'b')).toBe('a * (b)');
    expect(() => bound('log(a) * b').formulaWith('log', 'exp')).toThrow('0 times');
    expect(() => bound('(a * b) * c').formulaWith('a * (b * c)', '1')).toThrow('0 times');
  });

  it('keeps what takes the place together', () => {
    expect(bound('a * b').formulaWith('b', 'b + c')).toBe('a * (b + c)');
    expect(bound('a - b').formulaWith('b', 'b - c')).toBe('a - (b - c)');
    // The same product, in another order.
    expect(bound('a * b').formulaWith('b', 'b / c')).toBe('a * (b / c)');
    expect(bound('a^b').formulaWith('a', '-a')).toBe('(-a) ^ b');
    expect(bound('a^b').formulaWith('b', '1 / b')).toBe('a ^ (1 / b)');
    expect(bound('log(a)').formulaWith('a', 'a + b')).toBe('log(a + b)');
  });

  it('keeps the order of the rest, and so its rounding', () => {
    expect(bound('a * (b / c) * 2').formulaWith('2', '3')).toBe('a * (b / c) * 3');
    const [a, b, c] = [0.1, 0.7, 0.3];
    const changed = bound('1 * a * (b / c)').formulaWith('1', '2');
    expect(bound(changed).evaluate({ a, b, c })).toBe(2 * a * (b / c));
    // Every digit of a constant is there.
    expect(bound('0.12345678901234566 * a').formulaWith('a', 'b')).toBe('0.12345678901234566 * b');
  });

  it('is refused where it cannot be read', () => {
    expect(() => bound('a + b').formulaWith('a +', '1')).toThrow(/^Z: part must be one that can be read: /);
    expect(() => bound('a + b').formulaWith('a', '(1')).toThrow(
      /^Z: what takes the place of the part must be one that can be read: /,
    );
  });
});

describe('a formula without a part', () => {
  const at = { a: 3, b: 5, c: 7 };
  const without = (formula: string, part: string, times?: number) =>
    bound(bound(formula).formulaWithout(part, times)).evaluate(at);

  it('is the rest, of factors and of terms', () => {
    expect(without('a * b * c', 'b')).toBe(21);
    expect(without('a / (b * c)', 'c')).toBe(3 / 5);
    expect(without('a / b', 'a')).toBe(1 / 5);
    expect(without('(a + b) * c', 'a')).toBe(35);
    expect(without('(a + b) * c', 'a + b')).toBe(7);
    expect(without('a - b', 'a')).toBe(-5);
    expect(without('a * b + a * c', 'a * c')).toBe(15);
    expect(without('a * b + a * c', 'a', 2)).toBe(12);
  });

  it('is refused where the part is neither, or not there once', () => {
    for (const formula of ['a', '(a)', 'a^b', '-a', 'log(a)', 'b * log(a)']) {
      expect(() => bound(formula).formulaWithout('a')).toThrow(
        'Z: part must be a factor or a term, to be dropped, got "a"',
      );
    }
    expect(() => bound('a * b').formulaWithout('c')).toThrow('once, where it is 0 times');
    expect(() => bound('a * a').formulaWithout('a')).toThrow('once, where it is 2 times');
  });
});
