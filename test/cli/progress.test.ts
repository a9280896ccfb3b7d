import { expect, it } from 'vitest';
import { Pace } from '../../src/cli/progress.ts';

it('tells the time left from the pace of this run alone, and counts it down', () => {
  const pace = new Pace();
  pace.update(40, 1000);
  expect(pace.secondsLeft(50, 2000)).toBeUndefined();
  pace.update(42, 5000);
  // Two in four seconds, eight to go.
  expect(pace.secondsLeft(50, 5000)).toBe(16);
  pace.update(42, 6000);
  expect(pace.secondsLeft(50, 8000)).toBe(13);
  expect(pace.secondsLeft(50, 1e9)).toBe(0);
  pace.update(50, 21_000);
  expect(pace.secondsLeft(50, 21_000)).toBe(0);
});
