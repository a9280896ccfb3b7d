import { expect, it } from 'vitest';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { tilt } from '../../../src/laws/transforms/tilt.ts';

it('is proportional to law * exp(rewards / beta)', () => {
  const law = tilt(FiniteLaw.fromMasses([0.5, 0.25, 0.25]), [0, Math.LN2, -Infinity], 0.5);
  expect(law.mass(0)).toBeCloseTo(1 / 3, 15);
  expect(law.mass(1)).toBeCloseTo(2 / 3, 15);
  expect(law.mass(2)).toBe(0);
});

it('has all mass on the best rewards where beta is so small that a weight would overflow', () => {
  const base = FiniteLaw.fromMasses([0.5, 0.25, 0.25, 0]);
  for (const [rewards, beta] of [
    [[1, 1, 0, 2], 1e-320],
    [[1e300, 1e300, -1e300, 1e308], 1e-300],
    [[-1e300, -1e300, -2e300, 0], 1e-300],
  ] as const) {
    const law = tilt(base, rewards, beta);
    expect(law.mass(0)).toBeCloseTo(2 / 3, 15);
    expect([law.mass(2), law.mass(3)]).toEqual([0, 0]);
  }
});
