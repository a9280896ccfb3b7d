import { describe, expect, it } from 'vitest';
import { bestOfNLaw, bestOfNSuccessFromSamples, expectation, FiniteLaw } from '../../../../src/index.ts';
import { chernoffInterval } from '../../../../src/statistics/chernoffInterval.ts';
import { logs, near } from './pools.ts';

describe('best-of-N at other N from a pool', () => {
  it('is unbiased for every N up to the pool’s size: all pools enumerated, with ties and without', () => {
    for (const masses of [
      [0.5, 0.3, 0.2],
      [0.4, 0.4, 0.2],
    ]) {
      const law = FiniteLaw.fromMasses(masses);
      const right = [0, 1, 0.5];
      for (let N = 1; N <= 4; N++) {
        let expected = 0;
        for (let code = 0; code < 3 ** 4; code++) {
          const pool = Array.from({ length: 4 }, (_, j) => Math.floor(code / 3 ** j) % 3);
          const { mean } = bestOfNSuccessFromSamples(
            [pool.map((y) => law.logMasses[y]!)],
            [pool.map((y) => right[y]!)],
            N,
            0.1,
          );
          expected += pool.reduce((product, y) => product * masses[y]!, 1) * mean!;
        }
        expect(expected).toBeCloseTo(expectation(bestOfNLaw(law, N), right), 12);
      }
    }
  });

  it('has floor(S/N) groups a prompt for the prompts drawn, and one for the population', () => {
    const rewards = Array<number[]>(10).fill(logs(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7));
    const { mean, sampled, population } = bestOfNSuccessFromSamples(
      rewards,
      rewards.map(() => [1, 1, 1, 1, 1, 1, 0]),
      2,
      0.1,
    );
    near(mean!, 5 / 7);
    expect(sampled).toEqual(chernoffInterval(mean!, 30, 0.1));
    expect(population).toEqual(chernoffInterval(mean!, 10, 0.1));
  });

  it('has no estimate beyond, and ends that follow from those at the pool’s size', () => {
    const rewards = [logs(0.1, 0.2, 0.3, 0.4)];
    const marks = [[0, 0, 0, 1]];
    const at = bestOfNSuccessFromSamples(rewards, marks, 4, 0.1);
    const beyond = bestOfNSuccessFromSamples(rewards, marks, 8, 0.1);
    expect(at.mean).toBe(1);
    expect('mean' in beyond).toBe(false);
    near(beyond.sampled.lower, at.sampled.lower ** 2);
    expect(beyond.sampled.upper).toBe(1);
    const wrong = bestOfNSuccessFromSamples(rewards, [[1, 1, 1, 0]], 8, 0.1);
    expect(wrong.sampled.lower).toBe(0);
    near(wrong.sampled.upper, 1 - beyond.sampled.lower);
  });

  it('takes any reward, and marks between 0 and 1', () => {
    const { mean } = bestOfNSuccessFromSamples([[5, -Infinity, 7]], [[0.5, 1, 0.25]], 2, 0.1);
    near(mean!, (2 * 0.25 + 0.5) / 3);
  });
});
