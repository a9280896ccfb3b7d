import { describe, expect, it } from 'vitest';
import { bestSeenLaw } from '../../../src/claims/cases/bestSeenLaw.ts';
import { FiniteLaw } from '../../../src/index.ts';

describe('the law of what is seen of a mode', () => {
  it('is that of all pools, enumerated', () => {
    for (const masses of [
      [0.4, 0.3, 0.2, 0.1],
      [0.3, 0.3, 0.25, 0.15],
      [0.25, 0.25, 0.25, 0.25],
    ]) {
      for (const gamma of [0, 0.3, 0.6]) {
        const N = 5;
        const law = FiniteLaw.fromMasses(masses);
        const expected = new Map<string, number>();
        for (let code = 0; code < 4 ** N; code++) {
          const pool = Array.from({ length: N }, (_, j) => Math.floor(code / 4 ** j) % 4);
          const best = pool.reduce((a, y) => Math.max(a, masses[y]!), 0);
          const count = pool.filter((y) => masses[y]! >= (1 - gamma) * best - 1e-12).length;
          const key = `${best} ${count}`;
          expected.set(key, (expected.get(key) ?? 0) + pool.reduce((product, y) => product * masses[y]!, 1));
        }
        let total = 0;
        for (const { logBest, near: count, probability } of bestSeenLaw(law, N, { gamma })) {
          const key = `${Number(Math.exp(logBest).toPrecision(6))} ${count}`;
          expect(probability).toBeCloseTo(expected.get(key) ?? 0, 12);
          total += probability;
        }
        expect(total).toBeCloseTo(1, 12);
      }
    }
  });
});
