import { describe, expect, test } from 'vitest';
import { listNeedle, power, powerClass, powerPolicy } from '../../../src/index.ts';

describe('listNeedle', () => {
  test('gives y* the mass (1 + h) / (S + h), and the others 1 / (S + h)', () => {
    const { baseClass, coverage, at } = listNeedle({ responses: 6, hypotheses: 3, bonus: 0.5 });
    const law = at(2).base.law(0);
    expect(Array.from(law.logMasses, Math.exp)).toEqual(
      [1, 1, 1.5, 1, 1, 1].map((weight) => expect.closeTo(weight / 6.5, 15)),
    );
    expect(coverage).toBe(6.5 / 1.5);
    expect(baseClass.members).toHaveLength(3);
  });

  test('powerClass holds pi*_beta of each of its worlds, and not the base policies', () => {
    const needle = listNeedle({ responses: 16, hypotheses: 4, bonus: 1 });
    const policyClass = powerClass(needle, 0.2);
    expect(policyClass.logSize).toBe(Math.log(4));
    for (let mode = 0; mode < 4; mode++) {
      const { base } = needle.at(mode);
      expect(policyClass.contains(powerPolicy(base, 6))).toBe(true);
      expect(policyClass.contains(base)).toBe(false);
      expect(policyClass.members[mode]!.law(0).logMasses).toEqual(power(base.law(0), 6).logMasses);
    }
  });
});
