import { describe, expect, it } from 'vitest';
import { lemmaF3 } from '../../../../src/theory/bounds/index.ts';

describe('Lemma F.3', () => {
  it('asks for eta <= 1/R', () => {
    const at = { variance: 3, range: 2, eta: 0.5, rho: 0.1 };
    expect(lemmaF3.evaluate(at)).toBeCloseTo(1.5 + 2 * Math.log(10), 12);
    expect(() => lemmaF3.evaluate({ ...at, eta: 0.6 })).toThrow('Lemma F.3: eta must be at most 1/range, got 0.6');
  });
});
