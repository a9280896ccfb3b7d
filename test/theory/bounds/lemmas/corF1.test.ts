import { describe, expect, it } from 'vitest';
import { corF1Sharp } from '../../../../src/theory/bounds/index.ts';

describe('Cor F.1', () => {
  it('has the root of x = 1 - exp(-2x) in its best constant, 1.2550', () => {
    const constant = corF1Sharp.evaluate({ observed: 0, range: 1, rho: Math.exp(-1) });
    expect(constant).toBeCloseTo(1.25500097491597, 13);
    expect(1 / constant + Math.exp(-2 / constant)).toBeCloseTo(1, 14);
  });
});
