import { describe, expect, it } from 'vitest';
import { LogTotal } from '../../src/math/logTotal.ts';

function total(...logMasses: number[]): number {
  const sum = new LogTotal();
  for (const logMass of logMasses) sum.add(logMass);
  return sum.value;
}

describe('LogTotal', () => {
  it('adds masses by their logs', () => {
    expect(total()).toBe(-Infinity);
    expect(total(-Infinity)).toBe(-Infinity);
    expect(total(Math.log(0.25), -Infinity, Math.log(0.5))).toBeCloseTo(Math.log(0.75), 15);
  });

  it('has masses that are far below the smallest double, also beside each other', () => {
    expect(total(-1000, -1000)).toBeCloseTo(-1000 + Math.LN2, 12);
    expect(total(-1000, -1, -1)).toBeCloseTo(-1 + Math.LN2, 15);
    expect(total(-2000, -1390, -1390, -2000)).toBeCloseTo(-1390 + Math.LN2, 12);
    expect(total(-1, -1000)).toBe(-1);
  });

  it('loses no digit to the number of terms', () => {
    // Each alone is below the last digit of 1.
    const sum = new LogTotal();
    sum.add(0);
    for (let i = 0; i < 1e6; i++) sum.add(-17 * Math.LN10);
    expect(Math.abs(sum.value - 1e-11)).toBeLessThan(2.3e-16);
  });
});
