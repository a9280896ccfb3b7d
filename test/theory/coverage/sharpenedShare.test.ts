import { expect, it } from 'vitest';
import {
  bestOfNLaw,
  ExplicitWorld,
  FiniteLaw,
  isSharpenedAt,
  lawPolicy,
  modeCoverage,
  PartialLaw,
  sharpenedShare,
  Spectrum,
  TabularPolicy,
} from '../../../src/index.ts';
import type { ResponseLaw } from '../../../src/index.ts';

const base = TabularPolicy.fromMasses([
  [0.5, 0.3, 0.2],
  [0.4, 0.4, 0.2],
  [0.45, 0.4, 0.15],
]);
const world = new ExplicitWorld(FiniteLaw.fromMasses([0.5, 0.3, 0.2]), base);

it('counts prompts with mass at least 1 - delta on the maximisers, ties together (def-3.1)', () => {
  const policy = TabularPolicy.fromMasses([
    [0.9, 0.1, 0],
    [0.5, 0.4, 0.1],
    [0.6, 0.4, 0],
  ]);
  expect(sharpenedShare(policy, world, { delta: 0.1 })).toBeCloseTo(0.8, 12);
  expect(sharpenedShare(policy, world, { delta: 0.05 })).toBe(0);
  expect(sharpenedShare(policy, world, { delta: 0.1, gamma: 0.2 })).toBeCloseTo(1, 12);
});

it('tells at least from more than', () => {
  const policy = new TabularPolicy(Array.from({ length: 3 }, () => FiniteLaw.fromMasses([0.9, 0.1, 0])));
  expect(isSharpenedAt(policy, base, 0, { delta: 0.1 })).toBe(true);
  expect(isSharpenedAt(policy, base, 0, { delta: 0.1, strict: true })).toBe(false);
  expect(isSharpenedAt(policy, base, 0, { delta: 0.1 + 1e-9, strict: true })).toBe(true);
});

it('holds the mass off y* against a delta far below the rounding of 1', () => {
  const judged = (masses: readonly number[], delta: number, strict = true): boolean =>
    isSharpenedAt(lawPolicy([FiniteLaw.fromMasses(masses)]), lawPolicy([base.law(0)]), 0, { delta, strict });
  for (const delta of [1e-300, 1e-20, 1e-13, 1e-12]) {
    expect(judged([1, 0, 0], delta)).toBe(true);
    expect(judged([1, delta / 4, delta / 4], delta)).toBe(true);
    expect(judged([1, delta, delta], delta)).toBe(false);
    expect(judged([1, delta, delta], delta, false)).toBe(false);
    // Just delta is enough for Def 3.1 and not for the theorems.
    expect(judged([1, delta / 2, delta / 2], delta)).toBe(false);
    expect(judged([1, delta / 2, delta / 2], delta, false)).toBe(true);
  }
  // And the mass on y* against 1 - delta where that is the smaller one.
  for (const on of [1e-15, 1e-13]) {
    expect(judged([on, 1 - on, 0], 1 - 2 * on)).toBe(false);
    expect(judged([2 * on, 1 - 2 * on, 0], 1 - on)).toBe(true);
  }
});

it('does so on spectra and on laws known in part', () => {
  // 2^100 outcomes share 1e-30.
  const logs = [-1e-30, Math.log(1e-30) - 100 * Math.LN2];
  const spectrum = Spectrum.fromLogMasses(logs, [0, 100 * Math.LN2]);
  for (const [delta, expected] of [
    [1.01e-30, true],
    [0.99e-30, false],
  ] as const) {
    expect(isSharpenedAt(lawPolicy([spectrum]), lawPolicy([spectrum]), 0, { delta, strict: true })).toBe(expected);
  }
  const law = PartialLaw.fromLogMasses([0, Math.log(1e-20)], {
    logRestCeiling: Math.log(1e-21),
    logRestMass: Math.log(1e-20),
  });
  const sharpened = (policy: ResponseLaw, delta: number) =>
    isSharpenedAt(lawPolicy([policy]), lawPolicy([law as ResponseLaw]), 0, { delta });
  expect(sharpened(law, 2.01e-20)).toBe(true);
  expect(sharpened(law, 1.99e-20)).toBe(false);
  // Two draws leave the square of that, 4e-40.
  const best = bestOfNLaw(law, 2);
  expect(sharpened(best, 4.01e-40)).toBe(true);
  expect(sharpened(best, 3.99e-40)).toBe(false);
  // The rest may hold a response as heavy as the mode, which then is a mode as well, or a part of it.
  const open = PartialLaw.fromLogMasses([Math.log(1 / 2)], { logRestCeiling: Math.log(1 / 2) });
  const of = (delta: number) => isSharpenedAt(lawPolicy([open]), lawPolicy([open]), 0, { delta });
  expect([of(0.6), of(0.4), of(1e-300)]).toEqual([true, undefined, undefined]);
});

it('coverage is the mean inverse mass of the maximisers', () => {
  expect(modeCoverage(world)).toBeCloseTo(0.5 / 0.5 + 0.3 / 0.8 + 0.2 / 0.45, 12);
  expect(modeCoverage(world, { gamma: 0.2 })).toBeCloseTo(0.5 / 0.5 + 0.3 / 0.8 + 0.2 / 0.85, 12);
  // The near-mode is admitted exactly at its gamma: 0.4 = (1 - 1/9) 0.45.
  expect(modeCoverage(world, { gamma: 1 / 9 })).toBeCloseTo(0.5 / 0.5 + 0.3 / 0.8 + 0.2 / 0.85, 12);
});

it.each([
  [() => modeCoverage(world, { gamma: 1 }), 'modeCoverage: gamma must be a number in [0, 1), got 1'],
  [() => modeCoverage(world, { gamma: -0.1 }), 'modeCoverage: gamma must be a number in [0, 1), got -0.1'],
  [() => sharpenedShare(base, world, { delta: 0 }), 'sharpenedShare: delta must be a number in (0, 1), got 0'],
  [() => sharpenedShare(base, world, { delta: 1 }), 'sharpenedShare: delta must be a number in (0, 1), got 1'],
  [() => sharpenedShare(base, world, { delta: NaN }), 'sharpenedShare: delta must be a number in (0, 1), got NaN'],
])('refuses what is outside its domain', (call, message) => {
  expect(call).toThrow(message);
});
