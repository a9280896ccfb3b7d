import { describe, expect, it } from 'vitest';
import { lemmaF2, lemmaF2Sharp } from '../../../../src/theory/bounds/index.ts';

describe('Lemma F.2', () => {
  it('is an equality at d = T = 1 and K = lambda, and asks for K >= lambda', () => {
    const at = { dimension: 1, rounds: 1, trace: 0.3, lambda: 0.3 };
    expect(lemmaF2.evaluate(at)).toBeCloseTo(1, 14);
    expect(lemmaF2Sharp.evaluate(at)).toBeCloseTo(1, 14);
    expect(() => lemmaF2.evaluate({ ...at, trace: 0.2 })).toThrow('Lemma F.2: trace must be at least lambda, got 0.2');
    expect(lemmaF2Sharp.evaluate({ ...at, trace: 0.2 })).toBeCloseTo(2 / 3, 14);
  });
});
