import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/math/domainError.ts';
import { FailureBudget } from '../../src/statistics/failureBudget.ts';

describe('FailureBudget', () => {
  it('hands out equal shares, as many as there are', () => {
    const budget = new FailureBudget(1e-6, 4);
    expect([budget.take(), budget.take(), budget.take(), budget.take()]).toEqual([2.5e-7, 2.5e-7, 2.5e-7, 2.5e-7]);
    expect(() => budget.take()).toThrow('FailureBudget.take: number of shares taken must be at most 4, got 5');
    expect(budget.total).toBe(1e-6);
  });

  it('hands out each named share once', () => {
    const budget = new FailureBudget(0.1, ['risk', 'coverage']);
    expect([budget.take('coverage'), budget.take('risk')]).toEqual([0.05, 0.05]);
    expect(() => budget.take('risk')).toThrow(
      'FailureBudget.take: name must be left out: no share is left, got "risk"',
    );
  });

  it('weighs named shares', () => {
    const budget = new FailureBudget(0.1, { risk: 3, coverage: 1 });
    expect(budget.take('risk')).toBeCloseTo(0.075, 15);
    expect(() => budget.take('risk')).toThrow(
      'FailureBudget.take: name must be one of coverage, which are left, got "risk"',
    );
    expect(budget.take('coverage')).toBeCloseTo(0.025, 15);
  });

  it('hands out no more than the total, however it is split, and all of it in the end', () => {
    const weights = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`check ${i}`, (i + 1) ** -1.5]));
    const outer = new FailureBudget(1e-6, weights);
    let sum = 0;
    for (const name of Object.keys(weights)) {
      const inner = new FailureBudget(outer.take(name), 7);
      for (let i = 0; i < 7; i++) sum += inner.take();
    }
    expect(Math.abs(sum - 1e-6)).toBeLessThanOrEqual(1e-6 * 1e-12);
  });

  it('does not take the names of objects for shares', () => {
    const budget = new FailureBudget(0.1, ['__proto__', 'constructor']);
    expect(budget.take('constructor')).toBe(0.05);
    expect(budget.take('__proto__')).toBe(0.05);
    expect(() => new FailureBudget(0.1, ['a']).take('toString')).toThrow(DomainError);
  });

  it.each([
    [() => new FailureBudget(0, 2), 'FailureBudget: total must be a number in (0, 1), got 0'],
    [() => new FailureBudget(NaN, 2), 'FailureBudget: total must be a number in (0, 1), got NaN'],
    [() => new FailureBudget(0.1, 0), 'FailureBudget: shares must be an integer at least 1, got 0'],
    [() => new FailureBudget(0.1, 2.5), 'FailureBudget: shares must be an integer at least 1, got 2.5'],
    [() => new FailureBudget(0.1, undefined as any), 'FailureBudget: shares must be an object, got undefined'],
    [() => new FailureBudget(0.1, []), 'FailureBudget: shares must be at least one, got Array of length 0'],
    [() => new FailureBudget(0.1, ['a', 'a']), 'FailureBudget: shares must be distinct names, got "a"'],
    [() => new FailureBudget(0.1, [1] as any), 'FailureBudget: shares must be distinct names, got 1'],
    [() => new FailureBudget(0.1, { a: 0 }), 'FailureBudget: weight of a must be a finite number above 0, got 0'],
    [() => new FailureBudget(0.1, { a: NaN }), 'FailureBudget: weight of a must be a finite number above 0, got NaN'],
    [
      () => new FailureBudget(0.1, { a: 1e308, b: 1e308 }),
      'FailureBudget: sum of weights must be finite, got Infinity',
    ],
    [() => new FailureBudget(0.1, 2).take('a'), 'FailureBudget.take: name must be left out, as the shares have none'],
    [
      () => new FailureBudget(0.1, ['a']).take(),
      'FailureBudget.take: name must be one of a, which are left, got undefined',
    ],
  ])('refuses bad input', (call, message) => {
    expect(call).toThrow(DomainError);
    expect(call).toThrow(message);
  });
});
