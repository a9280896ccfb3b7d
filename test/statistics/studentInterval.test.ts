import { describe, expect, it } from 'vitest';
import { drawNormal } from '../../src/math/random/normal.ts';
import { Source } from '../../src/math/random/source.ts';
import { studentInterval } from '../../src/statistics/studentInterval.ts';
import { clopperPearson } from '../../src/statistics/clopperPearson.ts';

describe('studentInterval', () => {
  it('is the one of the tables', () => {
    // t_{4, 0.975} = 2.776445105, s = sqrt(2.5).
    const { lower, upper } = studentInterval([1, 2, 3, 4, 5], 0.05);
    expect(upper - 3).toBeCloseTo(2.776445105 * Math.sqrt(2.5 / 5), 8);
    expect(3 - lower).toBeCloseTo(upper - 3, 12);
  });

  it('misses the mean of normal values as often as it says', () => {
    const source = Source.named('test/statistics/studentInterval');
    const trials = 4000;
    let missed = 0;
    for (let i = 0; i < trials; i++) {
      const from = source.split(i);
      const { lower, upper } = studentInterval(
        Array.from({ length: 3 }, () => 7 + 2 * drawNormal(from)),
        0.1,
      );
      if (lower > 7 || upper < 7) missed++;
    }
    const ends = clopperPearson(missed, trials, 1e-9);
    expect(ends.lower).toBeLessThan(0.1);
    expect(ends.upper).toBeGreaterThan(0.1);
  });

  it('is a point where all values are equal, and refuses one value alone', () => {
    expect(studentInterval([2, 2, 2], 0.1)).toEqual({ lower: 2, upper: 2 });
    expect(() => studentInterval([1], 0.1)).toThrow('length of values must be');
    expect(() => studentInterval([1, NaN], 0.1)).toThrow('values[1]');
    expect(() => studentInterval([1, 2], 1)).toThrow('failureProbability');
  });
});
