import { expect, it } from 'vitest';
import { ellipticPotential } from '../../../src/claims/cases/ellipticPotential.ts';

it('sums Tr(Gamma_{t-1}^-1 A_t), also where A_t has rank 2 (lemma-f.2)', () => {
  const [a, b] = [Float64Array.of(3, 4), Float64Array.of(1, -2)];
  // Gamma_0 = 2 I: (25 + 5)/2. Gamma_1 = [[12, 10], [10, 22]], of determinant 164.
  // b' Gamma_1^-1 b = (22 + 2 * 2 * 10 + 4 * 12) / 164.
  expect(ellipticPotential(2, [[a, b]])).toBeCloseTo(15, 12);
  expect(ellipticPotential(2, [[a, b], [b]])).toBeCloseTo(15 + 110 / 164, 12);
});
