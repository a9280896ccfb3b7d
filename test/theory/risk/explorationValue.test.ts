import { describe, expect, it } from 'vitest';
import { FiniteLaw } from '../../../src/laws/finiteLaw.ts';
import { Source } from '../../../src/math/random/source.ts';
import { explorationValue } from '../../../src/theory/risk/explorationValue.ts';
import { needleValue } from '../../../src/theory/risk/needle/needleValue.ts';
import { groups } from '../../support/groups.ts';
import { relative } from '../../support/relative.ts';

describe('the best value of J after m evaluations', () => {
  const needleLaws = (responses: number, hypotheses: number, bonus: number): FiniteLaw[] =>
    Array.from({ length: hypotheses }, (_, k) => {
      const logWeights = new Float64Array(responses);
      logWeights[k] = Math.log1p(bonus);
      return FiniteLaw.fromLogWeights(logWeights);
    });

  it('is the closed form on needles', () => {
    for (const [responses, hypotheses, bonus, beta] of [
      [64, 8, 1, 0.07],
      [16, 5, 0.5, 1],
      [5, 5, 3, 0.3],
      [2, 2, 1, 2],
    ] as const) {
      const laws = needleLaws(responses, hypotheses, bonus);
      for (let evaluations = 0; evaluations <= hypotheses; evaluations++) {
        const { value } = explorationValue({ laws, beta, evaluations });
        const exact = needleValue({ responses, hypotheses, bonus, beta, evaluations });
        expect(relative(value, exact)).toBeLessThan(1e-12);
      }
    }
  });

  it('is what the best of all adaptive plans gives, each policy found by another way', () => {
    // Three responses, values by brute force: a plan is a query and a query for each answer, the policy is searched on a grid.
    const source = Source.named('explorationValue');
    for (let round = 0; round < 5; round++) {
      const laws = Array.from({ length: 3 }, (_, k) =>
        FiniteLaw.fromLogWeights(
          Array.from({ length: 3 }, (__, y) => (k === y ? 1 : 0) + Math.floor(3 * source.uniform()) / 2),
        ),
      );
      const beta = 0.5;
      const prior = [1, 2, 3];
      const worthOf = (left: readonly number[]): number => {
        const total = left.reduce((sum, k) => sum + prior[k]!, 0);
        let best = -Infinity;
        const steps = 100;
        for (let i = 1; i < steps; i++) {
          for (let j = 1; i + j < steps; j++) {
            const policy = [i / steps, j / steps, 1 - (i + j) / steps];
            const J = left.reduce((sum, k) => {
              const { logMasses } = laws[k]!;
              const own = policy.reduce(
                (all, p, y) => all + p * (logMasses[y]! - beta * (Math.log(p) - logMasses[y]!)),
                0,
              );
              return sum + (prior[k]! / total) * own;
            }, 0);
            if (J > best) best = J;
          }
        }
        return best;
      };
      const all = [0, 1, 2];
      const cut = (left: readonly number[], y: number) => groups(left, (k) => laws[k]!.logMasses[y]!.toFixed(9));
      const after = (left: readonly number[], m: number): number =>
        m === 0 || left.length === 1
          ? worthOf(left)
          : Math.max(
              ...all.map((y) =>
                cut(left, y).reduce((sum, part) => {
                  const share = (set: readonly number[]): number => set.reduce((w, k) => w + prior[k]!, 0);
                  return sum + (share(part) / share(left)) * after(part, m - 1);
                }, 0),
              ),
            );
      for (const evaluations of [0, 1, 2]) {
        const { value } = explorationValue({ laws, beta, evaluations, prior });
        // The grid misses the optimum by its step squared.
        expect(value).toBeGreaterThanOrEqual(after(all, evaluations) - 1e-12);
        expect(value - after(all, evaluations)).toBeLessThan(1e-3);
      }
    }
  });

  it('grows with m up to J of pi*_beta, and says what to look at first', () => {
    const laws = needleLaws(16, 4, 1);
    const values = [0, 1, 2, 3, 9].map((evaluations) => explorationValue({ laws, beta: 0.1, evaluations }).value);
    for (let m = 1; m <= 3; m++) expect(values[m]!).toBeGreaterThan(values[m - 1]!);
    expect(values[4]).toBe(values[3]);
    const best =
      0.1 * Math.log(Array.from(laws[0]!.logMasses).reduce((sum, logMass) => sum + Math.exp(11 * logMass), 0));
    expect(relative(values[3]!, best)).toBeLessThan(1e-12);
    expect(explorationValue({ laws, beta: 0.1, evaluations: 1 }).first).toEqual([0]);
    expect(explorationValue({ laws: [laws[0]!, laws[0]!], beta: 0.1, evaluations: 3 }).first).toBeUndefined();
  });

  it('takes another reward', () => {
    // The reward is that of response 0 whatever the truth: nothing is to be learnt but the base law.
    const laws = [FiniteLaw.fromMasses([0.5, 0.5]), FiniteLaw.fromMasses([0.5, 0.5])];
    const reward = { kind: 'pointwise', name: 'first', of: (_: number, y: number) => (y === 0 ? 1 : 0) } as const;
    const { value } = explorationValue({ laws, beta: 1, evaluations: 0, reward });
    expect(relative(value, Math.log(0.5 * Math.E + 0.5))).toBeLessThan(1e-14);
  });
});
