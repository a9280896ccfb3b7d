import { expect, it } from 'vitest';
import { randomClasses, rareError } from '../../../src/claims/cases/rewardClasses.ts';
import type { RewardClass } from '../../../src/claims/cases/rewardClasses.ts';
import { requireRegression, worstLeft } from '../../../src/claims/cases/unseenErrors.ts';

/** P[the worst member without an error on two pairs has a regret of v or more], over all prompts and responses of both. */
function chanceOfLeft(of: RewardClass, v: number): number {
  const { world, policyClass, differences, regrets } = of;
  const pairs: { mass: number; fits: boolean[] }[] = [];
  for (let x = 0; x < world.base.prompts; x++) {
    const law = world.base.law(x);
    for (let y = 0; y < law.size; y++) {
      for (let z = 0; z < law.size; z++) {
        const fits = policyClass.members.map((_, k) => differences.levels[x]![k]![y] === differences.levels[x]![k]![z]);
        pairs.push({ mass: world.promptLaw.mass(x) * law.mass(y) * law.mass(z), fits });
      }
    }
  }
  let chance = 0;
  for (const a of pairs) {
    for (const b of pairs) {
      const left = policyClass.members.some((_, k) => a.fits[k]! && b.fits[k]! && regrets[k]! >= v);
      if (left) chance += a.mass * b.mass;
    }
  }
  return chance;
}

it('the worst member that two pairs leave is what all pairs, two by two, come to', () => {
  let beyond = 0;
  for (const of of randomClasses('test', 'quick')) {
    for (const rho of [0.05, 0.3, 0.7]) {
      const worst = worstLeft(of, of.regrets, 2, rho);
      if (worst === 0) continue;
      beyond++;
      expect(chanceOfLeft(of, worst)).toBeGreaterThan(rho);
      expect(chanceOfLeft(of, worst * (1 + 1e-9))).toBeLessThanOrEqual(rho);
    }
  }
  expect(beyond).toBeGreaterThan(6);
});

it('a regression that keeps a policy whose error it has seen is noticed', () => {
  const of = rareError({ rare: 0.1, mass: 0.4, beta: 1 });
  expect(() => requireRegression(of, [1, 1], [0, 1])).not.toThrow();
  // Nothing tells on the second pair, everything on the first.
  expect(() => requireRegression(of, [1, 1], [1, 1])).toThrow('the fit must be the first member until a pair shows');
  expect(() => requireRegression(of, [0, 1], [0, 1])).toThrow('the fit must be the first member until a pair shows');
});

it('a class knows its own coefficients, by hand', () => {
  const of = rareError({ rare: 0.25, mass: 0.5, beta: 2 });
  expect(of.ratio).toBeCloseTo(2 * Math.log(2), 14);
  expect(of.range).toBeCloseTo(2 * Math.log(3), 14);
  expect(of.spread).toBeCloseTo(2 * Math.log(3), 14);
  expect(of.deviation).toBeCloseTo(2 * Math.log(3) * Math.sqrt(0.25 * 0.75), 14);
  expect(of.regrets[0]).toBeCloseTo(2 * (0.5 * Math.log(2) + 0.5 * Math.log(2 / 3)), 14);
});
