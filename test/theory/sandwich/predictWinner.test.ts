import { describe, expect, it } from 'vitest';
import { listNeedle, power, separateNeedles, sharedNeedle } from '../../../src/index.ts';
import { predictWinner, winnerCoefficients } from '../../../src/theory/sandwich/index.ts';
import type { WinnerCoefficients } from '../../../src/theory/sandwich/index.ts';

const [S, K, h, beta] = [64, 8, 1, 0.1];
const needle = listNeedle({ responses: S, hypotheses: K, bonus: h });
const coefficients = winnerCoefficients(needle.at(3).withClass(needle.baseClass), beta);
const options = { epsilon: 0.1, delta: 0.1, failure: 0.1 };

describe('winnerCoefficients', () => {
  it('are those that can be counted by hand on a needle', () => {
    const [p, q] = [(1 + h) / (S + h), 1 / (S + h)];
    const law = power(needle.at(0).base.law(0), 1 + 1 / beta);
    const [on, off] = [law.mass(0), law.mass(1)];
    expect(coefficients).toEqual({
      prompts: 1,
      hypotheses: K,
      modeMass: expect.closeTo(p, 14) as number,
      optimumMass: expect.closeTo(on, 14) as number,
      // y* of the truth, that of the wrong one and all others are the levels: equal ones tell nothing.
      pairTells: expect.closeTo(1 - p ** 2 - q ** 2 - (1 - p - q) ** 2, 14) as number,
      // With y* in one place alone all is known; so it is, for a wrong one, where it is beside the others.
      pairSettles: expect.closeTo(2 * p * (1 - p), 14) as number,
      roundTells: expect.closeTo(1 - on * q - off * p - (1 - on - off) * (1 - p - q), 14) as number,
      roundSettles: expect.closeTo(off * (1 - p) + (1 - off) * p, 14) as number,
    });
  });

  it('count prompts of a product class, and one where all share a parameter', () => {
    const separate = separateNeedles({ prompts: 5, responses: S, hypotheses: K, bonus: h });
    const shared = sharedNeedle({ prompts: 5, responses: S, hypotheses: K, bonus: h });
    const rounded = (given: WinnerCoefficients): object =>
      Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value.toPrecision(12))]));
    const of = winnerCoefficients(separate.at([0, 1, 2, 3, 4]).withClass(separate.baseClass), beta);
    expect(rounded(of)).toEqual(rounded({ ...coefficients, prompts: 5 }));
    expect(winnerCoefficients(shared.at(3).withClass(shared.baseClass), beta)).toEqual(coefficients);
  });
});

describe('predictWinner', () => {
  it('has the samples that the formulas say', () => {
    const { samples, winner } = predictWinner(coefficients, options);
    const { modeMass, pairTells, pairSettles, roundTells, roundSettles } = coefficients;
    const least = (wrong: (n: number) => number): number => {
      let n = 1;
      while (wrong(n) > 0.1) n++;
      return n;
    };
    // One best-of-N response is enough where it is y*, which it has to be with 1 - delta in any case.
    expect(samples['sft-sharpening']).toBe(Math.ceil(Math.log(0.1) / Math.log1p(-modeMass)));
    expect(samples['reward-regression']).toBe(
      2 * least((n) => Math.min((K - 1) * (1 - pairTells) ** n, (1 - pairSettles) ** n)),
    );
    expect(samples.xpo).toBe(
      2 *
        least(
          (n) => Math.max(0, 1 - (1 + (n - 1) * roundTells) / K) * (1 - roundSettles) ** (n - 1) * (1 - pairSettles),
        ),
    );
    expect(winner).toBe('xpo');
  });

  it('at several prompts counts as many wrong ones as it may, by binomial visits', () => {
    const given = { ...coefficients, prompts: 2 };
    // One of two may be wrong: both are with the square of the chance; K policies, each pair telling all or nothing.
    const { samples } = predictWinner({ ...given, pairTells: 0.5, pairSettles: 0.5 }, { ...options, epsilon: 0.5 });
    const wrong = (n: number): number => {
      let sum = 0;
      for (let k = 0, ways = 1; k <= n; ways = (ways * (n - k)) / (k + 1), k++) {
        sum += (ways / 2 ** n) * Math.min(1 - 1 / K, 0.5 ** k);
      }
      return sum;
    };
    let n = 1;
    while (wrong(n) ** 2 > 0.1) n++;
    expect(samples['reward-regression']).toBe(2 * n);
  });

  it('says that no pairs are enough where pi*_beta is not sharpened, and that SFT-sharpening wins', () => {
    const flat = listNeedle({ responses: S, hypotheses: K, bonus: 0.1 });
    const given = winnerCoefficients(flat.at(0).withClass(flat.baseClass), beta);
    expect(given.optimumMass).toBeLessThan(0.9);
    expect(predictWinner(given, options)).toMatchObject({
      winner: 'sft-sharpening',
      samples: { 'reward-regression': Infinity, xpo: Infinity },
    });
  });

  const refused: [string, () => unknown][] = [
    [
      'predictWinner: epsilon must be a number in [0, 1), got 1',
      () => predictWinner(coefficients, { ...options, epsilon: 1 }),
    ],
    [
      'predictWinner: delta must be a number in (0, 1), got 0',
      () => predictWinner(coefficients, { ...options, delta: 0 }),
    ],
    [
      'predictWinner: failure must be a number in (0, 1), got NaN',
      () => predictWinner(coefficients, { ...options, failure: NaN }),
    ],
    [
      'predictWinner: coefficients.hypotheses must be an integer at least 1, got 0',
      () => predictWinner({ ...coefficients, hypotheses: 0 }, options),
    ],
    [
      'predictWinner: coefficients.pairTells must be a number in [0, 1], got 1.5',
      () => predictWinner({ ...coefficients, pairTells: 1.5 }, options),
    ],
    [
      'predictWinner: coefficients.modeMass must be a number in [0, 1], got undefined',
      () => predictWinner({ ...coefficients, modeMass: undefined } as unknown as WinnerCoefficients, options),
    ],
    [
      'winnerCoefficients: world.policyClass must be a FiniteClass or a ProductClass of base policies, got undefined',
      () => winnerCoefficients(needle.at(0), beta),
    ],
    [
      'winnerCoefficients: beta must be a finite number above 0, got 0',
      () => winnerCoefficients(needle.at(0).withClass(needle.baseClass), 0),
    ],
  ];
  it.each(refused)('refuses: %s', (message, call) => {
    expect(call).toThrow(message);
  });
});
