import { describe, expect, it } from 'vitest';
import {
  ExplicitWorld,
  FiniteClass,
  FiniteLaw,
  logLikelihood,
  margin,
  modeCoverage,
  power,
  rewardDifferences,
  RewardPairs,
  TabularPolicy,
} from '../../../../src/index.ts';
import { corF1Sharp, exponentForSharpness } from '../../../../src/theory/bounds/index.ts';

const oneLaw = (masses: number[]): TabularPolicy => TabularPolicy.fromMasses([masses]);
const base = oneLaw([2 / 3, 1 / 3]);
const optimum = oneLaw([0.8, 0.2]);
const wrong = oneLaw([0.2, 0.8]);

/** alpha sum log pi(y') + sign * sum of squares of Alg. 1 at beta = 1, on one pair. */
function objective(policy: TabularPolicy, [y, z]: readonly [number, number], alpha: number, sign: 1 | -1): number {
  const [law, of] = [policy.law(0).logMasses, base.law(0).logMasses];
  const residual = law[y]! - law[z]! - 2 * (of[y]! - of[z]!);
  return alpha * law[z]! + sign * residual ** 2;
}

function fitted(alpha: number, [response, baseline]: readonly [number, number]) {
  const logs = base.law(0).logMasses;
  const pairs = new RewardPairs<number, number>();
  const gap = logs[response]! - logs[baseline]!;
  pairs.append({ prompt: 0, response, baseline, rewardGap: gap, baseLogRatio: gap });
  return new FiniteClass([wrong, optimum]).fit({ kind: 'optimisticFit', pairs, alpha, beta: 1 });
}

describe('Alg. 1', () => {
  it('with the minus that is printed the policy with the error has the lower value; the fit has the plus', () => {
    const pair = [0, 1] as const;
    const values = ([1, -1] as const).map((sign) => [optimum, wrong].map((pi) => objective(pi, pair, 0.1, sign)));
    expect(values.flat().map((value) => +value.toFixed(3))).toEqual([-0.161, 7.665, -0.161, -7.71]);
    expect(fitted(0.1, pair)).toBe(optimum);
    expect(fitted(0, pair)).toBe(optimum);
  });

  it("alpha is the algorithm's: with alpha (V + R)^2 in its place, as in the proof, the same pair is fitted wrongly", () => {
    const pair = [1, 0] as const;
    const scale = 5.3019;
    // |log 0.2/(2/3)|, and the least log-likelihood.
    const [V, R] = [Math.log(10 / 3), Math.log(3)];
    expect((V + R) ** 2).toBeCloseTo(scale, 4);
    const values = [2, 2 * scale].map((alpha) => [optimum, wrong].map((pi) => objective(pi, pair, alpha, 1)));
    expect(values.flat().map((value) => +value.toFixed(3))).toEqual([-0.446, 4.468, -2.366, -9.379]);
    expect(fitted(2, pair)).toBe(optimum);
    expect(fitted(2 * scale, pair)).toBe(wrong);
    expect(fitted(5.5451774445 * (1 - 1e-9), pair)).toBe(optimum);
    expect(fitted(5.5451774445 * (1 + 1e-9), pair)).toBe(wrong);
  });
});

describe('V = beta R_max, as the proof of Thm J.2 takes it', () => {
  it('is too small for pi*_beta itself, of which R_max holds', () => {
    const beta = 0.1;
    const sharp = new TabularPolicy([power(base.law(0), 1 + 1 / beta)]);
    const world = new ExplicitWorld(FiniteLaw.uniform(1), base);
    const { ratios } = rewardDifferences({ world, members: [sharp], reward: logLikelihood, beta });
    const most = 1 + Math.log(3);
    expect(ratios[0]).toBeCloseTo(0.6526, 4);
    expect(beta * most).toBeCloseTo(0.2099, 4);
    expect(ratios[0]).toBeLessThan(most);
  });

  it('leaves a policy whose error 100 pairs do not show, with probability above the 0.1 of Freedman', () => {
    const rare = oneLaw([0.999, 0.001]);
    const world = new ExplicitWorld(FiniteLaw.uniform(1), rare);
    const members = [TabularPolicy.fromMasses([[1, Math.exp(-700)]])];
    const { squares, differing } = rewardDifferences({ world, members, reward: logLikelihood, beta: 1 });
    expect(Math.exp(100 * Math.log1p(-differing[1]![0]!))).toBeCloseTo(0.8187308624, 4);
    // What Freedman's inequality allows for 100 of E[g^2] if V and R were log 1000: B = 2 V + 2 R.
    const allowed = corF1Sharp.evaluate({ observed: 0, range: (4 * Math.log(1000)) ** 2, rho: 0.1 });
    expect(100 * squares[1]![0]!).toBeCloseTo(94076, -2);
    expect(allowed).toBeCloseTo(2206, 0);
  });
});

it('the hard family gives responses no mass, so that R is infinite; mixed with a share s of the uniform law it is not', () => {
  const [s, size] = [0.01, 4];
  const mixed = oneLaw([0, 2 / 3, 1 / 6, 1 / 6].map((mass) => (1 - s) * mass + s / size));
  const most = Math.max(...Array.from(mixed.law(0).logMasses, (log) => -log));
  expect(most).toBeLessThanOrEqual(Math.log(size / s) * (1 + 1e-12));
  expect(most).toBeCloseTo(Math.log(size / s), 12);
});

it('the mass of the set y*_gamma in the place of the largest one, as we have Assumption J.2, makes a margin that is none', () => {
  const masses = [0.251, 0.251, 0.251, 0.247];
  const world = new ExplicitWorld(FiniteLaw.uniform(1), oneLaw(masses));
  const printed = 1 / modeCoverage(world) / 0.247 - 1;
  expect(printed).toBeCloseTo(2.05, 2);
  expect(margin(world)).toBeCloseTo(0.0162, 4);
  const left = (gamma: number): number => {
    const exponent = exponentForSharpness.evaluate({ support: 4, tau: 0.05, margin: gamma });
    return power(world.base.law(0), exponent).mass(3);
  };
  expect(left(printed)).toBeGreaterThan(0.05);
  expect(left(margin(world))).toBeLessThanOrEqual(0.05);
});

it('the informal condition of Thm 4.3 leaves more than delta/2 off y* at a margin of 10', () => {
  const [margin, delta] = [10, 0.01];
  const law = FiniteLaw.fromMasses([11 / 12, 1 / 12]);
  const informal = 1 + (2 * Math.log((2 * 2) / delta)) / margin;
  expect(power(law, informal).mass(0)).toBeCloseTo(0.9948892038, 10);
  expect(power(law, informal).mass(1)).toBeGreaterThan(delta / 2);
  const ours = exponentForSharpness.evaluate({ support: 2, tau: delta / 2, margin });
  expect(power(law, ours).mass(1)).toBeLessThanOrEqual(delta / 2);
});
