import { expect } from 'vitest';
import { Source } from '../../src/math/random/source.ts';
import { clopperPearson } from '../../src/statistics/clopperPearson.ts';

/** A right interval, or a right test, fails a calibration with at most this probability over the choice of its seed. */
export const CALIBRATION_FAILURE = 1e-9;

/** In how many of the runs the event happened, each run on a source of its own. */
export function countOf(name: string, runs: number, event: (source: Source) => boolean): number {
  const root = Source.named(`calibration/${name}`);
  let count = 0;
  for (let i = 0; i < runs; i++) if (event(root.split(i))) count++;
  return count;
}

/** The event's probability is not above `most`: the count would be this large with probability at most 1e-9 if it were `most`. */
export function expectAtMost(count: number, runs: number, most: number): void {
  expect(clopperPearson(count, runs, 2 * CALIBRATION_FAILURE).lower).toBeLessThanOrEqual(most);
}

/** The event's probability is not below `least`, at the same level. */
export function expectAtLeast(count: number, runs: number, least: number): void {
  expect(clopperPearson(count, runs, 2 * CALIBRATION_FAILURE).upper).toBeGreaterThanOrEqual(least);
}
