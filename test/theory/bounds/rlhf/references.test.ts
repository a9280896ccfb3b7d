import { describe, expect, it } from 'vitest';
import type { Bound } from '../../../../src/theory/bounds/index.ts';
import {
  coverabilityBound,
  eliminationRounds,
  exactOptimism,
  exactOptimismRate,
  lemmaJ2,
  lemmaJ4,
  lemmaJ5,
  marginStep,
  sampledOptimismRate,
  sharpeningStep,
  thmJ1,
  thmJ1Bernstein,
  thmJ1Covering,
  thmJ2,
  thmJ3,
  thm42,
  thm42PBounded,
  thm42Regret,
  thm42UnboundedRegret,
} from '../../../../src/theory/bounds/index.ts';

// Values that were computed independently, in Python, from the same statements. Where those took a constant rounded to four
// or five digits, it is put into the formula to compare all digits, and the value of the formula itself stands beside.

describe('Thm J.1', () => {
  const values = {
    ratio: 1.5,
    range: 5,
    spread: 6,
    rounds: 1000,
    extrapolation: 3,
    logClassSize: Math.log(8),
    rho: 0.1,
  };
  const L = Math.log((2 * 8 * 1000) / 0.1);
  const largest = 0.2 * (1 + 1.5) * Math.sqrt(L / (3 * 1000));

  it("at the theorem's alpha and at none", () => {
    expect(largest).toBeCloseTo(0.0316002757, 10);
    const rounded = thmJ1.withFormula(thmJ1.formulaWith('c', '1.2550'));
    expect(rounded.evaluate({ ...values, alpha: largest, beta: 0.2 })).toBeCloseTo(1.858515662, 9);
    expect(rounded.evaluate({ ...values, alpha: 1e-300, beta: 0.2 })).toBeCloseTo(1.6215135942, 9);
    expect(thmJ1.evaluate({ ...values, alpha: largest, beta: 0.2 })).toBeCloseTo(1.8585159305, 9);
  });

  it('(A0) and (X)', () => {
    const { spread, extrapolation, ...rest } = values;
    expect(spread).toBeLessThanOrEqual(4 * rest.ratio);
    expect(exactOptimism.evaluate({ ...rest, extrapolation })).toBeCloseTo(0.5747817785, 10);
    expect(exactOptimismRate.evaluate({ ...rest, differing: 4 })).toBeCloseTo(0.0891405327, 10);
  });
});

describe('Thm J.2 and J.3', () => {
  /** 1 / (beta kl) at |Y| = 1000, gamma = 1, delta = 0.1 and the beta that the temperature condition allows. */
  const multiplier = (tau: number) => {
    const beta = 1 / (Math.log(1000 / tau) / Math.LN2 - 1);
    return sharpeningStep.evaluate({ regret: 1, beta, delta: 0.1, tau, margin: 1, support: 1000 });
  };

  it('a smaller tau helps', () => {
    expect(multiplier(0.05)).toBeCloseTo(643.3413161584, 7);
    expect(multiplier(0.001)).toBeCloseTo(51.6419252989, 8);
    expect(multiplier(1e-300)).toBeCloseTo(14.43, 0);
  });

  it('rounds, and the risk of linear softmax policies', () => {
    // The temperature condition holds at beta = 0.2 for some margin; it is no part of the number.
    const values = { eps: 0.1, delta: 0.1, tau: 0.05, beta: 0.2, margin: 10, support: 2, logClassSize: Math.log(8) };
    const all = { ...values, rho: 0.1, ratio: 1.5, rewardBound: 1, extrapolation: 3 };
    const C = '(2.7405 * (rewardBound + ratio) * sqrt(extrapolation) + (1 + 4 * sqrt(2)) * ratio)';
    const A = `(${C} / (eps * beta * kl))^2`;
    const rounded = thmJ2.withFormula(`2 * ${A} * (logClassSize + log(2 * ${A} / rho))`);
    expect(Math.ceil(rounded.evaluate(all))).toBe(150146227473);
    expect(Math.ceil(thmJ2.evaluate(all))).toBe(150148481641);
    const risk = { norm: 5, dimension: 2, rounds: 1e9, delta: 0.1, rho: 0.1, margin: 10, support: 2, beta: 0.2 };
    const digits = thmJ3.withFormula(
      'norm / kl * (6 / rounds + sqrt((28.3975 * L + 52.2844 / rounds) * S / rounds) + 8 * sqrt(2 * L / rounds))',
    );
    expect(digits.evaluate(risk)).toBeCloseTo(5.6536224381, 10);
    expect(thmJ3.evaluate(risk)).toBeCloseTo(5.6536163892, 9);
  });
});

