import { describe, expect, it } from 'vitest';
import {
  hardFamily,
  listNeedle,
  modeCoverage,
  powerClass,
  separateNeedles,
  sharedNeedle,
  smoothedHardFamily,
} from '../../../src/index.ts';
import { modes } from '../../../src/laws/levels.ts';

describe('sharedNeedle', () => {
  it('has y*(x) = (hidden + x) mod K, and the laws of the needle at every prompt', () => {
    const shared = sharedNeedle({ prompts: 7, responses: 10, hypotheses: 4, bonus: 2 });
    const one = listNeedle({ responses: 10, hypotheses: 4, bonus: 2 });
    for (let hidden = 0; hidden < 4; hidden++) {
      const { base, promptLaw } = shared.at(hidden);
      expect(promptLaw.mass(3)).toBeCloseTo(1 / 7, 15);
      for (let x = 0; x < 7; x++) {
        expect(Array.from(modes(base.law(x)))).toEqual([(hidden + x) % 4]);
        expect(base.law(x).logMasses).toEqual(one.at((hidden + x) % 4).base.law(0).logMasses);
      }
    }
    expect(shared.coverage).toBe(12 / 3);
    expect(powerClass(shared, 0.1).logSize).toBe(Math.log(4));
  });
});

describe('separateNeedles', () => {
  it('has y* where each prompt has its own, and K^d members', () => {
    const family = separateNeedles({ prompts: 3, responses: 10, hypotheses: 4, bonus: 2 });
    const { base } = family.at([3, 0, 2]);
    expect([0, 1, 2].map((x) => Array.from(modes(base.law(x))))).toEqual([[3], [0], [2]]);
    expect(family.baseClass.logSize).toBeCloseTo(3 * Math.log(4), 14);
    expect(family.coverage).toBe(4);
    expect(() => family.at([3, 0, 4])).toThrow('separateNeedles.at: modes[2] must be an integer in [0, 3], got 4');
  });
});

describe('smoothedHardFamily', () => {
  const options = { prompts: 3, responses: 8, hardMass: 0.4, smoothing: 0.05 };

  it('mixes every law of the hard family with the uniform one, and keeps its y*', () => {
    const [smooth, sharp] = [smoothedHardFamily(options), hardFamily(options)].map((family) => family.at([2, 0, 7]));
    for (let x = 0; x < 4; x++) {
      const [law, before] = [smooth!.base.law(x), sharp!.base.law(x)];
      for (let y = 0; y < 9; y++) expect(law.mass(y)).toBeCloseTo(0.95 * before.mass(y) + 0.05 / 9, 15);
      expect(modes(law)).toEqual(modes(before));
    }
  });

  it('bounds every reward, which the hard family does not', () => {
    const { rewardBound, instance } = smoothedHardFamily(options);
    expect(rewardBound).toBeCloseTo(Math.log(180), 14);
    const world = smoothedHardFamily(options).at([0, 1, 2]);
    const least = Math.min(...[0, 1, 2, 3].flatMap((x) => Array.from(world.base.law(x).logMasses)));
    expect(-least).toBeLessThanOrEqual(rewardBound * (1 + 1e-12));
    // At the easy prompt it is attained.
    expect(-least).toBeCloseTo(rewardBound, 12);
    expect(Array.from(hardFamily(options).at([0, 1, 2]).base.law(1).logMasses)).toContain(-Infinity);
    expect(instance).toBeTypeOf('function');
  });

  it('has the coverage that its laws have', () => {
    const { coverage, at } = smoothedHardFamily(options);
    expect(modeCoverage(at([1, 1, 5]))).toBeCloseTo(coverage, 12);
  });
});
