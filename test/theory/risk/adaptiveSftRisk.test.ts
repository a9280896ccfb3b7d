import { describe, expect, it } from 'vitest';
import { adaptiveMajorityRisk, adaptiveSftRisk, adaptiveSftSamples } from '../../../src/theory/risk/adaptiveSftRisk.ts';
import { minimaxRisk } from '../../../src/theory/risk/minimaxRisk.ts';
import { sftRisk } from '../../../src/theory/risk/sftRisk.ts';
import { hardFamily } from '../../../src/theory/instances/hardFamily.ts';
import { adaptiveBestOfNLaw } from '../../../src/laws/transforms/adaptiveBestOfNLaw.ts';
import { adaptiveBestOfNPolicy } from '../../../src/policies/transforms/adaptiveBestOfNPolicy.ts';
import { relative } from '../../support/relative.ts';

const small = { prompts: 4, responses: 16, hardMass: 0.5 };

describe('the exact risk of adaptive SFT-sharpening', () => {
  it('is Delta while the rule itself has too little on y*, and falls with n', () => {
    expect(adaptiveSftRisk({ ...small, n: 1000, mu: 0.05, delta: 0.5 })).toBe(0.5);
    const risks = [1, 10, 100, 1000].map((n) => adaptiveSftRisk({ ...small, n, mu: 1, delta: 0.5 }));
    for (let i = 1; i < risks.length; i++) expect(risks[i]!).toBeLessThan(risks[i - 1]!);
    expect(risks[3]!).toBeLessThan(1e-35);
  });

  it('is that of best-of-N where the two have one law: a stopping constant so large that the rule always sees y*', () => {
    const plan = { ...small, n: 24 };
    const sure = sftRisk({ ...plan, N: 1000, delta: 0.5 });
    expect(relative(adaptiveSftRisk({ ...plan, mu: 80, delta: 0.5 }), sure)).toBeLessThan(1e-12);
    expect(sure).toBeGreaterThan(minimaxRisk({ ...plan, N: 1000 }) * (1 - 1e-9));
  });

  it('goes by the law of the stopping rule in the family, and so does the cost', () => {
    for (const mu of [0.3, 0.7, 1.5]) {
      const world = hardFamily(small).at([3, 0, 7, 15]);
      const law = adaptiveBestOfNPolicy(world.base, mu).law(1);
      const share = law.mass(4);
      // One visit: right where the response is the hidden one.
      const [unseen, once] = [1 - 1 / 8, 1 / 8];
      const exact = 0.5 * (unseen * (1 - 1 / 16) + once * (1 - share));
      const delta = 1 - share / 2;
      expect(relative(adaptiveSftRisk({ ...small, n: 1, mu, delta }), exact)).toBeLessThan(1e-12);
      const draws = [0, 1].map((prompt) => adaptiveBestOfNLaw(world.base.law(prompt), mu).draws.mean);
      const samples = 10 * (0.5 * draws[0]! + 0.5 * draws[1]!);
      expect(relative(adaptiveSftSamples({ ...small, n: 10, mu }), samples)).toBeLessThan(1e-12);
    }
  });

  it('is at most the risk of majority voting', () => {
    for (const mu of [0.3, 0.8, 2]) {
      for (const n of [1, 10, 100, 1000]) {
        const plan = { ...small, n, mu };
        expect(adaptiveSftRisk({ ...plan, delta: 0.5 })).toBeLessThanOrEqual(adaptiveMajorityRisk(plan) * (1 + 1e-12));
      }
    }
  });

  it('refuses what is no plan', () => {
    expect(() => adaptiveSftRisk({ ...small, n: 0, mu: 1, delta: 0.5 })).toThrow(
      'adaptiveSftRisk: n must be an integer at least 1, got 0',
    );
    expect(() => adaptiveSftSamples({ ...small, n: 1, mu: -1 })).toThrow('adaptiveSftSamples: mu must be');
    expect(() => adaptiveSftRisk({ ...small, n: 1, mu: 1, delta: 0 })).toThrow(
      'adaptiveSftRisk: delta must be a number in (0, 1), got 0',
    );
    expect(() => adaptiveMajorityRisk({ ...small, responses: 2, n: 1, mu: 1 })).toThrow(
      'adaptiveMajorityRisk: responses must be an integer in [3, 65536], got 2',
    );
  });
});
