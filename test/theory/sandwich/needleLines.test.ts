import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOfNClass } from '../../../src/policies/classes/bestOfNClass.ts';
import { powerClass } from '../../../src/policies/classes/powerClass.ts';
import { exactObjective } from '../../../src/policies/exactObjective.ts';
import type { ExplicitPolicy } from '../../../src/policies/explicitPolicy.ts';
import { logLikelihood } from '../../../src/policies/rewards/logLikelihood.ts';
import { listNeedle } from '../../../src/theory/instances/listNeedle.ts';
import { explorationValue } from '../../../src/theory/risk/explorationValue.ts';
import { needleSftRisk } from '../../../src/theory/risk/needle/needleSft.ts';
import { needleLines, thm43Beta } from '../../../src/theory/sandwich/index.ts';
import type { NeedleFamily } from '../../../src/theory/sandwich/index.ts';

const of = (responses: number): NeedleFamily => {
  const family = { responses, hypotheses: 8, bonus: 1, delta: 0.1 };
  return { ...family, beta: thm43Beta(family) };
};
const lines = Object.values(needleLines);

describe('the sandwich of the second half on needles', () => {
  it('asks for as many samples as the worked-out page says: those of exploration do not grow with S', () => {
    const samples = (id: keyof typeof needleLines): number[] =>
      [64, 256, 1024, 4096].map((S) => needleLines[id].samples(of(S), 0.1));
    expect(samples('offline-minimax')).toEqual([62, 246, 982, 3928]);
    expect(samples('dpo')).toEqual([32, 124, 492, 1965].map((pairs) => 2 * pairs));
    expect(samples('sft')).toEqual([74, 295, 1179, 4716]);
    expect(samples('exploration-minimax')).toEqual([7, 7, 7, 7]);
    expect(samples('xpo')).toEqual([14, 16, 16, 16]);
    expect(samples('online-regression')).toEqual([14, 16, 16, 16]);
  });

  it('is in order: the optimum of each framework is below what its learners reach, that of exploration below all', () => {
    const family = fc
      .tuple(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 0, max: 100 }),
        fc.double({ min: 0.05, max: 5, noNaN: true }),
        fc.double({ min: 0.02, max: 1, noNaN: true }),
        fc.constantFrom(0.01, 0.1, 0.5),
      )
      .map(([hypotheses, more, bonus, beta, delta]) => ({
        responses: hypotheses + more,
        hypotheses,
        bonus,
        beta,
        delta,
      }));
    fc.assert(
      fc.property(family, fc.integer({ min: 0, max: 60 }), (at, m) => {
        const best = needleLines['exploration-minimax'].risk(at, m);
        const offline = needleLines['offline-minimax'].risk(at, m);
        expect(best).toBeLessThanOrEqual(offline * (1 + 1e-12));
        for (const line of lines.filter(({ side }) => side === 'learner')) {
          const least = line.framework === 'offline' ? offline : best;
          expect(line.risk(at, m)).toBeGreaterThanOrEqual(least * (1 - 1e-12));
        }
      }),
    );
  });

  it('turns round on every line', () => {
    for (const line of lines) {
      for (const risk of [0.5, 0.1, 1e-3]) {
        const m = line.samples(of(64), risk);
        expect(line.risk(of(64), m)).toBeLessThanOrEqual(risk * (1 + 1e-9));
        // A pair less, or one sample.
        if (m > 0) expect(line.risk(of(64), m - 1)).toBeGreaterThan(risk * (1 - 1e-9));
      }
    }
  });

  it('has learners that never get there where pi*_beta is not sharpened', () => {
    const warm = { ...of(64), beta: 1 };
    for (const id of ['xpo', 'online-regression', 'dpo'] as const) {
      expect(needleLines[id].samples(warm, 0.1)).toBe(Infinity);
      expect(needleLines[id].risk(warm, 1000)).toBe(1);
    }
    expect(needleLines.sft.samples(warm, 0.1)).toBe(74);
    expect(needleLines.sft.risk(warm, 0)).toBe(1);
  });

  it('has regrets that are differences of J, of the best and of what is returned', () => {
    const at = { responses: 10, hypotheses: 4, bonus: 1, beta: 0.3, delta: 0.1 };
    const needle = listNeedle(at);
    const world = needle.at(0);
    const J = (policy: ExplicitPolicy): number => exactObjective(policy, world, logLikelihood, at.beta);
    const sharp = powerClass(needle, at.beta).members;
    const best = J(sharp[0]!);
    // All of them may be y*: on so short a list a draw is not better than a choice.
    const laws = needle.baseClass.members.map((member) => member.law(0));
    for (const evaluations of [0, 1, 2, 3]) {
      const value = explorationValue({ laws, beta: at.beta, evaluations }).value;
      expect(needleLines['exploration-minimax'].regret(at, evaluations)).toBeCloseTo(best - value, 12);
    }
    expect(needleLines['offline-minimax'].regret(at, 0)).toBeCloseTo(
      needleLines['exploration-minimax'].regret(at, 0),
      12,
    );
    for (const m of [2, 7, 20]) {
      for (const id of ['xpo', 'online-regression', 'dpo'] as const) {
        // The risk where any policy of the class that is right counts as sharpened.
        const failure = needleLines[id].risk({ ...at, delta: 0.999 }, m);
        expect(needleLines[id].regret(at, m)).toBeCloseTo(failure * (best - J(sharp[1]!)), 12);
      }
      const labels = bestOfNClass(needle, m).members;
      const failure = needleSftRisk({ ...at, n: 1, N: m, delta: 0.999 });
      const sft = (1 - failure) * (best - J(labels[0]!)) + failure * (best - J(labels[1]!));
      expect(needleLines.sft.regret(at, m)).toBeCloseTo(sft, 12);
    }
    for (let m = 0; m <= 30; m++) {
      const [explores, offline] = [needleLines['exploration-minimax'], needleLines['offline-minimax']];
      expect(explores.regret(at, m)).toBeLessThanOrEqual(offline.regret(at, m) * (1 + 1e-12));
      expect(offline.regret(at, m)).toBeLessThanOrEqual(needleLines.dpo.regret(at, m));
      expect(offline.regret(at, m)).toBeLessThanOrEqual(needleLines.sft.regret(at, m));
      expect(explores.regret(at, m)).toBeLessThanOrEqual(needleLines.xpo.regret(at, m));
    }
  });

  it('refuses what is no needle', () => {
    expect(() => needleLines.dpo.risk({ ...of(64), beta: 0 }, 3)).toThrow(
      'needleLines: beta must be a finite number above 0, got 0',
    );
    expect(() => needleLines.dpo.risk({ ...of(64), delta: 1 }, 3)).toThrow('needleLines: delta must be');
    expect(() => needleLines.dpo.risk(of(64), -1)).toThrow('needleLines: m must be an integer at least 0, got -1');
    expect(() => needleLines.dpo.samples(of(64), 1)).toThrow('needleLines: risk must be a number in (0, 1), got 1');
    expect(() => needleLines.dpo.samples({ ...of(64), hypotheses: 1 }, 0.1)).toThrow('needleLines: hypotheses must be');
  });
});
