import { expect, it } from 'vitest';
import {
  eliminationRounds,
  exactOptimism,
  lemmaJ1,
  sharpeningStep,
  thm42Bounded,
  thmJ1,
  thmJ2,
} from '../../../../src/theory/bounds/index.ts';
import { ExplicitWorld, FiniteLaw, logLikelihood, rewardDifferences, TabularPolicy } from '../../../../src/index.ts';

const j1 = {
  ratio: 1,
  range: 3,
  spread: 4,
  rounds: 10,
  extrapolation: 2,
  alpha: 0.1,
  beta: 0.5,
  logClassSize: 1,
  rho: 0.1,
};
const step = { regret: 0.1, beta: 0.1, delta: 0.1, tau: 0.05, margin: 1, support: 10 };
const cold = 'so small that 1 + 1/beta is at least log(support / tau) / log(1 + margin), got 1';

it.each([
  [() => thmJ1.evaluate({ ...j1, beta: 0 }), 'Thm J.1: beta must be a finite number above 0, got 0'],
  [() => thmJ1.evaluate({ ...j1, beta: -1 }), 'Thm J.1: beta must be a finite number above 0, got -1'],
  [() => thmJ1.evaluate({ ...j1, alpha: -0.1 }), 'Thm J.1: alpha must be a finite number above 0, got -0.1'],
  [() => thmJ1.evaluate({ ...j1, ratio: Infinity }), 'Thm J.1: ratio must be a finite number at least 0, got Infinity'],
  [() => thmJ1.evaluate({ ...j1, rounds: 0 }), 'Thm J.1: rounds must be an integer at least 1, got 0'],
  [
    () => exactOptimism.evaluate({ ratio: 1, range: NaN, rounds: 1, extrapolation: 1, logClassSize: 0, rho: 0.1 }),
    'Exact optimism: range must be a finite number at least 0, got NaN',
  ],
  [() => sharpeningStep.evaluate({ ...step, tau: 0.1 }), 'tau must be below delta: pi*_beta must leave less off y*'],
  [() => sharpeningStep.evaluate({ ...step, beta: 1 }), `beta must be ${cold}`],
  [() => sharpeningStep.evaluate({ ...step, margin: 0 }), 'margin must be a finite number above 0, got 0'],
  [
    () => thm42Bounded.evaluate({ ...j42(), beta: 1, delta: 0.1, tau: 0.05, margin: 1, support: 10 }),
    `beta must be ${cold}`,
  ],
  [() => lemmaJ1.evaluate({ lossCoverage: 2, s: 1, beta: 1.5 }), 'Lemma J.1: beta must be at most 1, got 1.5'],
  [
    () => thmJ2.evaluate({ ...step2(), rewardBound: Infinity }),
    'Thm 4.3 and J.2: rewardBound must be a finite number at least 0, got Infinity',
  ],
  [() => eliminationRounds.evaluate({ members: 1, q: 0.5, rho: 0.1 }), 'members must be an integer at least 2, got 1'],
  [() => eliminationRounds.evaluate({ members: 2, q: 0, rho: 0.1 }), 'q must be in (0, 1], got 0'],
])('refuses %#', (call, message) => {
  expect(call).toThrow(message);
});

function j42() {
  return { range: 1, concentrability: 2, n: 10, logClassSize: 1, rho: 0.1 };
}

function step2() {
  const { regret, ...rest } = step;
  return { ...rest, eps: regret, logClassSize: 1, rho: 0.1, ratio: 1, extrapolation: 1 };
}

it('a reward beyond the R that is said is refused, with what to do', () => {
  const base = TabularPolicy.fromMasses([[0.9, 0.1]]);
  const world = new ExplicitWorld(FiniteLaw.uniform(1), base);
  const options = { world, members: [base], reward: logLikelihood, beta: 1 };
  expect(() => rewardDifferences({ ...options, rewardBound: 2 })).toThrow(
    'reward of response 1 to prompt 0 must be in [-R, R] = [-2, 2]: shift or scale the rewards, or raise R, got -2.3',
  );
  expect(rewardDifferences({ ...options, rewardBound: 2.4 }).ranges).toEqual(rewardDifferences(options).ranges);
});
