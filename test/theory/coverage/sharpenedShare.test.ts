import { expect, it } from 'vitest';
import {
  ExplicitWorld,
  FiniteLaw,
  isSharpenedAt,
  modeCoverage,
  sharpenedShare,
  TabularPolicy,
} from '../../../src/index.ts';

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