it('Lemma J.5', () => {
  expect(lemmaJ5.evaluate({ k: 4, dimension: 3, rounds: 100 })).toBeCloseTo(73.0738238798, 9);
  expect(lemmaJ5.evaluate({ k: 2, dimension: 8, rounds: 50 })).toBeCloseTo(75.8102478857, 9);
  expect((2 * 4) / Math.log(5)).toBeCloseTo(4.9707, 4);
  expect((2 * 2) / Math.log(3)).toBeCloseTo(3.641, 4);
});

it('Thm 4.2, with bounded differences and without', () => {
  const values = { logClassSize: Math.log(50), rho: 0.1, concentrability: 3.5 };
  const unbounded = thm42UnboundedRegret.evaluate({ ...values, n: 1e6, lossCoverage: 20, beta: 0.5 });
  expect(unbounded).toBeCloseTo(0.1558406772, 10);
  expect(thm42Regret.evaluate({ ...values, n: 1000, range: 2 })).toBeCloseTo(0.2949652749, 10);
});

describe('to 64 digits', () => {
  const cold = { delta: 0.1, tau: 0.03, margin: 1.2, support: 9, beta: 0.1 };
  const j1 = { ratio: 1.5, range: 5, spread: 6, rounds: 1000, extrapolation: 3, rho: 0.1, alpha: 0.02, beta: 0.3 };
  const pairs = { n: 1e5, logClassSize: 3.3, rho: 0.1, concentrability: 3.5 };
  const xs = { ratio: 1.5, range: 5, rounds: 1000, differing: 2.5, logClassSize: 2.2, rho: 0.1 };
  const at: [Bound<any>, Record<string, number>][] = [
    [sharpeningStep, { regret: 0.3, ...cold }],
    [marginStep, { regret: 0.3, beta: 0.2, coverage: 7.5, gamma: 0.2, delta: 0.1, margin: 0.4 }],
    [thm42, { ...pairs, lossCoverage: 20.5, ...cold }],
    [thm42PBounded, { ...pairs, range: 2.5, beta: 0.2, coverage: 7.5, gamma: 0.2, delta: 0.1, margin: 0.4 }],
    [lemmaJ2, { lossCoverage: 3.5, beta: 0.5 }],
    [lemmaJ4, { norm: 2.5, e: 0.3, dimension: 7 }],
    [lemmaJ5, { k: 3.5, dimension: 3, rounds: 100 }],
    [coverabilityBound, { coverability: 2.5, range: 1.5, lambda: 0.3, rounds: 50 }],
    [thmJ1, { ...j1, logClassSize: 2.2 }],
    [thmJ1Bernstein, { ...j1, logClassSize: 2.2, deviation: 0.7 }],
    [thmJ1Covering, { ...j1, logCovering: 2.2, e: 0.01 }],
    [exactOptimismRate, xs],
    [sampledOptimismRate, { ...xs, spread: 6.5 }],
    [eliminationRounds, { members: 8, q: 0.95, rho: 0.1 }],
    [thmJ2, { eps: 0.1, ...cold, logClassSize: 2.2, rho: 0.1, ratio: 1.5, rewardBound: 1.1, extrapolation: 3.5 }],
    [thmJ3, { norm: 5.5, dimension: 2, rounds: 1e6, delta: 0.1, rho: 0.1, margin: 1.2, support: 9, beta: 0.1 }],
  ];
  it.each(at.map(([bound, values]) => [bound.spec.statement, bound, values] as const))('%s', (_, bound, values) => {
    const value = bound.evaluate(values);
    expect(Number(bound.evaluatePrecisely(values)) / value).toBeCloseTo(1, 12);
  });
});

it('derivatives are what differences come to', () => {
  const step = { regret: 0.3, delta: 0.1, tau: 0.03, margin: 1.2, support: 9, beta: 0.1 };
  for (const parameter of ['regret', 'delta', 'tau', 'beta'] as const) {
    const h = 1e-6 * step[parameter];
    const [up, down] = [h, -h].map((by) => sharpeningStep.evaluate({ ...step, [parameter]: step[parameter] + by }));
    expect(sharpeningStep.derivative(parameter)(step) / ((up! - down!) / (2 * h))).toBeCloseTo(1, 6);
  }
});
